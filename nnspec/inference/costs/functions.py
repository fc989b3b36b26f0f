"""A function of `keras.ops`, its tensors -> the floating-point operations of one call; unknown where not certain."""

from __future__ import annotations

from nnspec.inference.costs.work import one_example, size_of
from nnspec.inference.dimension import UNKNOWN, Dimension, product
from nnspec.inference.ops.function_call import FunctionCall
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
        *("flip", "get_item", "leaky_relu", "max", "min", "moveaxis", "ones_like", "pad", "relu", "relu6"),
        *("repeat", "reshape", "roll", "sigmoid", "sign", "sin", "softplus", "split", "sqrt", "squeeze"),
        *("stack", "stop_gradient", "swapaxes", "take", "tanh", "tile", "transpose", "unstack", "where", "zeros_like"),
    }
)

COUNTED = _ARITHMETIC | _REDUCTIONS | _PER_NUMBER.keys() | _FREE | {"matmul", "dot", "einsum"}


def function_flops(call: FunctionCall, outputs: tuple[Tensor, ...]) -> Dimension:
    """Count the operations of a function for one example.

    Args:
        call: with its tensors by argument; a number or list of the spec may stand for one.
        outputs: the tensors that it gives.
    """
    if call.name in _FREE:
        return 0
    inputs = tuple(tensor for name in call.bound for tensor in call.tensors(name))
    if not inputs or not outputs:
        return UNKNOWN
    taken, given = one_example(inputs[0]), one_example(outputs[0])
    if call.name in _ARITHMETIC:
        return size_of(given)
    if call.name in _REDUCTIONS:
        return size_of(taken)
    if call.name in _PER_NUMBER:
        return _PER_NUMBER[call.name] * size_of(taken)
    if call.name in ("matmul", "dot"):
        return _product(taken, one_example(inputs[-1]), given)
    if call.name == "einsum":
        return _einsum(str(call.get("subscripts")), inputs)
    return UNKNOWN


def _product(first: Shape | None, second: Shape | None, given: Shape | None) -> Dimension:
    """Count a product of matrices: each number is a sum over the last axis of the first; a plain number scales."""
    if first is None or second is None:
        return UNKNOWN
    return 2 * first[-1] * size_of(given) if first and second else size_of(given)


def _einsum(subscripts: str, inputs: tuple[Tensor, ...]) -> Dimension:
    terms = subscripts.replace(" ", "").partition("->")[0].split(",")
    shapes = [shape for shape in map(one_example, inputs) if shape is not None]
    if "." in subscripts or list(map(len, terms)) != list(map(len, shapes)):
        return UNKNOWN
    lengths = {
        letter: n for term, shape in zip(terms, shapes, strict=True) for letter, n in zip(term, shape, strict=True)
    }
    return 2 * product(lengths.values())
