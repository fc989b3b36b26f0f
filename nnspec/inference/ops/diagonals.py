"""Functions of the diagonal of two axes."""

from __future__ import annotations

from nnspec.inference.dimension import Dimension, product
from nnspec.inference.ops.axes import canonical_axis, greater, smaller
from nnspec.inference.ops.dtypes import changed, summed
from nnspec.inference.ops.function_call import FunctionCall
from nnspec.inference.tensor import Shape, Tensor


def infer_diag(call: FunctionCall) -> Tensor:
    """Infer `diag`: a matrix of a vector, or a vector of a matrix."""
    shape, offset = call.shape("x"), call.get("k")
    if len(shape) not in (1, 2):
        raise call.refuse("takes a vector or a matrix")
    found: Shape = (shape[0] + abs(offset),) * 2 if len(shape) == 1 else (_diagonal(shape[0], shape[1], offset),)
    return Tensor(found, call.dtype("x"))


def infer_diagflat(call: FunctionCall) -> Tensor:
    """Infer `diagflat`: a matrix with all elements on its diagonal."""
    return Tensor((product(call.shape("x")) + abs(call.get("k")),) * 2, call.dtype("x"))


def infer_diagonal(call: FunctionCall) -> Tensor:
    """Infer `diagonal`: two axes become one, the last."""
    rest, sides = _without_two(call)
    return Tensor((*rest, _diagonal(*sides, call.get("offset"))), call.dtype("x"))


def infer_trace(call: FunctionCall) -> Tensor:
    """Infer `trace`: the sum of the diagonal of two axes."""
    rest, _ = _without_two(call)
    return Tensor(rest, changed(call.dtype("x"), summed))


def infer_vander(call: FunctionCall) -> Tensor:
    """Infer `vander`: powers of a vector on a second axis."""
    shape = call.shape("x")
    if len(shape) != 1:
        raise call.refuse("takes a vector")
    return Tensor((shape[0], call.get("N") or shape[0]), call.dtype("x"))


def _diagonal(height: Dimension, width: Dimension, offset: int) -> Dimension:
    rest = width - offset if offset > 0 else height + offset
    return greater(0, smaller(rest, smaller(height, width)))


def _without_two(call: FunctionCall) -> tuple[Shape, tuple[Dimension, Dimension]]:
    shape = call.shape("x")
    first, second = (canonical_axis(call.get(name), len(shape), call, argument=name) for name in ("axis1", "axis2"))
    if first == second:
        raise call.refuse("needs two different axes", argument="axis2")
    rest = tuple(size for axis, size in enumerate(shape) if axis not in (first, second))
    return rest, (shape[first], shape[second])
