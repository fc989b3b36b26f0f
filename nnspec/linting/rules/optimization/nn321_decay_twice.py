"""NN321: weights are pulled to 0 twice.

What: a kernel with an L2 penalty, and an optimizer with `weight_decay` (`AdamW` and `Muon` have 0.004 by default).

Why: both do the same in different ways, so that neither number says how strong it is; under Adam the penalty is
divided by the gradients' size, the decay is not.

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, activation: relu, kernel_regularizer: {L2: 0.001}}}]
    outputs: {y: number}
    optimizer: {AdamW: {learning_rate: 0.001}}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, activation: relu, kernel_regularizer: {L2: 0.001}}}]
    outputs: {y: number}
    optimizer: {Adam: {learning_rate: 0.001}}

Fix: `weight_decay` alone with AdamW.

Source: Loshchilov and Hutter 2019, section 2.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.argument_path import argument_path
from nnspec.linting.penalties import penalties_of
from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject


@rule("NN321", "warning")
def decay_twice(subject: Subject) -> Iterator[Fault]:
    """Find optimizers with weight decay in a network with L2 penalties."""
    optimizers = [each.call for each in subject.optimizers if each.call.get("weight_decay")]
    penalties = (penalty for step in subject.flow for penalty in penalties_of(step) if penalty.l2 > 0)
    penalty = next(penalties, None) if optimizers else None
    if penalty is not None:
        decay = optimizers[0].get("weight_decay")
        yield Fault(
            path=argument_path(optimizers[0], "weight_decay"),
            message=f"`weight_decay` beside the L2 penalty of this `{penalty.layer}`",
            received=f"{decay:g} and {penalty.l2:g}",
            hint="keep one of the two: with `AdamW` the decay",
        )
