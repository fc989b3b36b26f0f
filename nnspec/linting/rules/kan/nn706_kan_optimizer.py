"""NN706: a KAN learns in steps that are too large.

What: the learning rate of an optimizer of Adam's family is above 0.01, and the network has `KAN` layers.

Why: a coefficient of a spline moves the curve over its own intervals alone, and large steps make the curves jagged.

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b], scale: minmax}}
    hidden: [{KAN: 8}]
    outputs: {y: number}
    optimizer: {Adam: {learning_rate: 0.05}}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b], scale: minmax}}
    hidden: [{KAN: 8}]
    outputs: {y: number}
    optimizer: {Adam: {learning_rate: 0.01}}

Fix: a learning rate of 0.001 to 0.01.

Source: practice with pykan; not measured here. L-BFGS is no optimizer of Keras.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.argument_path import argument_path
from nnspec.linting.learning_rates import peak_rate
from nnspec.linting.optimizer_kinds import ADAM_FAMILY
from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject

_HIGHEST = 0.01


@rule("NN706", "warning", supersedes=("NN301",))
def kan_optimizer(subject: Subject) -> Iterator[Fault]:
    """Find learning rates of Adam that are too high for splines."""
    for optimizer in subject.optimizers:
        call = optimizer.call
        if call.name not in ADAM_FAMILY:
            continue
        rate = peak_rate(call.get("learning_rate"), optimizer.longest.known_steps)
        if rate > _HIGHEST:
            yield Fault(
                path=argument_path(call, "learning_rate"),
                message="the steps are too large for splines",
                received=f"a learning rate of {rate:g}",
                expected=f"at most {_HIGHEST:g}",
            )
