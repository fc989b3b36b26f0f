"""NN316: a schedule and a callback both set the learning rate.

What: the callback `ReduceLROnPlateau`, and an optimizer whose learning rate is a schedule.

Why: a schedule computes the rate anew at every step; Keras refuses to set it, with an error at the end of the epoch
in which the callback first acts.

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: number}
    optimizer: {Adam: {learning_rate: {CosineDecay: {initial_learning_rate: 0.01, decay_steps: 1000}}}}
    train: {callbacks: [{ReduceLROnPlateau: {monitor: loss}}]}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: number}
    optimizer: {Adam: {learning_rate: 0.01}}
    train: {callbacks: [{ReduceLROnPlateau: {monitor: loss}}]}

Fix: one of the two.

Source: read in Keras 3.15.1 (`BaseOptimizer.learning_rate` raises TypeError).
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject
from nnspec.spec.calls import Call


@rule("NN316", "error")
def two_schedulers(subject: Subject) -> Iterator[Fault]:
    """Find callbacks that set a learning rate which a schedule computes."""
    rates = (each.call.get("learning_rate") for each in subject.optimizers)
    schedules = [rate for rate in rates if isinstance(rate, Call)]
    if not schedules:
        return
    for callback in subject.spec.train.callbacks:
        if callback.name == "ReduceLROnPlateau":
            yield Fault(
                path=callback.path,
                message=f"`ReduceLROnPlateau` cannot set the learning rate of `{schedules[0].name}`",
                expected="a schedule or the callback",
                hint="take one of the two out",
            )
