"""Products of tensors: dot products, matrix products, `einsum`, distances."""

from __future__ import annotations

from nnspec.inference.dimension import Dimension, differ, product
from nnspec.inference.ops.axes import broadcast, canonical_axis, greater, is_open, smaller
from nnspec.inference.ops.function_call import FunctionCall, UndecidedError, known_shape
from nnspec.inference.ops.promotion import WEAK_FLOAT, promote, strong
from nnspec.inference.tensor import Shape, Tensor, text_of


def infer_matmul(call: FunctionCall) -> Tensor:
    """Infer a matrix product: (..., n, k) by (..., k, m) is (..., n, m); vectors lose their axis again."""
    first, second = call.shape("x1"), call.shape("x2")
    if not (first and second):
        raise call.refuse("takes no plain numbers")
    left = (1, *first) if len(first) == 1 else first
    right = (*second, 1) if len(second) == 1 else second
    if differ(left[-1], right[-2]):
        raise call.refuse(f"cannot multiply {text_of(first)} by {text_of(second)}")
    shape = broadcast(left[:-2], right[:-2], call)
    shape += () if len(first) == 1 else (left[-2],)
    shape += () if len(second) == 1 else (right[-1],)
    dtypes = strong(call.dtype("x1")), strong(call.dtype("x2"))
    return Tensor(shape, "int32" if dtypes == ("int8", "int8") else promote(*dtypes))


def infer_dot(call: FunctionCall) -> Tensor:
    """Infer a dot product: the last axis of the first by the last but one of the second."""
    first, second, dtype = call.shape("x1"), call.shape("x2"), _dtype(call)
    if not (first and second):
        return Tensor(first or second, dtype)
    if len(first) == len(second) == 1:
        return Tensor((), dtype)
    place = len(second) - (1 if len(second) == 1 else 2)
    if differ(first[-1], second[place]):
        raise call.refuse(f"cannot multiply {text_of(first)} by {text_of(second)}")
    return Tensor((*first[:-1], *second[:place], *second[place + 1 :]), dtype)


def infer_inner(call: FunctionCall) -> Tensor:
    """Infer an inner product over both last axes."""
    first, second = call.shape("x1"), call.shape("x2")
    if first and second and differ(first[-1], second[-1]):
        raise call.refuse(f"cannot multiply {text_of(first)} by {text_of(second)}")
    return Tensor((first[:-1] + second[:-1]) if first and second else first or second, _dtype(call))


def infer_outer(call: FunctionCall) -> Tensor:
    """Infer an outer product of all elements."""
    return Tensor((product(call.shape("x1")), product(call.shape("x2"))), _dtype(call))


def infer_vdot(call: FunctionCall) -> Tensor:
    """Infer a dot product of all elements: one number."""
    return Tensor((), _dtype(call))


def infer_kron(call: FunctionCall) -> Tensor:
    """Infer a Kronecker product: lengths multiply."""
    shape = tuple(a * b for a, b in zip(call.shape("x1"), call.shape("x2"), strict=False))
    return Tensor(shape, promote(strong(call.dtype("x1")), strong(call.dtype("x2"))))


def infer_tensordot(call: FunctionCall) -> Tensor:
    """Infer a product over the last axes of the first tensor and the first of the second."""
    first, second, count = call.shape("x1"), call.shape("x2"), max(call.get("axes"), 0)
    return Tensor(first[: len(first) - min(count, len(first))] + second[count:], _dtype(call))


def infer_cross(call: FunctionCall) -> Tensor:
    """Infer a cross product of vectors of 2 or 3 numbers along an axis."""
    first, second, axis = call.shape("x1"), call.shape("x2"), call.get("axis")
    places = [call.get(name) if axis is None else axis for name in ("axisa", "axisb", "axisc")]
    left = canonical_axis(places[0], len(first), call)
    right = canonical_axis(places[1], len(second), call)
    lengths = first[left], second[right]
    if any(map(is_open, lengths)):
        raise UndecidedError
    if any(isinstance(length, int) and length not in (2, 3) for length in lengths):
        raise call.refuse(f"needs vectors of 2 or 3 numbers, received {lengths[0]} and {lengths[1]}")
    shape = broadcast(first[:left] + first[left + 1 :], second[:right] + second[right + 1 :], call)
    vector = (3,) if 3 in lengths else ()
    place = canonical_axis(places[2], len(shape) + len(vector), call)
    return Tensor((*shape[:place], *vector, *shape[place:]), _dtype(call))


def infer_correlate(call: FunctionCall) -> Tensor:
    """Infer the correlation of two vectors, whose lengths Keras must know."""
    first, second = call.shape("x1"), call.shape("x2")
    if len(first) != 1 or len(second) != 1:
        raise call.refuse("takes two vectors")
    if is_open(first[0]) or is_open(second[0]):
        raise call.refuse("needs vectors whose length is known")
    dtype = promote(call.dtype("x1"), call.dtype("x2"))
    kind = {"int64": "float64"}.get(dtype or "", dtype if dtype in ("bfloat16", "float16", "float64") else "float32")
    return Tensor((_correlated(first[0], second[0], call.get("mode")),), None if dtype is None else kind)


def infer_corrcoef(call: FunctionCall) -> Tensor:
    """Infer correlation coefficients; Keras says the tensor's own shape."""
    dtype = call.dtype("x")
    return Tensor(call.tensor("x").shape, "float64" if dtype == "int64" else promote(dtype, WEAK_FLOAT))


def infer_cdist(call: FunctionCall) -> Tensor:
    """Infer distances of all rows to all rows: (..., n, k) and (..., m, k) give (..., n, m)."""
    first, second = call.shape("x"), call.shape("y")
    if len(first) < 2 or len(second) < 2 or differ(first[-1], second[-1]):
        raise call.refuse(f"cannot compare rows of {text_of(first)} and {text_of(second)}")
    shape = broadcast(first[:-2], second[:-2], call)
    return Tensor((*shape, first[-2], second[-2]), promote(call.dtype("x"), call.dtype("y"), WEAK_FLOAT))


def infer_einsum(call: FunctionCall) -> Tensor:
    """Infer `einsum`: each letter of the result has the length that it has in the operands."""
    operands = call.tensors("operands")
    given, arrow, result = str(call.get("subscripts")).replace(" ", "").partition("->")
    terms = given.split(",")
    if len(terms) != len(operands):
        raise call.refuse(f"has {len(terms)} terms for {len(operands)} tensors", argument="subscripts")
    target = result if arrow else _implied(given)
    lengths: dict[str, Shape] = {}
    for term, operand in zip(terms, operands, strict=True):
        for part, sizes in _read(term, known_shape(operand), call):
            if part in target:
                _check_wild(part, lengths.get(part), sizes)
                lengths[part] = broadcast(lengths.get(part, ()), sizes, call)
    shape = tuple(size for part in _parts(target) for size in lengths.get(part, (1,)))
    kinds = {operand.dtype for operand in operands}
    return Tensor(shape, "int32" if kinds == {"int8"} else promote(*kinds))


def _dtype(call: FunctionCall) -> str | None:
    return promote(call.dtype("x1"), call.dtype("x2"))


def _correlated(first: Dimension, second: Dimension, mode: str) -> Dimension:
    if mode == "full":
        return first + second - 1
    longer = greater(first, second)
    return longer if mode == "same" else longer - smaller(first, second) + 1


def _read(term: str, shape: Shape, call: FunctionCall) -> list[tuple[str, Shape]]:
    """Pair each letter of a term with its length, and `...` with the lengths that it stands for."""
    parts = _parts(term)
    left = len(shape) - len(parts) + 1
    if left < 0 or ("..." not in parts and left != 1):
        raise call.refuse(f"has `{term}` for {text_of(shape)}", argument="subscripts")
    sizes = iter(shape)
    return [(part, tuple(next(sizes) for _ in range(left if part == "..." else 1))) for part in parts]


def _check_wild(part: str, before: Shape | None, sizes: Shape) -> None:
    """Give up where `...` stands for other numbers of axes: Keras says another shape then than comes out."""
    if part == "..." and before is not None and len(before) != len(sizes):
        raise UndecidedError


def _implied(given: str) -> str:
    """Write the result that is meant without an arrow: the letters that stand once, in alphabetical order."""
    once = sorted(letter for letter in set(given) if letter.isalpha() and given.count(letter) == 1)
    return "".join(("..." if "..." in given else "", *once))


def _parts(target: str) -> list[str]:
    before, wild, after = target.partition("...")
    return [*before, *((wild,) if wild else ()), *after]
