"""Functions that take places out of a tensor, or write into them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nnspec.inference.dimension import UNKNOWN, Dimension, ceil_divide, differ, is_below, is_known, product
from nnspec.inference.ops.axes import as_tuple, broadcast, canonical_axis, greater, is_open, replaced, smaller
from nnspec.inference.ops.function_call import FunctionCall
from nnspec.inference.tensor import Shape, Tensor, text_of
from nnspec.spec.slices import parse_key


def infer_get_item(call: FunctionCall) -> Tensor:
    """Infer a slice in NumPy's notation; a place takes its axis away."""
    shape = call.shape("x")
    try:
        key = parse_key(str(call.get("key")))
    except ValueError as error:
        expected = "numbers, slices, `...` and `newaxis`: `..., 0` or `:, 1:3`"
        raise call.refuse(f"cannot read `{call.get('key')}`", argument="key", expected=expected) from error
    taken = sum(part is not None and part is not Ellipsis for part in key)
    if key.count(Ellipsis) > 1 or taken > len(shape):
        raise call.refuse(f"has too many places for {text_of(shape)}", argument="key")
    return Tensor(_taken(shape, key, len(shape) - taken, call), call.dtype("x"))


def infer_take(call: FunctionCall) -> Tensor:
    """Infer `take`: the axis becomes the shape of the indices."""
    indices, axis = call.shape("indices"), call.get("axis")
    if axis is None:
        return Tensor(indices, call.dtype("x"))
    shape = call.shape("x")
    axis = canonical_axis(axis, len(shape), call)
    return Tensor((*shape[:axis], *indices, *shape[axis + 1 :]), call.dtype("x"))


def infer_take_along_axis(call: FunctionCall) -> Tensor:
    """Infer `take_along_axis`: as many along the axis as there are indices."""
    shape, indices, axis = call.shape("x"), call.shape("indices"), call.get("axis")
    if axis is None:
        shape = (product(shape),)
    if len(shape) != len(indices):
        raise call.refuse("needs indices of as many axes as the tensor")
    axis = 0 if axis is None else canonical_axis(axis, len(shape), call)
    return Tensor(broadcast(replaced(shape, axis, indices[axis]), indices, call), call.dtype("x"))


def infer_slice(call: FunctionCall) -> Tensor:
    """Infer `slice`: a block of the shape that is asked for."""
    wanted = as_tuple(call.get("shape"))
    if len(wanted) != len(call.shape("inputs")):
        raise call.refuse(f"has {len(wanted)} lengths for {len(call.shape('inputs'))} axes", argument="shape")
    starts = call.tensor("start_indices").shape
    if call.get("start_indices") is not None and starts and differ(starts[0], len(wanted)):
        raise call.refuse(f"has {starts[0]} starts for {len(wanted)} axes", argument="start_indices")
    return Tensor(wanted, call.dtype("inputs"))


def infer_update(call: FunctionCall) -> Tensor:
    """Infer `slice_update` and `scatter_update`: the tensor that is written into."""
    return call.tensor("inputs")


def infer_scatter(call: FunctionCall) -> Tensor:
    """Infer `scatter`: values in a tensor of zeros of the shape that is asked for."""
    return Tensor(as_tuple(call.get("shape")), call.dtype("values"))


def infer_top_k(call: FunctionCall) -> tuple[Tensor, ...]:
    """Infer `top_k`: the largest along the last axis, and their places."""
    shape = call.shape("x", rank=1)
    kept = (*shape[:-1], call.get("k"))
    return Tensor(kept, call.dtype("x")), Tensor(kept, "int32")


def infer_membership(call: FunctionCall) -> Tensor:
    """Infer `isin` and `in_top_k`: true or false for each of the first tensor."""
    return Tensor(call.tensor("x1" if call.has("x1") else "targets").shape, "bool")


def infer_search(call: FunctionCall) -> Tensor:
    """Infer `searchsorted`: places in a sorted vector; Keras takes 64 bits where its length is open."""
    sequence = call.shape("sorted_sequence")
    if len(sequence) != 1:
        raise call.refuse("takes a vector", argument="sorted_sequence")
    size = sequence[0]
    dtype = "int32" if isinstance(size, int) else "int64" if is_open(size) else None
    return Tensor(call.tensor("values").shape, dtype)


def infer_unique(call: FunctionCall) -> tuple[Tensor, ...]:
    """Infer `unique`: values, and where asked for their first places, everyone's place and counts."""
    shape, axis = call.shape("x"), call.get("axis")
    size: Dimension = call.get("size") or UNKNOWN
    axis = None if axis is None else canonical_axis(axis, len(shape), call)
    found = [Tensor((size,) if axis is None else replaced(shape, axis, size), call.dtype("x"))]
    if call.get("return_index"):
        found.append(Tensor((size,), "int32"))
    if call.get("return_inverse"):
        found.append(Tensor(shape if axis is None else (shape[axis],), "int32"))
    if call.get("return_counts"):
        found.append(Tensor((size,), "int32"))
    return tuple(found)


def infer_nonzero(call: FunctionCall) -> tuple[Tensor, ...]:
    """Infer `nonzero`: a vector of places for each axis, whose length depends on the numbers."""
    return (Tensor((UNKNOWN,), "int32"),) * len(call.shape("x"))


def infer_unravel_index(call: FunctionCall) -> tuple[Tensor, ...]:
    """Infer `unravel_index`: the indices once for each axis."""
    return (call.tensor("indices"),) * len(call.get("shape"))


def infer_select(call: FunctionCall) -> Tensor:
    """Infer `select`: as the first choice."""
    return call.tensor("choicelist")


def _taken(shape: Shape, key: Sequence[Any], left: int, call: FunctionCall) -> Shape:
    """Go through the parts of a key; `...` stands for the axes that are left."""
    sizes, found = iter(shape), list[Dimension]()
    for part in key if Ellipsis in key else (*key, Ellipsis):
        if part is Ellipsis:
            found += [next(sizes) for _ in range(left)]
        elif part is None:
            found.append(1)
        elif isinstance(part, slice):
            found.append(_sliced(next(sizes), part, call))
        else:
            _check_place(part, next(sizes), shape, call)
    return tuple(found)


def _check_place(place: int, size: Dimension, shape: Shape, call: FunctionCall) -> None:
    needed = place + 1 if place >= 0 else -place
    if is_below(size, needed) and not is_open(size):
        raise call.refuse(f"takes place {place} of {text_of(shape)}, which is outside", argument="key")


def _sliced(size: Dimension, part: slice, call: FunctionCall) -> Dimension:
    """Count what a slice leaves; unknown where it depends on the symbols of the length."""
    step = 1 if part.step is None else part.step
    if step == 0:
        raise call.refuse("takes steps of 0", argument="key")
    if isinstance(size, int):
        return len(range(*part.indices(size)))
    if step < 0:
        return ceil_divide(size, -step) if part.start is None and part.stop is None else UNKNOWN
    start, stop = _place(part.start, size, 0), _place(part.stop, size, size)
    length = stop - start
    if not is_known(length) or is_below(length, 0):
        return 0 if is_known(length) else UNKNOWN
    return ceil_divide(length, step) if is_below(-1, length) else UNKNOWN


def _place(place: int | None, size: Dimension, default: Dimension) -> Dimension:
    """Give the end of a slice within the axis; unknown where it may stand outside of it."""
    if place is None:
        return default
    return smaller(place, size) if place >= 0 else greater(size + place, 0)
