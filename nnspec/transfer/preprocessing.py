"""Pixels 0..255 -> what the weights of an application were trained on, by stock Keras layers."""

from __future__ import annotations

from collections.abc import Callable

import keras
from keras import ops

from nnspec.catalog.pretrained import Preprocessing

# Means and deviations of ImageNet's channels: RGB on the scale 0..1, and BGR on 0..255 as in Caffe's VGG.
_MEAN, _DEVIATION = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
_CAFFE_MEAN = (103.939, 116.779, 123.68)


def preprocess_pixels(tensor: keras.KerasTensor, preprocessing: Preprocessing, *, dtype: str) -> keras.KerasTensor:
    """Bring pixels to an application's scale.

    Args:
        tensor: shape (batch, height, width, 3), RGB, 0..255.
        preprocessing: the application's kind; `own` leaves the pixels to the network.
        dtype: of the computation; never a reduced one, which would lose grey levels.

    Source: `preprocess_input` of keras.applications.imagenet_utils, modes caffe, tf and torch.
    """
    return _BY_KIND[preprocessing](tensor, dtype)


def _caffe(tensor: keras.KerasTensor, dtype: str) -> keras.KerasTensor:
    reversed_channels = ops.flip(tensor, axis=-1)
    return keras.layers.Normalization(mean=list(_CAFFE_MEAN), variance=[1.0] * 3, dtype=dtype)(reversed_channels)


def _tf(tensor: keras.KerasTensor, dtype: str) -> keras.KerasTensor:
    return keras.layers.Rescaling(1.0 / 127.5, offset=-1.0, dtype=dtype)(tensor)


def _torch(tensor: keras.KerasTensor, dtype: str) -> keras.KerasTensor:
    mean = [255.0 * value for value in _MEAN]
    variance = [(255.0 * value) ** 2 for value in _DEVIATION]
    return keras.layers.Normalization(mean=mean, variance=variance, dtype=dtype)(tensor)


def _own(tensor: keras.KerasTensor, dtype: str) -> keras.KerasTensor:
    return tensor


_BY_KIND: dict[Preprocessing, Callable[[keras.KerasTensor, str], keras.KerasTensor]] = {
    "caffe": _caffe,
    "tf": _tf,
    "torch": _torch,
    "own": _own,
}
