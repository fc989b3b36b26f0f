"""NN411: a penalty on what a layer says, where one on its weights was meant.

What: `activity_regularizer` with an L2 penalty on a layer whose kernel has none.

Why: an L2 penalty is mostly meant for weights; on activations it pulls each answer to 0, the stronger the larger the
layer. (L1 on activations is a usual way to sparse codes, and says nothing here.)

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, activation: relu, activity_regularizer: {L2: 0.001}}}]
    outputs: {y: number}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, activation: relu, kernel_regularizer: {L2: 0.001}}}]
    outputs: {y: number}

Fix: `kernel_regularizer`.

Source: practice.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.penalties import penalties_of
from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject


@rule("NN411", "info")
def activity_vs_kernel(subject: Subject) -> Iterator[Fault]:
    """Find L2 penalties on activations alone."""
    for step in subject.flow:
        if "activity_regularizer" not in step.arguments or not step.has_weights or any(penalties_of(step)):
            continue
        for penalty in penalties_of(step, arguments=("activity_regularizer",)):
            if penalty.l2 > 0 and not penalty.l1:
                yield Fault(
                    path=penalty.path,
                    message=f"an L2 penalty on the activations of this `{penalty.layer}`",
                    hint="`kernel_regularizer` puts it on the weights",
                )
