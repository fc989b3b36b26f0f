"""Raw pictures -> the size, channels and scale that an image input declares, by stock Keras layers."""

from __future__ import annotations

import keras
from keras import ops

from nnspec.compiler.scaling import standardise
from nnspec.diagnostics.diagnostic import Diagnostic
from nnspec.errors import SpecError
from nnspec.spec.inputs import ImageInput
from nnspec.tables.state import InputState

LARGEST_PIXEL = 255.0


def encode_image(tensor: keras.KerasTensor, item: ImageInput, state: InputState, *, dtype: str) -> keras.KerasTensor:
    """Resize, convert the channels and scale.

    Args:
        tensor: shape (batch, height, width, channels) or (batch, height, width); any numbers 0..255.
        item: says how.
        state: mean and variance per channel, for `scale: standard`.
        dtype: of the result.

    Raises:
        SpecError: NN658 where the channels cannot become those that are declared.
    """
    if len(tensor.shape) == 3:
        tensor = ops.expand_dims(tensor, -1)
    tensor = ops.cast(tensor, dtype)
    tensor = _with_channels(tensor, item)
    if item.size is not None and tuple(tensor.shape[1:3]) != tuple(item.size):
        tensor = _resizing(item, dtype)(tensor)
    return scale_pixels(tensor, item, state, dtype=dtype)


def _with_channels(tensor: keras.KerasTensor, item: ImageInput) -> keras.KerasTensor:
    given, wanted = tensor.shape[-1], item.channels
    if wanted is None or given == wanted:
        return tensor
    if (given, wanted) == (1, 3):
        return ops.repeat(tensor, 3, axis=-1)
    if (given, wanted) == (4, 3):
        return tensor[..., :3]
    if (given, wanted) == (3, 1):
        return ops.image.rgb_to_grayscale(tensor)
    finding = Diagnostic(
        code="NN658",
        message=f"pictures of `{item.name}` cannot be brought to {wanted} channels",
        path=item.path,
        received=f"{given} channels",
        expected="1 or 3 channels",
    )
    raise SpecError([finding])


def _resizing(item: ImageInput, dtype: str) -> keras.layers.Layer:
    assert item.size is not None
    height, width = item.size
    return keras.layers.Resizing(
        height,
        width,
        interpolation=item.interpolation,
        crop_to_aspect_ratio=item.crop_to_aspect_ratio,
        pad_to_aspect_ratio=item.pad_to_aspect_ratio,
        dtype=dtype,
    )


def scale_pixels(tensor: keras.KerasTensor, item: ImageInput, state: InputState, *, dtype: str) -> keras.KerasTensor:
    """Scale pixels of 0 to 255 as the input says."""
    if item.scale == "unit":
        return keras.layers.Rescaling(1.0 / LARGEST_PIXEL, dtype=dtype)(tensor)
    if item.scale == "standard" and state.mean is not None and state.variance is not None:
        return standardise(state.mean, state.variance, dtype=dtype)(tensor)
    return tensor
