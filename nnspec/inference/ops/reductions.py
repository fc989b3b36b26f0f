"""Functions that take axes out of a tensor: sums, means, extremes, quantiles, norms."""

from __future__ import annotations

from nnspec.inference.dimension import UNKNOWN, differ, product
from nnspec.inference.ops import dtypes
from nnspec.inference.ops.axes import as_tuple, canonical_axis, reduced
from nnspec.inference.ops.dtypes import Change, changed
from nnspec.inference.ops.function_call import FunctionCall
from nnspec.inference.ops.promotion import DEFAULT, WEAK_FLOAT, promote
from nnspec.inference.tensor import Shape, Tensor, text_of

_CHANGES: dict[Change, str] = {
    dtypes.always("bool"): "all any",
    dtypes.always("int32"): "argmax argmin count_nonzero nanargmax nanargmin",
    dtypes.always(DEFAULT): "logsumexp",
    dtypes.averaged: "mean",
    dtypes.floating: "median nanquantile quantile",
    dtypes.promoted_float: "nanmean nanmedian nanstd nanvar var",
    dtypes.default_for_whole: "norm std",
    dtypes.summed: "nanprod prod",
    dtypes.summed_canonical: "nansum sum",
    dtypes.canonical: "nanmax nanmin",
    dtypes.default_unless_float: "percentile",
    dtypes.floating_unless_whole: "nanpercentile",
}
_CHANGE_OF = {name: change for change, names in _CHANGES.items() for name in names.split()}
_MATRIX_ORDERS = (None, "fro", "nuc", 1, -1, 2, -2)


def infer_reduction(call: FunctionCall) -> Tensor:
    """Infer a function that makes one number of all along its axes."""
    shape = reduced(call.shape("x"), call.get("axis"), call, keepdims=bool(call.get("keepdims")))
    return Tensor(shape, call.get("dtype") or _dtype(call))


def infer_quantile(call: FunctionCall) -> Tensor:
    """Infer quantiles: several of them stand on a new first axis."""
    reduction = infer_reduction(call)
    several = call.get("q")
    is_list = isinstance(several, list | tuple)
    if reduction.shape is None or not is_list or (len(several) == 1 and call.name.endswith("quantile")):
        return reduction
    return Tensor((len(several), *reduction.shape), reduction.dtype)


def infer_norm(call: FunctionCall) -> Tensor:
    """Infer a norm of vectors or matrices."""
    axes, order = call.get("axis"), call.get("ord")
    count = len(call.shape("x")) if axes is None else len(as_tuple(axes))
    if (count == 1 and isinstance(order, str)) or (count == 2 and order not in _MATRIX_ORDERS):
        raise call.refuse(f"knows no norm `{order}` of {'vectors' if count == 1 else 'matrices'}", argument="ord")
    return infer_reduction(call)


def infer_average(call: FunctionCall) -> Tensor:
    """Infer a weighted mean; weights are as the tensor, or as its axis."""
    shape, axis = call.shape("x"), call.get("axis")
    weights = call.shape("weights") if call.has("weights") else None
    if isinstance(axis, list | tuple):
        raise call.refuse("takes one axis", argument="axis")
    if weights is not None:
        allowed = [shape] if axis is None else [shape, (shape[canonical_axis(axis, len(shape), call)],)]
        if all(len(weights) != len(one) or any(map(differ, weights, one)) for one in allowed):
            raise call.refuse(f"cannot weigh {text_of(shape)} with {text_of(weights)}")
    kinds = [call.dtype("weights")] if weights is not None else []
    return Tensor(reduced(shape, axis, call), promote(call.dtype("x"), WEAK_FLOAT, *kinds))


def infer_moments(call: FunctionCall) -> tuple[Tensor, ...]:
    """Infer mean and variance, both in the tensor's dtype."""
    axes, keep = call.get("axes"), bool(call.get("keepdims"))
    shape = reduced(call.shape("x"), axes, call, keepdims=keep, argument="axes")
    return (Tensor(shape, call.dtype("x")),) * 2


def infer_cumulative(call: FunctionCall) -> Tensor:
    """Infer running sums and products, which keep the shape; over all axes they are one vector."""
    axis, shape = call.get("axis"), call.shape("x")
    dtype = changed(call.get("dtype") or call.dtype("x"), dtypes.counted)
    return Tensor(_kept_or_flat(shape, axis, call, checked=not call.name.startswith("nan")), dtype)


def infer_sorted(call: FunctionCall) -> Tensor:
    """Infer `sort` and `argsort`, which keep the shape; over all axes they give one vector."""
    dtype = "int32" if call.name == "argsort" else call.dtype("x")
    return Tensor(_kept_or_flat(call.shape("x"), call.get("axis"), call), dtype)


def infer_all_close(call: FunctionCall) -> Tensor:
    """Infer one answer about two tensors."""
    return Tensor((), "bool")


def infer_signal_to_noise(call: FunctionCall) -> Tensor:
    """Infer `psnr`: one number of two tensors of one rank."""
    if call.is_number("x1") or call.is_number("x2") or len(call.shape("x1")) != len(call.shape("x2")):
        raise call.refuse("takes two tensors of as many axes")
    return Tensor((), DEFAULT)


def infer_integral(call: FunctionCall) -> Tensor:
    """Infer the trapezoidal rule along one axis."""
    shape = call.shape("y")
    kept = reduced(shape, call.get("axis") % len(shape), call) if shape else shape
    return Tensor(kept, changed(call.dtype("y"), dtypes.promoted_float))


def infer_counts(call: FunctionCall) -> Tensor:
    """Infer `bincount`: how many there are depends on the numbers."""
    return Tensor((*call.shape("x")[:-1], UNKNOWN), "int32")


def _dtype(call: FunctionCall) -> str | None:
    return changed(call.dtype("x"), _CHANGE_OF.get(call.name, dtypes.same))


def _kept_or_flat(shape: Shape, axis: int | None, call: FunctionCall, *, checked: bool = True) -> Shape:
    if axis is None:
        return (product(shape),)
    if checked:
        canonical_axis(axis, len(shape), call)
    return shape
