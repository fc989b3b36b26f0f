"""NN406: the moving averages of a BatchNormalization never arrive.

What: `momentum` to the power of the number of steps is above 0.2: of Keras' 0.99, fewer than 160 steps. Above 0.05, of
fewer than 300 steps, it is advice. Only the first such layer is named.

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

from nnspec.linting.argument_fix import argument_fix
from nnspec.linting.rule import Fault, rule
from nnspec.linting.step import Step
from nnspec.linting.subject import Subject

_LEFT = 0.05
_MUCH_LEFT = 0.2


@rule("NN406", "warning")
def bn_momentum_steps(subject: Subject) -> Iterator[Fault]:
    """Find the first batch normalisation that keeps much of where its averages started, and count the others."""
    norms = [step for step in subject.flow.of({"BatchNormalization"}) if not (step.is_frozen or step.is_called_again)]
    if not norms:
        return
    n_steps = sum(phase.n_steps for phase in subject.phases)
    late = [step for step in norms if _left(step, n_steps) > _LEFT]
    if late:
        left = _left(late[0], n_steps)
        of_all = f" of {len(late)} normalisations" if len(late) > 1 else ""
        yield Fault(
            path=late[0].path_of("momentum"),
            message=f"after {n_steps:,} steps {left:.0%} of the averages{of_all} are still their start",
            severity="warning" if left > _MUCH_LEFT else "info",
            received=f"momentum {late[0].get('momentum'):g}",
            hint="`momentum: 0.9`, or more steps",
            fix=argument_fix(subject, late[0].call, "momentum", 0.9) if 0.9**n_steps < _LEFT else None,
        )


def _left(step: Step, n_steps: int) -> float:
    """Give the share of the first averages in those after so many steps."""
    return float(step.get("momentum")) ** n_steps
