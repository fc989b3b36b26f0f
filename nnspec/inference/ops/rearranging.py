"""Functions that move, add, drop or resize axes of one tensor."""

from __future__ import annotations

from nnspec.inference.dimension import UNKNOWN, Dimension, differ, is_known, product, total
from nnspec.inference.dtype_sizes import BYTES
from nnspec.inference.ops.axes import as_tuple, broadcast, canonical_axes, canonical_axis, is_open, replaced
from nnspec.inference.ops.function_call import FunctionCall
from nnspec.inference.tensor import Shape, Tensor, text_of


def infer_reshape(call: FunctionCall) -> Tensor:
    """Infer `reshape`: -1 is what is left of the elements."""
    shape, wanted = call.shape("x"), as_tuple(call.get("newshape"))
    size, given = product(shape), product(length for length in wanted if length != -1)
    if wanted.count(-1) > 1:
        raise call.refuse("leaves open more than one length", argument="newshape")
    uneven = differ(size % given, 0) if -1 in wanted else differ(size, given)
    if uneven:
        raise call.refuse(f"cannot make {text_of(wanted)} of {text_of(shape)}", argument="newshape")
    return Tensor(tuple(size // given if length == -1 else length for length in wanted), call.dtype("x"))


def infer_ravel(call: FunctionCall) -> Tensor:
    """Infer `ravel`: all elements on one axis."""
    return Tensor((product(call.shape("x")),), call.dtype("x"))


def infer_transpose(call: FunctionCall) -> Tensor:
    """Infer `transpose`: the axes in another order, or the other way round."""
    shape, axes = call.shape("x"), call.get("axes")
    if axes is None:
        return Tensor(shape[::-1], call.dtype("x"))
    order = canonical_axes(axes, len(shape), call, argument="axes")
    if sorted(order) != list(range(len(shape))):
        message = f"needs each of the {len(shape)} axes once"
        raise call.refuse(message, argument="axes", expected=text_of(tuple(range(len(shape)))))
    return Tensor(tuple(shape[axis] for axis in order), call.dtype("x"))


def infer_swapaxes(call: FunctionCall) -> Tensor:
    """Infer `swapaxes`: two axes change places."""
    shape = call.shape("x")
    first, second = (canonical_axis(call.get(name), len(shape), call, argument=name) for name in ("axis1", "axis2"))
    return Tensor(_swapped(shape, first, second), call.dtype("x"))


def infer_rot90(call: FunctionCall) -> Tensor:
    """Infer `rot90`, which Keras takes for a quarter turn whatever `k` says."""
    shape, axes = call.shape("array"), as_tuple(call.get("axes"))
    if len(shape) < 2 or len(axes) != 2 or axes[0] == axes[1]:
        raise call.refuse("turns within two different axes", argument="axes")
    first, second = canonical_axes(axes, len(shape), call, argument="axes")
    return Tensor(_swapped(shape, first, second), call.dtype("array"))


def infer_moveaxis(call: FunctionCall) -> Tensor:
    """Infer `moveaxis`: the axes that are not named keep their order."""
    shape, rank = call.shape("x"), len(call.shape("x"))
    sources = canonical_axes(call.get("source"), rank, call, argument="source")
    targets = canonical_axes(call.get("destination"), rank, call, argument="destination")
    if len(sources) != len(targets):
        raise call.refuse("needs as many destinations as sources", argument="destination")
    moved = dict(zip(targets, sources, strict=True))
    others = iter(axis for axis in range(rank) if axis not in sources)
    order = [moved[axis] if axis in moved else next(others, 0) for axis in range(rank)]
    return Tensor(tuple(shape[axis] for axis in order), call.dtype("x"))


def infer_expand_dims(call: FunctionCall) -> Tensor:
    """Infer `expand_dims`: new axes of length 1."""
    shape, axes = call.shape("x"), as_tuple(call.get("axis"))
    rank = len(shape) + len(axes)
    added = canonical_axes(axes, rank, call)
    if len(set(added)) < len(added):
        raise call.refuse("names an axis twice", argument="axis")
    rest = iter(shape)
    return Tensor(tuple(1 if axis in added else next(rest, 1) for axis in range(rank)), call.dtype("x"))


def infer_squeeze(call: FunctionCall) -> Tensor:
    """Infer `squeeze`: axes of length 1 go; the batch axis never does."""
    shape, axes = call.shape("x"), call.get("axis")
    if axes is None:
        kept = tuple(size for size in shape if size != 1)
        return Tensor(kept if all(map(is_known, shape)) else None, call.dtype("x"))
    found = canonical_axes(axes, len(shape), call)
    for axis in found:
        if differ(shape[axis], 1) or is_open(shape[axis]):
            message = f"cannot drop axis {axis} of {text_of(shape)}, whose length is not 1"
            raise call.refuse(message, argument="axis")
    return Tensor(tuple(size for axis, size in enumerate(shape) if axis not in found), call.dtype("x"))


def infer_broadcast_to(call: FunctionCall) -> Tensor:
    """Infer `broadcast_to`: the shape that is asked for."""
    shape = call.get("shape")
    broadcast(call.shape("x"), shape, call)
    return Tensor(shape, call.dtype("x"))


def infer_tile(call: FunctionCall) -> Tensor:
    """Infer `tile`: each axis several times its length, counted from the last axis."""
    shape, repeats = call.shape("x"), as_tuple(call.get("repeats"))
    rank = max(len(shape), len(repeats))
    lengths = (1,) * (rank - len(shape)) + shape
    times = (1,) * (rank - len(repeats)) + repeats
    return Tensor(tuple(size * count for size, count in zip(lengths, times, strict=True)), call.dtype("x"))


def infer_repeat(call: FunctionCall) -> Tensor:
    """Infer `repeat`: every element several times, all alike or each its own."""
    shape, repeats, axis = call.shape("x"), as_tuple(call.get("repeats")), call.get("axis")
    if axis is None:
        return Tensor((_repeated(product(shape), repeats, call),), call.dtype("x"))
    axis = canonical_axis(axis, len(shape), call)
    return Tensor(replaced(shape, axis, _repeated(shape[axis], repeats, call)), call.dtype("x"))


def infer_pad(call: FunctionCall) -> Tensor:
    """Infer `pad`: before and after each axis."""
    shape, width = call.shape("x"), call.get("pad_width")
    if isinstance(width, int):
        width = ((width, width),)
    elif isinstance(width[0], int):
        width = (width,)
    if len(width) not in (1, len(shape)):
        message = f"has widths for {len(width)} axes and gets {len(shape)}"
        raise call.refuse(message, argument="pad_width")
    pairs = width * len(shape) if len(width) == 1 else width
    lengths = (size + before + after for size, (before, after) in zip(shape, pairs, strict=True))
    return Tensor(tuple(lengths), call.dtype("x"))


def infer_diff(call: FunctionCall) -> Tensor:
    """Infer `diff`: each difference takes one from the axis."""
    shape, count = call.shape("a"), call.get("n")
    axis = canonical_axis(call.get("axis"), len(shape), call)
    size = shape[axis]
    left: Dimension = max(size - count, 0) if isinstance(size, int) else size - count if count == 1 else UNKNOWN
    return Tensor(replaced(shape, axis, left), call.dtype("a"))


def infer_view(call: FunctionCall) -> Tensor:
    """Infer `view`: the same bytes under another dtype; the last axis changes with the size of a number."""
    shape, old = call.shape("x"), call.dtype("x")
    new = call.get("dtype") or old
    if old not in BYTES or new not in BYTES:
        return Tensor(None, new)
    if BYTES[old] == BYTES[new]:
        return Tensor(shape, new)
    if not shape or differ(shape[-1] * BYTES[old] % BYTES[new], 0):
        raise call.refuse(f"cannot see {text_of(shape)} as `{new}`", argument="dtype")
    return Tensor((*shape[:-1], shape[-1] * BYTES[old] // BYTES[new]), new)


def _swapped(shape: Shape, first: int, second: int) -> Shape:
    return replaced(replaced(shape, first, shape[second]), second, shape[first])


def _repeated(size: Dimension, repeats: tuple[int, ...], call: FunctionCall) -> Dimension:
    if len(repeats) == 1:
        return size * repeats[0]
    if differ(size, len(repeats)):
        raise call.refuse(f"has {len(repeats)} counts for {size} elements", argument="repeats")
    return total(repeats)
