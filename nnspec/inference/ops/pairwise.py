"""Functions of two tensors, number by number, after broadcasting."""

from __future__ import annotations

from nnspec.inference.ops import dtypes
from nnspec.inference.ops.axes import broadcast
from nnspec.inference.ops.dtypes import changed
from nnspec.inference.ops.function_call import FunctionCall, UndecidedError
from nnspec.inference.ops.promotion import DEFAULT, WEAK_FLOAT, promote, strong
from nnspec.inference.tensor import Shape, Tensor

_STRONG = frozenset({"gcd", "lcm", "ldexp", "nextafter"})
_WITH_FLOAT = frozenset({"divide", "divide_no_nan", "ldexp", "logaddexp", "logaddexp2", "nextafter", "true_divide"})
_COUNTED = frozenset({"fmod", "mod"})


def infer_pairwise(call: FunctionCall) -> Tensor:
    """Infer arithmetic on two tensors: the broadcast shape, the promoted dtype."""
    first, second = call.dtype("x1"), call.dtype("x2")
    if call.name in _STRONG:
        first, second = strong(first), strong(second)
    dtype = promote(first, second, WEAK_FLOAT) if call.name in _WITH_FLOAT else promote(first, second)
    return Tensor(_shape(call), changed(dtype, dtypes.counted) if call.name in _COUNTED else dtype)


def infer_comparison(call: FunctionCall) -> Tensor:
    """Infer a comparison or a logical function: the broadcast shape, true or false."""
    return Tensor(_shape(call), "bool")


def infer_angle_of_two(call: FunctionCall) -> Tensor:
    """Infer `arctan2`, for which a number has the default float."""
    first, second = (DEFAULT if call.is_number(name) else call.dtype(name) for name in ("x1", "x2"))
    return Tensor(_shape(call), promote(first, second, WEAK_FLOAT))


def infer_of_tensors(call: FunctionCall) -> Tensor:
    """Infer `heaviside` and `hypot`, which take no plain number."""
    for name in ("x1", "x2"):
        _need_tensor(call, name)
    dtype = promote(call.dtype("x1"), call.dtype("x2"))
    whole = dtype is not None and dtype != "bool"
    return Tensor(_shape(call), changed(dtype, dtypes.wide_for_int64) if whole else dtype)


def infer_bitwise(call: FunctionCall) -> Tensor:
    """Infer a function on bits, which has the first tensor's shape; a shift takes a plain number, the others do not."""
    shifts = call.name.endswith("shift")
    if shifts and isinstance(call.get("y"), int):
        return call.tensor("x")
    _need_tensor(call, "y")
    return Tensor(call.tensor("x").shape, promote(call.dtype("x"), call.dtype("y")))


def infer_where(call: FunctionCall) -> Tensor:
    """Infer `where`: three shapes broadcast; without values it gives whole numbers."""
    shape = call.shape("condition")
    for name in ("x1", "x2"):
        shape = broadcast(shape, call.shape(name), call) if call.has(name) else shape
    return Tensor(shape, promote(*(call.dtype(name) if call.has(name) else "int64" for name in ("x1", "x2"))))


def _shape(call: FunctionCall) -> Shape | None:
    try:
        return broadcast(call.shape("x1"), call.shape("x2"), call)
    except UndecidedError:
        return None


def _need_tensor(call: FunctionCall, name: str) -> None:
    if call.is_number(name):
        raise call.refuse(f"takes no plain number as `{name}`", argument=name, expected="a tensor or a list of numbers")
