"""`EinsumDense`: a kernel whose shape follows from an equation, such as `abc,cde->abde`."""

from __future__ import annotations

import re

from nnspec.inference.dimension import UNKNOWN, Dimension, differ
from nnspec.inference.layer_call import LayerCall
from nnspec.inference.layers.lora import with_lora
from nnspec.inference.outcome import Outcome, ShapeError, Weight
from nnspec.inference.tensor import Shape, Tensor
from nnspec.records import record

_EQUATION = re.compile(r"(\.\.\.)?([a-zA-Z]+)(\.\.\.)?,([a-zA-Z]+)->(\.\.\.)?([a-zA-Z]+)(\.\.\.)?")


@record
class _Equation:
    """The letters of an equation, and where its `...` stands.

    Args:
        takes: the letters of the tensor.
        kernel: those of the kernel.
        gives: those of the result.
        left: whether `...` stands in front.
        right: whether it stands behind.
    """

    takes: str
    kernel: str
    gives: str
    left: bool
    right: bool


def infer_einsum_dense(layer: LayerCall) -> Outcome:
    """Infer `EinsumDense`: the axes that the equation names, and those that `...` stands for."""
    equation, shape = _parse(layer.get("equation")), layer.tensor.shape
    if equation is None or shape is None:
        return Outcome((Tensor(None, layer.dtype),), None)
    elided = _elided(equation, shape)
    given = layer.get("output_shape")
    result = _result(equation, shape, (given,) if isinstance(given, int) else given, elided)
    if result is None:
        return Outcome((Tensor(None, layer.dtype),), None)
    lengths = _lengths(equation, shape, result, elided)
    if any(letter not in lengths for letter in equation.kernel):
        return Outcome((Tensor(None, layer.dtype),), None)
    kernel = tuple(lengths[letter] for letter in equation.kernel)
    weights = [Weight("kernel", kernel, dtype=layer.variable_dtype)]
    if layer.get("bias_axes") is not None:
        bias = _bias(equation, layer.get("bias_axes"), lengths, elided)
        weights.append(Weight("bias", bias, dtype=layer.variable_dtype))
    return Outcome((Tensor(result, layer.dtype),), with_lora(layer, tuple(weights), channels=kernel[-1]))


def _parse(text: str) -> _Equation | None:
    found = _EQUATION.fullmatch(text.replace(" ", ""))
    if found is None:
        return None
    left, takes, right, kernel, left_out, gives, right_out = found.groups()
    if (left, right) != (left_out, right_out) or (left and right):
        return None
    return _Equation(takes, kernel, gives, left is not None, right is not None)


def _elided(equation: _Equation, shape: Shape) -> int:
    """Count the axes that `...` stands for.

    Raises:
        ShapeError: the equation names fewer axes or more. TensorFlow's einsum may let such a tensor pass, and mixes
            its axes.
    """
    elided = len(shape) - len(equation.takes)
    if elided < 0 or (elided and not (equation.left or equation.right)):
        wanted = f"{len(equation.takes)} axes, the batch axis among them"
        raise ShapeError(f"its equation names {wanted}", argument="equation")
    return elided


def _result(equation: _Equation, shape: Shape, given: Shape, elided: int) -> Shape | None:
    """Complete `output_shape`: the batch in front, what `...` stands for beside it; None leaves a length open.

    Keras takes an `output_shape` of another length than the equation, and then says a wrong shape: nothing is known.
    """
    if equation.left:
        whole = (shape[0], *shape[1:elided], *given)
    else:
        whole = (shape[0], *given, *(shape[len(shape) - elided :] if elided else ()))
    if len(whole) != len(equation.gives) + elided:
        return None
    return tuple(UNKNOWN if length is None else length for length in whole)


def _lengths(equation: _Equation, shape: Shape, result: Shape, elided: int) -> dict[str, Dimension]:
    """Give each letter its length.

    Raises:
        ShapeError: a letter has two.
    """
    offset = elided if equation.left else 0
    lengths = {letter: shape[i + offset] for i, letter in enumerate(equation.takes)}
    for i, letter in enumerate(equation.gives):
        length = result[i + offset]
        if letter in lengths and differ(lengths[letter], length):
            raise ShapeError(f"`{letter}` is {lengths[letter]} and {length}", argument="output_shape")
        lengths[letter] = length
    return lengths


def _bias(equation: _Equation, axes: str, lengths: dict[str, Dimension], elided: int) -> Shape:
    if not axes:
        raise ShapeError("it needs axes for its bias", argument="bias_axes", hint="leave `bias_axes` out for no bias")
    other = next((letter for letter in axes if letter not in equation.gives), None)
    if other is not None:
        raise ShapeError(f"`{equation.gives}` has no axis `{other}`", argument="bias_axes")
    first = min(equation.gives.find(letter) for letter in axes)
    named = tuple(lengths[letter] if letter in axes else 1 for letter in equation.gives[first:])
    return (*named, *(() if equation.left else (1,) * elided))
