"""A function of `keras.ops`, its tensors -> the floating-point operations of one call; unknown where not certain."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nnspec.inference.costs.work import one_example
from nnspec.inference.dimension import UNKNOWN, Dimension, product
from nnspec.inference.tensor import Shape, Tensor

# One operation per number of the result.
_ARITHMETIC = frozenset(
    {
        *("add", "divide", "equal", "greater", "greater_equal", "less", "less_equal", "maximum", "minimum"),
        *("multiply", "negative", "not_equal", "power", "reciprocal", "rsqrt", "square", "subtract", "true_divide"),
        *("log", "silu", "swish"),
    }
)
# One operation per number that goes in.
_REDUCTIONS = frozenset({"mean", "sum", "argmax", "argmin"})
_PER_NUMBER = {"softmax": 5, "gelu": 4, "hard_sigmoid": 2, "hard_silu": 3, "var": 3, "std": 3}
# Copies, and functions that the profiler keeps no statistics of.
_FREE = frozenset(
    {
        *("abs", "absolute", "broadcast_to", "cast", "clip", "concatenate", "copy", "cos", "elu", "exp", "expand_dims"),
        *("flip", "get_item", "identity", "leaky_relu", "max", "min", "moveaxis", "ones_like", "pad", "relu", "relu6"),
        *("repeat", "reshape", "roll", "shape", "sigmoid", "sign", "sin", "softplus", "split", "sqrt", "squeeze"),
        *("stack", "stop_gradient", "swapaxes", "take", "tanh", "tile", "transpose", "unstack", "where", "zeros_like"),
    }
)


def function_flops(
    function: str, arguments: Mapping[str, Any], inputs: tuple[Tensor, ...], outputs: tuple[Tensor, ...]
) -> Dimension:
    """Count the operations of a function for one example.

    Args:
        function: its name in `keras.ops`, such as `mean` or `nn.relu`.
        arguments: all that is no tensor.
        inputs: the tensors that it takes.
        outputs: those that it gives.
    """
    name = function.rpartition(".")[2]
    if name in _FREE:
        return 0
    if not inputs or not outputs:
        return UNKNOWN
    taken, given = one_example(inputs[0]), one_example(outputs[0])
    if name in _ARITHMETIC:
        return _size(given)
    if name in _REDUCTIONS:
        return _size(taken)
    if name in _PER_NUMBER:
        return _PER_NUMBER[name] * _size(taken)
    if name in ("matmul", "dot"):
        return UNKNOWN if taken is None else 2 * taken[-1] * _size(given)
    if name == "einsum":
        return _einsum(str(arguments.get("subscripts", "")), inputs)
    return UNKNOWN


def _einsum(subscripts: str, inputs: tuple[Tensor, ...]) -> Dimension:
    terms = subscripts.replace(" ", "").partition("->")[0].split(",")
    shapes = [one_example(tensor) for tensor in inputs]
    if "." in subscripts or len(terms) != len(shapes) or any(shape is None for shape in shapes):
        return UNKNOWN
    lengths = {
        letter: n
        for term, shape in zip(terms, shapes, strict=True)
        for letter, n in zip(term, shape or (), strict=False)
    }
    return 2 * product(lengths.values())


def _size(shape: Shape | None) -> Dimension:
    return UNKNOWN if shape is None else product(shape)
