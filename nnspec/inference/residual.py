"""The sum that ends a `residual`, and the projection that fits its input to its output."""

from __future__ import annotations

from nnspec.graph.graph import Node
from nnspec.inference.dimension import Dimension, ceil_divide, differ, is_known
from nnspec.inference.layer_call import policy_of
from nnspec.inference.outcome import Outcome, ShapeError, Weight
from nnspec.inference.tensor import Shape, Tensor


def is_residual_sum(node: Node) -> bool:
    """Tell whether nnspec supplied this Add, for a `residual`."""
    return node.call is not None and node.call.name == "Add" and node.call.written is None


def check_sum(before: Tensor, after: Tensor) -> None:
    """Refuse a residual whose input would be broadcast to its output.

    Raises:
        ShapeError: the shapes differ.
    """
    if before.shape is None or after.shape is None:
        return
    if len(before.shape) != len(after.shape) or any(map(differ, before.shape, after.shape)):
        raise ShapeError(
            "it cannot add its input to its output",
            expected="one shape",
            hint="`project: true` fits the input to the output",
        )


def infer_sum(before: Tensor, after: Tensor, *, precision: str) -> Outcome:
    """Infer the sum that ends a residual, whose shapes are equal.

    Raises:
        ShapeError: the shapes differ.
    """
    check_sum(before, after)
    dtype, _ = policy_of(precision)
    if before.shape is None or after.shape is None:
        return Outcome((Tensor(after.shape if before.shape is None else before.shape, dtype),))
    return Outcome((Tensor(tuple(map(_known, before.shape, after.shape)), dtype),))


def _known(before: Dimension, after: Dimension) -> Dimension:
    return after if isinstance(after, int) or not is_known(before) else before


def infer_projection(before: Tensor, after: Tensor, *, precision: str) -> Outcome:
    """Infer what fits the input of a residual to its output: nothing, a Dense or a 1x1 convolution with strides.

    Raises:
        ShapeError: no stride leads from the one shape to the other.
    """
    dtype, variables = policy_of(precision)
    result = Tensor(after.shape, dtype)
    if before.shape is None or after.shape is None:
        return Outcome((result,), None)
    if before.shape == after.shape and before.is_known:
        return Outcome((before,))
    if not _fits(before.shape, after.shape):
        raise ShapeError(
            "`project` cannot fit its input to its output",
            hint="let the output have the input's axes, each shorter by a whole stride or equal",
        )
    if not (before.is_known and after.is_known):
        return Outcome((result,), None)
    kernel = (before.shape[-1], after.shape[-1])
    ones = () if _is_dense(before.shape, after.shape) else (1,) * (len(before.shape) - 2)
    weights = (Weight("kernel", (*ones, *kernel), dtype=variables), Weight("bias", kernel[1:], dtype=variables))
    return Outcome((result,), weights)


def _is_dense(before: Shape, after: Shape) -> bool:
    return before[1:-1] == after[1:-1] and len(before) <= 3


def _fits(before: Shape, after: Shape) -> bool:
    if len(before) != len(after) or len(before) < 2:
        return False
    return len(before) <= 5 and all(map(_has_stride, before[1:-1], after[1:-1]))


def _has_stride(before: Dimension, after: Dimension) -> bool:
    if not (isinstance(before, int) and isinstance(after, int)):
        return not (is_known(before) and is_known(after)) or before == after or not differ(before, after)
    if after == 0:
        return before == 0
    stride = ceil_divide(before, after)
    return ceil_divide(before, stride) == after
