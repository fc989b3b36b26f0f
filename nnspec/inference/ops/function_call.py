"""What a rule of shapes is asked: a function of `keras.ops` with its arguments, and the tensors that it takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nnspec.inference.ops.promotion import DEFAULT, WEAK_FLOAT, WEAK_INT, is_float
from nnspec.inference.outcome import ShapeError
from nnspec.inference.tensor import Shape, Tensor
from nnspec.records import record


class UndecidedError(Exception):
    """A rule cannot tell what comes out: a shape is not known, or Keras itself builds what will never run."""


@record
class FunctionCall:
    """One call of a function.

    Args:
        name: in `keras.ops`.
        arguments: everything that is no tensor, defaults included.
        bound: the tensors, by the argument that takes them; a list where the argument takes one. A number of the
            spec in a tensor's place is a tensor without axes of the dtype `int` or `float`.
    """

    name: str
    arguments: Mapping[str, Any]
    bound: Mapping[str, Tensor | tuple[Tensor, ...]]

    def get(self, argument: str) -> Any:
        """Return an argument that is no tensor, or its default."""
        return self.arguments.get(argument)

    def has(self, argument: str) -> bool:
        """Tell whether a tensor is there that may be left out."""
        return argument in self.bound

    def is_number(self, argument: str) -> bool:
        """Tell whether the spec writes a number in a tensor's place."""
        return isinstance(self.get(argument), int | float)

    def tensor(self, argument: str) -> Tensor:
        """Return what an argument takes."""
        found = self.bound[argument]
        return found if isinstance(found, Tensor) else found[0]

    def tensors(self, argument: str) -> tuple[Tensor, ...]:
        """Return the list that an argument takes."""
        found = self.bound[argument]
        return (found,) if isinstance(found, Tensor) else found

    def shape(self, argument: str, *, rank: int = 0) -> Shape:
        """Return the shape of what an argument takes.

        Args:
            argument: its name.
            rank: how many axes it has at least.

        Raises:
            UndecidedError: not even the number of its axes is known.
            ShapeError: it has fewer.
        """
        shape = known_shape(self.tensor(argument))
        if len(shape) < rank:
            raise self.refuse(f"takes {rank} axes or more, received {len(shape)}")
        return shape

    def dtype(self, argument: str) -> str | None:
        """Return the dtype of what an argument takes; `int` or `float` for a number."""
        return self.tensor(argument).dtype

    def refuse(self, message: str, *, argument: str | None = None, expected: str | None = None) -> ShapeError:
        """Make the error of a call that Keras refuses.

        Args:
            message: what it cannot do or needs: `cannot join (3,) and (4,)`.
            argument: to point at.
            expected: what it takes.
        """
        return ShapeError(f"it {message}", argument=argument, expected=expected)


def known_shape(tensor: Tensor) -> Shape:
    """Return a tensor's shape.

    Raises:
        UndecidedError: not even the number of its axes is known.
    """
    if tensor.shape is None:
        raise UndecidedError
    return tensor.shape


def literal(value: Any, tensors: tuple[Tensor, ...]) -> Tensor:
    """Read a value that stands in a tensor's place: a number, or a list that becomes an array.

    Args:
        value: of the spec.
        tensors: that the function takes; an array of floats has the dtype of theirs.
    """
    if isinstance(value, bool):
        return Tensor((), "bool")
    if isinstance(value, int | float):
        return Tensor((), WEAK_INT if isinstance(value, int) else WEAK_FLOAT)
    if not isinstance(value, list | tuple):
        return Tensor(None, None)
    numbers = list(_flat(value))
    return Tensor(_list_shape(value), _array_dtype(numbers, tensors))


def _list_shape(value: Any) -> tuple[int, ...] | None:
    """Measure nested lists; None where they are ragged."""
    if not isinstance(value, list | tuple):
        return ()
    shapes = {_list_shape(item) for item in value}
    inner = next(iter(shapes), ())
    return (len(value), *inner) if len(shapes) <= 1 and inner is not None else None


def _flat(value: Any) -> list[Any]:
    return [leaf for item in value for leaf in _flat(item)] if isinstance(value, list | tuple) else [value]


def _array_dtype(numbers: list[Any], tensors: tuple[Tensor, ...]) -> str | None:
    if numbers and all(isinstance(number, bool) for number in numbers):
        return "bool"
    if numbers and all(isinstance(number, int) for number in numbers):
        return "int64"
    if any(tensor.dtype is None for tensor in tensors) or not all(isinstance(n, int | float) for n in numbers):
        return None
    return next((tensor.dtype for tensor in tensors if tensor.dtype and is_float(tensor.dtype)), DEFAULT)
