"""Functions that join several tensors, or split one."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from nnspec.inference.dimension import Dimension, differ, is_below, product, total
from nnspec.inference.ops.axes import as_tuple, canonical_axis, is_open, replaced
from nnspec.inference.ops.function_call import FunctionCall, UndecidedError, known_shape
from nnspec.inference.ops.promotion import promote
from nnspec.inference.tensor import Shape, Tensor, text_of

_AXES = {"hsplit": 1, "vsplit": 0, "dsplit": 2}
_RANKS = {"hsplit": 1, "vsplit": 2, "dsplit": 3}


def infer_concatenate(call: FunctionCall) -> Tensor:
    """Infer `concatenate`: lengths add up along one axis."""
    shapes = _shapes(call)
    axis = canonical_axis(call.get("axis"), len(shapes[0]), call)
    return Tensor(_joined(shapes, axis, call), _dtype(call))


def infer_stack_along(call: FunctionCall) -> Tensor:
    """Infer `hstack`, `vstack` and `dstack`, which join along the second, first and third axis."""
    shapes, axis = _shapes(call), {"hstack": 1, "vstack": 0, "dstack": 2}[call.name]
    if call.name == "dstack":
        shapes = [_three_axes(shape) for shape in shapes]
    if len(shapes[0]) <= axis:
        raise call.refuse(f"needs {axis + 1} axes")
    return Tensor(_joined(shapes, axis, call), _dtype(call))


def infer_stack(call: FunctionCall) -> Tensor:
    """Infer `stack`: tensors of one shape on a new axis."""
    shapes = _shapes(call)
    axis = canonical_axis(call.get("axis"), len(shapes[0]) + 1, call)
    shape = _agreed(shapes, call)
    return Tensor((*shape[:axis], len(shapes), *shape[axis:]), _dtype(call))


def infer_append(call: FunctionCall) -> Tensor:
    """Infer `append`: one tensor behind the other, flattened where no axis is given."""
    shapes, axis = [call.shape("x1"), call.shape("x2")], call.get("axis")
    if call.is_number("x1") or call.is_number("x2"):
        raise call.refuse("takes no plain number")
    dtype = promote(call.dtype("x1"), call.dtype("x2"))
    if axis is None:
        return Tensor((total(map(product, shapes)),), dtype)
    shape = _joined(shapes, canonical_axis(axis, len(shapes[0]), call), call)
    if is_open(shape[axis]):
        raise call.refuse("cannot append along the batch", argument="axis")
    return Tensor(shape, dtype)


def infer_split(call: FunctionCall) -> tuple[Tensor, ...]:
    """Infer `split` and its kin: equal parts, or parts that begin at given places."""
    shape = call.shape("x", rank=_RANKS.get(call.name, 1))
    axis = min(_AXES[call.name], len(shape) - 1) if call.name in _AXES else call.get("axis")
    axis = canonical_axis(axis, len(shape), call)
    sections = call.get("indices_or_sections")
    sizes = _equal(shape[axis], sections, call) if isinstance(sections, int) else _between(shape[axis], sections, call)
    return tuple(Tensor(replaced(shape, axis, size), call.dtype("x")) for size in sizes)


def infer_array_split(call: FunctionCall) -> tuple[Tensor, ...]:
    """Infer `array_split`: parts that differ by 1 at most; the first are the longer ones."""
    shape, count = call.shape("x"), call.get("indices_or_sections")
    if not isinstance(count, int):
        raise call.refuse("takes a number of parts", argument="indices_or_sections")
    axis = call.get("axis") + (len(shape) if call.get("axis") < 0 else 0)
    if axis < 0:
        raise UndecidedError
    axis = canonical_axis(axis, len(shape), call)
    sizes = ((shape[axis] + count - 1 - i) // count for i in range(count))
    return tuple(Tensor(replaced(shape, axis, size), call.dtype("x")) for size in sizes)


def infer_unstack(call: FunctionCall) -> tuple[Tensor, ...] | None:
    """Infer `unstack`: one tensor per place on an axis."""
    shape = call.shape("x")
    axis = canonical_axis(call.get("axis"), len(shape), call)
    count = call.get("num") or shape[axis]
    if is_open(count):
        raise call.refuse("cannot take the batch apart", argument="axis")
    if not isinstance(count, int):
        return None
    return (Tensor((*shape[:axis], *shape[axis + 1 :]), call.dtype("x")),) * count


def infer_meshgrid(call: FunctionCall) -> tuple[Tensor, ...]:
    """Infer `meshgrid`: as many grids as there are tensors; Keras gives all the last one's dtype, or floats."""
    tensors = call.tensors("x")
    sizes = [product(known_shape(tensor)) for tensor in tensors]
    if call.get("indexing") == "ij":
        return (Tensor(tuple(sizes), "float32"),) * len(tensors)
    sizes[:2] = sizes[1::-1]
    return (Tensor(tuple(sizes), tensors[-1].dtype),) * len(tensors)


def _shapes(call: FunctionCall) -> list[Shape]:
    (name,) = call.bound
    return [known_shape(tensor) for tensor in call.tensors(name)]


def _dtype(call: FunctionCall) -> str | None:
    (name,) = call.bound
    return promote(*(tensor.dtype for tensor in call.tensors(name)))


def _three_axes(shape: Shape) -> Shape:
    if len(shape) < 2:
        return (1, *(shape or (1,)), 1)
    return (*shape, 1) if len(shape) == 2 else shape


def _joined(shapes: list[Shape], axis: int, call: FunctionCall) -> Shape:
    length = total(shape[axis] for shape in shapes if axis < len(shape))
    return replaced(_agreed(shapes, call, besides=axis), axis, length)


def _agreed(shapes: list[Shape], call: FunctionCall, *, besides: int | None = None) -> Shape:
    """Take the first shape; the others are the same but for one axis."""
    for shape in shapes[1:]:
        if len(shape) != len(shapes[0]) or _clashes(shapes[0], shape, besides):
            raise call.refuse(f"cannot join {text_of(shapes[0])} and {text_of(shape)}")
    return shapes[0]


def _clashes(first: Shape, second: Shape, besides: int | None) -> bool:
    pairs: Iterable[tuple[Dimension, Dimension]] = zip(first, second, strict=True)
    return any(differ(a, b) for axis, (a, b) in enumerate(pairs) if axis != besides)


def _equal(size: Dimension, count: int, call: FunctionCall) -> list[Dimension]:
    if differ(size % count, 0):
        raise call.refuse(f"cannot make {count} equal parts of {size}", argument="indices_or_sections")
    return [size // count] * count


def _between(size: Dimension, places: Any, call: FunctionCall) -> list[Dimension]:
    ends: list[Dimension] = [0, *as_tuple(places), size]
    if any(is_below(end, start) for start, end in pairwise(ends)):
        found = ", ".join(map(str, as_tuple(places)))
        expected = f"rising places up to {size}"
        raise call.refuse(f"cannot split {size} at {found}", argument="indices_or_sections", expected=expected)
    return [end - start for start, end in pairwise(ends)]
