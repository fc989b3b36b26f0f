"""Convolutions and poolings -> their windows and the positions that they slide over, as rules ask about them."""

from __future__ import annotations

from functools import cache
from typing import Any

from nnspec.inference.dimension import Dimension
from nnspec.inference.tensor import Shape, Tensor
from nnspec.linting.layer_kinds import CONVOLUTIONS, POOLS
from nnspec.linting.step import Step

Sizes = tuple[int, ...]


# Layers that slide a window of a given size over positions.
WINDOWED = CONVOLUTIONS | POOLS


def window_of(step: Step) -> Sizes:
    """Give the window's size along each axis of positions; empty where it is not known or there is none."""
    return _sizes(step, step.get("pool_size") if step.layer in POOLS else step.get("kernel_size"))


def strides_of(step: Step) -> Sizes:
    """Give the strides along each axis of positions; empty where they are not known."""
    strides = _sizes(step, step.get("strides"))
    return strides or (window_of(step) if step.layer in POOLS else ())


def spans_of(step: Step) -> Sizes:
    """Give the positions from the first to the last that a window looks at along each axis, dilation included."""
    window, rates = window_of(step), _sizes(step, step.get("dilation_rate") or 1)
    return tuple((size - 1) * rate + 1 for size, rate in zip(window, rates, strict=False))


def is_channels_first(step: Step) -> bool:
    """Tell whether a step takes its channels in front of the positions."""
    return bool(step.get("data_format") == "channels_first")


def positions_of(tensor: Tensor, step: Step) -> Shape:
    """Give the lengths of the axes of positions as a step reads them; empty where they are not known."""
    shape = tensor.shape
    if shape is None or len(shape) != n_axes(step) + 2:
        return ()
    return shape[2:] if is_channels_first(step) else shape[1:-1]


def n_axes(step: Step) -> int:
    """Count the axes of positions: 2 for `Conv2D`, 0 where a layer has none."""
    return _axes_named(step.layer)


@cache
def _axes_named(layer: str) -> int:
    return int(next((letter for letter in layer if letter.isdigit()), "0"))


def area(positions: Shape) -> Dimension:
    """Multiply the lengths of the axes of positions."""
    result: Dimension = 1
    for length in positions:
        result = result * length
    return result


def _sizes(step: Step, value: Any) -> Sizes:
    if isinstance(value, int):
        return (value,) * n_axes(step)
    if isinstance(value, tuple | list) and all(isinstance(item, int) for item in value):
        return tuple(value)
    return ()
