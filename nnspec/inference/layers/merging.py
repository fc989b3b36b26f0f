"""Layers that make one tensor of several."""

from __future__ import annotations

from functools import reduce

from nnspec.inference.dimension import UNKNOWN, Dimension, differ, is_below, is_known, total
from nnspec.inference.layer_call import LayerCall
from nnspec.inference.layers.axes import in_range
from nnspec.inference.outcome import Outcome, ShapeError
from nnspec.inference.tensor import BATCH, Shape, Tensor


def infer_merge(layer: LayerCall) -> Outcome:
    """Infer `Add` and its kin: number by number, lengths of 1 repeated, missing axes put in front."""
    shapes = _shapes(layer)
    if shapes is None:
        return Outcome((Tensor(None, layer.dtype),))
    merged = reduce(_broadcast, (shape[1:] for shape in shapes))
    return Outcome((Tensor((BATCH, *merged), layer.dtype),))


def infer_subtract(layer: LayerCall) -> Outcome:
    """Infer `Subtract`, which takes two tensors."""
    check_two(layer)
    return infer_merge(layer)


def infer_concatenate(layer: LayerCall) -> Outcome:
    """Infer `Concatenate`: the lengths along `axis` add up, all others are equal."""
    shapes = _shapes(layer)
    if shapes is None:
        return Outcome((Tensor(None, layer.dtype),))
    first = shapes[0]
    if any(len(shape) != len(first) for shape in shapes):
        raise ShapeError("they have different numbers of axes", hint="bring them to one, with `Flatten` or pooling")
    axis = in_range(layer.get("axis"), len(first))
    for other in range(1, len(first)):
        if other != axis and any(differ(shape[other], first[other]) for shape in shapes):
            wanted = "all axes but the last" if axis == len(first) - 1 else f"all axes but axis {axis}"
            raise ShapeError(f"they differ in axis {other}", expected=f"one shape in {wanted}")
    lengths = [_best([shape[i] for shape in shapes]) for i in range(len(first))]
    lengths[axis] = total(shape[axis] for shape in shapes)
    return Outcome((Tensor(tuple(lengths), layer.dtype),))


def infer_dot(layer: LayerCall) -> Outcome:
    """Infer `Dot`: the sums of products along one axis of each of two tensors."""
    check_two(layer)
    shapes, axes = _shapes(layer), layer.get("axes")
    if shapes is None:
        return Outcome((Tensor(None, layer.dtype),))
    pair = axes if isinstance(axes, tuple) else (axes, axes)
    i, j = (in_range(axis, len(shape)) for axis, shape in zip(pair, shapes, strict=True))
    first, second = shapes
    if differ(first[i], second[j]):
        raise ShapeError(f"{first[i]} is not {second[j]}", argument="axes", expected="axes of one length")
    left = [length for axis, length in enumerate(first) if axis != i]
    right = [length for axis, length in enumerate(second) if axis != j][1:]
    return Outcome((Tensor(tuple([*left, *right] if len(left) + len(right) > 1 else [*left, 1]), layer.dtype),))


def check_two(layer: LayerCall) -> None:
    """Refuse another number of tensors than two.

    Raises:
        ShapeError: there are not two.
    """
    if len(layer.tensors) != 2:
        raise ShapeError("it takes two tensors", expected="two tensors", code="NN155")


def _shapes(layer: LayerCall) -> list[Shape] | None:
    shapes = [tensor.shape for tensor in layer.tensors]
    known = [shape for shape in shapes if shape is not None]
    return known if known and len(known) == len(shapes) else None


def _broadcast(first: Shape, second: Shape) -> Shape:
    longer, shorter = (first, second) if len(first) >= len(second) else (second, first)
    front = len(longer) - len(shorter)
    return (*longer[:front], *map(_broadcast_length, longer[front:], shorter))


def _broadcast_length(first: Dimension, second: Dimension) -> Dimension:
    if first == 1 or second == 1:
        return second if first == 1 else first
    if differ(first, second) and is_below(1, first) and is_below(1, second):
        hint = "give them one shape, or join them with `Concatenate`"
        raise ShapeError(f"{first} is not {second}", expected="equal lengths, or 1", hint=hint)
    if first == second:
        return first
    # What is not known yet is either 1 or the length that is.
    return next((length for length in (first, second) if isinstance(length, int)), UNKNOWN)


def _best(lengths: list[Dimension]) -> Dimension:
    """Take the number among lengths that are equal, else an expression."""
    numbers = [length for length in lengths if isinstance(length, int)]
    return next(iter([*numbers, *filter(is_known, lengths)]), UNKNOWN)
