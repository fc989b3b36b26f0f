"""Functions of one tensor that keep its shape."""

from __future__ import annotations

from nnspec.inference.ops import dtypes
from nnspec.inference.ops.axes import canonical_axes
from nnspec.inference.ops.dtypes import Change, changed
from nnspec.inference.ops.function_call import FunctionCall
from nnspec.inference.ops.promotion import DEFAULT
from nnspec.inference.tensor import Tensor

_CHANGES: dict[Change, str] = {
    dtypes.counted: "clip square",
    dtypes.floating: (
        "angle arccos arccosh arcsin arcsinh arctan arctanh ceil cos cosh floor log log10 log1p log2 sin sinc sinh"
        " sqrt tan tanh"
    ),
    dtypes.promoted_float: "erfc",
    dtypes.default_for_whole: "exp exp2 expm1 fabs",
    dtypes.wide_for_int64: "cbrt",
    dtypes.angular: "deg2rad i0 rad2deg",
    dtypes.always("bool"): "isfinite isinf isnan isneginf isposinf isreal logical_not signbit",
    dtypes.always(DEFAULT): "polar reciprocal",
    dtypes.always("int32"): "digitize",
}
_CHANGE_OF = {name: change for change, names in _CHANGES.items() for name in names.split()}


def infer_elementwise(call: FunctionCall) -> Tensor:
    """Infer a function that works on each number alone: the shape stays, the dtype changes by the function's kind."""
    tensor = _first(call)
    if call.name == "fabs" and (tensor.dtype or "").startswith("complex"):
        raise call.refuse("takes no complex numbers")
    if call.name == "digitize" and len(call.shape("bins")) > 1:
        raise call.refuse("takes a vector", argument="bins")
    return Tensor(tensor.shape, changed(tensor.dtype, _CHANGE_OF.get(call.name, dtypes.same)))


def infer_along_axes(call: FunctionCall) -> Tensor:
    """Infer a function along axes that keeps the shape, such as `softmax`."""
    tensor, axes = call.tensor("x"), call.get("axis")
    if axes is not None and tensor.shape is not None:
        canonical_axes(axes, len(tensor.shape), call)
    return Tensor(tensor.shape, DEFAULT if call.name == "normalize" else tensor.dtype)


def infer_cast(call: FunctionCall) -> Tensor:
    """Infer a function whose argument `dtype` says what comes out; the tensor's own where it is silent."""
    tensor = call.tensor("x")
    return Tensor(tensor.shape, call.get("dtype") or tensor.dtype)


def infer_of_rank(call: FunctionCall) -> Tensor:
    """Infer `fliplr` and `flipud`, which need axes enough."""
    needed = {"fliplr": 2, "flipud": 1}[call.name]
    call.shape("x", rank=needed)
    return call.tensor("x")


def infer_size(call: FunctionCall) -> Tensor:
    """Infer the number of elements: one whole number."""
    return Tensor((), "int32")


def infer_pair_of_reals(call: FunctionCall) -> Tensor:
    """Infer `view_as_real`: real and imaginary part on a new last axis."""
    return Tensor((*call.shape("x"), 2), DEFAULT)


def _first(call: FunctionCall) -> Tensor:
    found = next(iter(call.bound.values()))
    return found if isinstance(found, Tensor) else found[0]
