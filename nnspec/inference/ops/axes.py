"""What rules of functions share: axes counted from the end, broadcasting, reduced shapes, lengths that must agree."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nnspec.inference.dimension import UNKNOWN, Dimension, differ, is_below, is_known, symbols_of
from nnspec.inference.ops.function_call import FunctionCall, UndecidedError
from nnspec.inference.tensor import BATCH, Shape, text_of


def as_tuple(value: Any) -> tuple[Any, ...]:
    """Make a tuple of one value or of a list."""
    return tuple(value) if isinstance(value, list | tuple) else (value,)


def as_pair(value: Any) -> tuple[Any, Any]:
    """Make two values of one, or of a list of two."""
    first, second = (value, value) if not isinstance(value, list | tuple) else value
    return first, second


def canonical_axis(axis: int, rank: int, call: FunctionCall, *, argument: str = "axis") -> int:
    """Count an axis from the start.

    Raises:
        ShapeError: there is no such axis.
    """
    if not -rank <= axis < rank:
        expected = f"{-rank} to {rank - 1}, with the batch axis 0"
        raise call.refuse(f"has no axis {axis}", argument=argument, expected=expected)
    return axis % rank


def canonical_axes(axes: Any, rank: int, call: FunctionCall, *, argument: str = "axis") -> tuple[int, ...]:
    """Count several axes, or one, from the start.

    Raises:
        ShapeError: there is no such axis.
    """
    return tuple(canonical_axis(axis, rank, call, argument=argument) for axis in as_tuple(axes))


def broadcast(first: Shape, second: Shape, call: FunctionCall) -> Shape:
    """Stretch two shapes to one, as NumPy does.

    Raises:
        ShapeError: two lengths can never agree.
    """
    rank = max(len(first), len(second))
    left = (1,) * (rank - len(first)) + first
    right = (1,) * (rank - len(second)) + second
    for a, b in zip(left, right, strict=True):
        if _never_agree(a, b):
            raise call.refuse(f"cannot broadcast {text_of(first)} and {text_of(second)}")
    return tuple(map(_stretched, left, right))


def reduced(shape: Shape, axes: Any, call: FunctionCall, *, keepdims: bool = False, argument: str = "axis") -> Shape:
    """Take axes out of a shape, or leave them with length 1; all of them where `axes` is None.

    Raises:
        ShapeError: there is no such axis.
    """
    rank = len(shape)
    found = tuple(range(rank)) if axes is None else canonical_axes(axes, rank, call, argument=argument)
    if len(set(found)) < len(found):
        raise UndecidedError
    if keepdims:
        return tuple(1 if axis in found else size for axis, size in enumerate(shape))
    return tuple(size for axis, size in enumerate(shape) if axis not in found)


def agree(first: Shape, second: Shape) -> bool | None:
    """Tell whether Keras sees two shapes as equal; None where it depends on what is not known.

    While it builds a network, all that depends on the batch is None to Keras: equal to itself and to nothing else.
    """
    found = [_agree(a, b) for a, b in zip(first, second, strict=False)]
    if len(first) != len(second) or False in found:
        return False
    return True if all(found) else None


def smaller(first: Dimension, second: Dimension) -> Dimension:
    """Give the lesser of two lengths; unknown where it depends on their symbols."""
    if isinstance(first, int) and isinstance(second, int):
        return min(first, second)
    if first == second or is_below(first, second + 1):
        return first
    return second if is_below(second, first + 1) else UNKNOWN


def greater(first: Dimension, second: Dimension) -> Dimension:
    """Give the greater of two lengths; unknown where it depends on their symbols."""
    least = smaller(first, second)
    return first + second - least if is_known(least) else UNKNOWN


def is_open(size: Dimension) -> bool:
    """Tell whether a length depends on the batch's, which Keras does not know while it builds a network."""
    return bool(symbols_of(size) & symbols_of(BATCH))


def replaced(shape: Sequence[Dimension], axis: int, size: Dimension) -> Shape:
    """Give one axis another length."""
    return (*shape[:axis], size, *shape[axis:][1:])


def _agree(first: Dimension, second: Dimension) -> bool | None:
    if not (is_known(first) and is_known(second)):
        return None
    if is_open(first) or is_open(second):
        return is_open(first) and is_open(second)
    return True if first == second else False if differ(first, second) else None


def _never_agree(first: Dimension, second: Dimension) -> bool:
    return differ(first, second) and is_below(1, first) and is_below(1, second)


def _stretched(first: Dimension, second: Dimension) -> Dimension:
    if first == 1 or first == second:
        return second
    if second == 1:
        return first
    # One of the two is open: where the call is valid at all, it is 1 or the other, if that is surely not 1.
    if is_below(1, first):
        return first
    return second if is_below(1, second) else UNKNOWN
