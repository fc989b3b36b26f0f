"""The axes of a layer's tensor, and arguments that hold one number or one for each of several axes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nnspec.inference.dimension import UNKNOWN
from nnspec.inference.layer_call import LayerCall
from nnspec.inference.outcome import ShapeError
from nnspec.inference.tensor import BATCH, Shape

_POOLING = {3: "GlobalAveragePooling1D", 4: "GlobalAveragePooling2D", 5: "GlobalAveragePooling3D"}
_SPATIAL = {1: "(steps, channels)", 2: "(height, width, channels)", 3: "(depth, height, width, channels)"}


def shape_of_rank(layer: LayerCall, rank: int, *, takes: str | None = None) -> Shape:
    """Give the shape of a layer's tensor, which must have so many axes; unknown lengths where nothing is known.

    Args:
        layer: that takes it.
        rank: the axes, batch axis included.
        takes: the shape of one example in words.

    Raises:
        ShapeError: the tensor has another number of axes.
    """
    shape = layer.tensor.shape
    if shape is None:
        return (BATCH, *(UNKNOWN,) * (rank - 1))
    if len(shape) != rank:
        what = takes or f"{rank - 1} axes beside the batch"
        raise ShapeError(f"it takes {what}", hint=_cure(len(shape), rank))
    return shape


def spatial_shape(layer: LayerCall, n_spatial: int) -> Shape:
    """Give the shape of a picture, a sequence or a volume with its channels.

    Raises:
        ShapeError: the tensor has another number of axes.
    """
    return shape_of_rank(layer, n_spatial + 2, takes=_SPATIAL[n_spatial])


def first_spatial(layer: LayerCall) -> int:
    """Return the first axis that is neither batch nor channels."""
    return 2 if is_channels_first(layer) else 1


def is_channels_first(layer: LayerCall) -> bool:
    """Tell whether channels stand in front of the spatial axes."""
    return bool(layer.get("data_format") == "channels_first")


def split_shape(layer: LayerCall, shape: Shape) -> tuple[Shape, int]:
    """Take a shape with channels apart: the spatial lengths, and the axis of the channels."""
    return (shape[2:], 1) if is_channels_first(layer) else (shape[1:-1], len(shape) - 1)


def join_shape(layer: LayerCall, batch: Any, spatial: Sequence[Any], channels: Any) -> Shape:
    """Put a shape with channels together."""
    return (batch, channels, *spatial) if is_channels_first(layer) else (batch, *spatial, channels)


def numbers(value: Any, count: int) -> tuple[Any, ...]:
    """Repeat a number that stands for all axes."""
    return tuple(value) if isinstance(value, tuple | list) else (value,) * count


def in_range(axis: Any, rank: int) -> int:
    """Count an axis from 0.

    Raises:
        ShapeError: a tensor of that rank has no such axis.
    """
    if not isinstance(axis, int) or not -rank <= axis < rank:
        raise ShapeError(
            f"it has no axis {axis}", argument="axis", expected=f"{1 - rank} to {rank - 1}, without the batch axis 0"
        )
    return axis % rank


def _cure(rank: int, wanted: int) -> str:
    if wanted == 2 and rank > 2:
        pooling = f" or `{_POOLING[rank]}`" if rank in _POOLING else ""
        return f"put `Flatten`{pooling} above"
    return "change the number of axes with `Reshape`"
