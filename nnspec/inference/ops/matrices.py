"""Linear algebra on the last two axes."""

from __future__ import annotations

from nnspec.inference.dimension import Dimension
from nnspec.inference.ops.axes import agree, is_open, smaller
from nnspec.inference.ops.function_call import FunctionCall
from nnspec.inference.tensor import Shape, Tensor, text_of


def infer_square(call: FunctionCall) -> Tensor:
    """Infer `inv`, `cholesky` and `cholesky_inverse`: a square matrix again."""
    return Tensor(_square(call), call.dtype("x"))


def infer_determinant(call: FunctionCall) -> Tensor:
    """Infer `det` and `logdet`: one number for each matrix."""
    shape = _square(call) if call.name == "det" else call.shape("x")
    return Tensor(shape[:-2], call.dtype("x"))


def infer_sign_and_logarithm(call: FunctionCall) -> tuple[Tensor, ...]:
    """Infer `slogdet`: a sign, for which Keras says no axes, and a logarithm for each matrix."""
    return Tensor((), call.dtype("x")), Tensor(call.shape("x")[:-2], call.dtype("x"))


def infer_eigen(call: FunctionCall) -> tuple[Tensor, ...]:
    """Infer eigenvalues and eigenvectors."""
    shape = _square(call)
    return Tensor(shape[:-1], call.dtype("x")), Tensor(shape, call.dtype("x"))


def infer_rank(call: FunctionCall) -> Tensor:
    """Infer `matrix_rank`: a whole number for each matrix."""
    return Tensor(_matrix(call, "x")[:-2], "int32")


def infer_pseudo_inverse(call: FunctionCall) -> Tensor:
    """Infer `pinv`: a matrix of transposed shape."""
    *outer, rows, columns = _matrix(call, "x")
    return Tensor((*outer, columns, rows), call.dtype("x"))


def infer_qr(call: FunctionCall) -> tuple[Tensor, ...]:
    """Infer `qr`: an orthogonal and a triangular matrix."""
    *outer, rows, columns = _matrix(call, "x")
    if is_open(rows) or is_open(columns):
        raise call.refuse("needs matrices whose size is known")
    inner: Dimension = smaller(rows, columns) if call.get("mode") == "reduced" else rows
    dtype = call.dtype("x")
    return Tensor((*outer, rows, inner), dtype), Tensor((*outer, inner, columns), dtype)


def infer_svd(call: FunctionCall) -> tuple[Tensor, ...]:
    """Infer `svd`: left vectors, values and right vectors, or values alone."""
    *outer, rows, columns = _matrix(call, "x")
    if is_open(rows) or is_open(columns):
        raise call.refuse("needs matrices whose size is known")
    dtype, count = call.dtype("x"), smaller(rows, columns)
    values = Tensor((*outer, count), dtype)
    if not call.get("compute_uv"):
        return (values,)
    left, right = (rows, columns) if call.get("full_matrices") else (count, count)
    return Tensor((*outer, rows, left), dtype), values, Tensor((*outer, right, columns), dtype)


def infer_solve(call: FunctionCall) -> Tensor:
    """Infer `solve` and `solve_triangular`: as the right side."""
    matrix, right = _square(call, "a"), call.shape("b")
    place = {len(matrix): -2, len(matrix) + 1: -1}.get(len(right))
    if not right or (place is not None and agree((matrix[place],), (right[place],)) is False):
        raise call.refuse(f"cannot solve {text_of(matrix)} for {text_of(right)}")
    return Tensor(right, call.dtype("b"))


def infer_least_squares(call: FunctionCall) -> Tensor:
    """Infer `lstsq`: a matrix (m, n) and a right side (m,) or (m, k) give (n,) or (n, k)."""
    matrix, right = call.shape("a"), call.shape("b")
    if len(matrix) != 2 or len(right) not in (1, 2) or agree(matrix[:1], right[:1]) is False:
        raise call.refuse(f"cannot solve {text_of(matrix)} for {text_of(right)}")
    return Tensor((matrix[1], *right[1:]), call.dtype("a"))


def _matrix(call: FunctionCall, name: str) -> Shape:
    return call.shape(name, rank=2)


def _square(call: FunctionCall, name: str = "x") -> Shape:
    shape = _matrix(call, name)
    if agree(shape[-2:-1], shape[-1:]) is False:
        raise call.refuse(f"takes square matrices, received {text_of(shape)}")
    return shape
