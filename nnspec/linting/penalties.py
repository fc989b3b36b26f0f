"""A layer -> the penalties on its weights that its regularizers add to the loss."""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.diagnostics.diagnostic import Path
from nnspec.linting.step import Step
from nnspec.records import record
from nnspec.spec.calls import Call

KERNELS = ("depthwise_regularizer", "kernel_regularizer", "pointwise_regularizer", "recurrent_regularizer")


@record
class Penalty:
    """One regularizer of one layer.

    Args:
        layer: what the spec calls it.
        path: where the regularizer is written.
        l1: the factor of the sum of absolute values.
        l2: the factor of the sum of squares.
    """

    layer: str
    path: Path
    l1: float
    l2: float


def penalties_of(step: Step, *, arguments: tuple[str, ...] = KERNELS) -> Iterator[Penalty]:
    """Go through the L1 and L2 penalties of a layer.

    Args:
        step: any; a second call of a layer has none of its own.
        arguments: that hold the regularizers.
    """
    for argument in arguments if step.arguments and not step.is_called_again else ():
        found = step.arguments.get(argument)
        if not isinstance(found, Call) or found.name not in ("L1", "L1L2", "L2"):
            continue
        yield Penalty(step.word, step.path_of(argument), float(found.get("l1") or 0), float(found.get("l2") or 0))
