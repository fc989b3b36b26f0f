"""NN409: the penalty on weights outweighs the data.

What: an L2 penalty above 0.01 or an L1 penalty above 0.001 on a kernel, in a regularizer of its own.

Why: the penalty is added to a loss that is near 1: at such factors it is the cheapest to make all weights 0, and the
network says the mean. (That a penalty of all weights together starts above the loss is no sign: VGG16's does.)

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, activation: relu, kernel_regularizer: {L2: 0.5}}}]
    outputs: {y: number}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, activation: relu, kernel_regularizer: {L2: 0.001}}}]
    outputs: {y: number}

Fix: 0.0001 to 0.001; `l1` and `l2` without a number mean 0.01.

Effect: on digits with an L2 penalty of 0.1, accuracy 0.955 without and 0.928 with the fault, difference -0.027 [-0.039,
-0.016] over 5 seeds (benchmarks/evidence).

Source: Ben Braiek and Khomh 2023 (TheDeepChecker, over-regularization).
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.penalties import Penalty, penalties_of
from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject

_MOST_L1 = 1e-3
_MOST_L2 = 1e-2


@rule("NN409", "warning")
def over_regularised(subject: Subject) -> Iterator[Fault]:
    """Find penalties that leave nothing of weights."""
    for step in subject.flow:
        for penalty in penalties_of(step):
            if penalty.l2 > _MOST_L2:
                yield _fault(penalty, "L2", penalty.l2, _MOST_L2)
            if penalty.l1 > _MOST_L1:
                yield _fault(penalty, "L1", penalty.l1, _MOST_L1)


def _fault(penalty: Penalty, kind: str, factor: float, most: float) -> Fault:
    return Fault(
        path=penalty.path,
        message=f"{kind} of {factor:g} leaves little of the weights of this `{penalty.layer}`",
        received=f"{factor:g}",
        expected=f"at most {most:g}",
        hint="0.0001 is common",
    )
