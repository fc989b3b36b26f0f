"""NN406: the moving averages of a BatchNormalization never arrive.

What: `momentum` to the power of the number of steps is above 0.2: of Keras' 0.99, fewer than 160 steps. Above 0.05, of
fewer than 300 steps, it is advice.

Why: predictions use moving averages, which start at 0 and 1 and come nearer with every step. Where too few steps are
made, validation and predictions are worse than training, though nothing is overfitted.

Card:
    rows: 200
    columns: {a: {}, b: {}, y: {}}

Fires:
    nnspec: 1
    data: {source: points.csv}
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, use_bias: false}}, BatchNormalization, ReLU]
    outputs: {y: number}
    train: {epochs: 30}

Passes:
    nnspec: 1
    data: {source: points.csv}
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, use_bias: false}}, {BatchNormalization: {momentum: 0.9}}, ReLU]
    outputs: {y: number}
    train: {epochs: 30}

Fix: `momentum: 0.9`, or more steps.

Source: computed; Ben Braiek and Khomh 2023 (TheDeepChecker).
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.rule import Fault, Fix, rule
from nnspec.linting.step import Step
from nnspec.linting.subject import Subject

_LEFT = 0.05
_MUCH_LEFT = 0.2


@rule("NN406", "warning")
def bn_momentum_steps(subject: Subject) -> Iterator[Fault]:
    """Find batch normalisations that keep much of where their averages started."""
    for step in subject.flow:
        if step.layer != "BatchNormalization" or step.arguments.get("trainable") is False or step.is_called_again:
            continue
        n_steps = sum(phase.n_steps for phase in subject.phases)
        momentum = float(step.get("momentum"))
        left = momentum**n_steps
        if left > _LEFT:
            yield Fault(
                path=step.path_of("momentum"),
                message=f"after {n_steps:,} steps {left:.0%} of the averages are still their start",
                severity="warning" if left > _MUCH_LEFT else "info",
                received=f"momentum {momentum:g}",
                hint="`momentum: 0.9`, or more steps",
                fix=_fix(step) if 0.9**n_steps < _LEFT else None,
            )


def _fix(step: Step) -> Fix | None:
    if step.call is None or step.call.written is None:
        return None
    return Fix((*step.call.path, step.call.written, "momentum"), 0.9)
