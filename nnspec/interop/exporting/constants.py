"""A model whose layers hold eager constants -> the same model with plain numbers, which converters can embed."""

from __future__ import annotations

import keras
import numpy as np

from nnspec.transfer.freeze import leaf_layers


def embed_statistics(model: keras.Model) -> None:
    """Let each Normalization hold its statistics as NumPy arrays.

    As tensors, `tf.function` captures them, and tf2onnx makes inputs of them.
    """
    for layer in leaf_layers(model):
        if isinstance(layer, keras.layers.Normalization) and layer.mean is not None:
            layer.mean, layer.variance = np.asarray(layer.mean), np.asarray(layer.variance)
