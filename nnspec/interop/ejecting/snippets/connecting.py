"""Small steps between layers that Keras has no single call for."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
from keras import layers, ops


def project(tensor: Any, target: Any, name: str) -> Any:
    """Fit a tensor to the shape of another one, by a Dense or a 1x1 convolution with strides."""
    if tensor.shape == target.shape:
        return tensor
    before, after = tensor.shape[1:-1], target.shape[1:-1]
    if before == after and len(before) < 2:
        return layers.Dense(target.shape[-1], name=name)(tensor)
    strides = [1 if a is None else -(-a // b) for a, b in zip(before, after, strict=True)]
    convolution = [layers.Conv1D, layers.Conv2D, layers.Conv3D][len(strides) - 1]
    return convolution(target.shape[-1], 1, strides=strides, padding="same", name=name)(tensor)


def named(tensor: Any, name: str) -> Any:
    """Name what a function made, so that it does not meet a layer of that name."""
    tensor._keras_history.operation.name = name
    return tensor


def fitted(
    layer: layers.Layer, tensor: Any, inputs: dict[str, Any], encoded: dict[str, np.ndarray]
) -> layers.Layer:
    """Let a layer learn its statistics from what reaches it of the training rows."""
    layer.adapt(keras.Model(inputs, tensor).predict(encoded, verbose=0))
    return layer


def preprocess_as_caffe(pixels: Any) -> Any:
    """Bring pixels 0 to 255 to BGR without ImageNet's means."""
    flipped = ops.flip(pixels, axis=-1)
    return layers.Normalization(mean=[103.939, 116.779, 123.68], variance=[1.0] * 3)(flipped)


def preprocess_as_tf(pixels: Any) -> Any:
    """Bring pixels 0 to 255 to -1 to 1."""
    return layers.Rescaling(1 / 127.5, offset=-1.0)(pixels)


def preprocess_as_torch(pixels: Any) -> Any:
    """Bring pixels 0 to 255 to ImageNet's means and deviations."""
    mean = [255 * value for value in (0.485, 0.456, 0.406)]
    variance = [(255 * value) ** 2 for value in (0.229, 0.224, 0.225)]
    return layers.Normalization(mean=mean, variance=variance)(pixels)


def numbered(word: str, count: int) -> str:
    """Name a layer as Keras numbers them: dense, dense_1, dense_2."""
    return f"{word}_{count}" if count else word
