"""NN315: the schedule is longer than the training.

What: a learning rate of `CosineDecay` or `PolynomialDecay` that still stands above half of its highest at the end,
one of `ExponentialDecay` or `InverseTimeDecay` above 99 %; a boundary of `PiecewiseConstantDecay` behind the last
step.

Why: the end of a schedule, where the learning rate is low, is where most of its gain is made.

Card:
    rows: 2000
    columns: {a: {}, b: {}, y: {}}

Fires:
    nnspec: 1
    data: {source: points.csv}
    inputs: {x: {columns: [a, b]}}
    outputs: {y: number}
    optimizer: {Adam: {learning_rate: {CosineDecay: {initial_learning_rate: 0.01, decay_steps: 100000}}}}
    train: {epochs: 100}

Passes:
    nnspec: 1
    data: {source: points.csv}
    inputs: {x: {columns: [a, b]}}
    outputs: {y: number}
    optimizer: {Adam: {learning_rate: {CosineDecay: {initial_learning_rate: 0.01, decay_steps: 4400}}}}
    train: {epochs: 100}

Fix: as many `decay_steps` as the training has.

Source: Karpathy 2019, A recipe for training neural networks.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.argument_path import argument_path
from nnspec.linting.learning_rates import course_of
from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject
from nnspec.spec.calls import Call

# Schedule -> the share of its highest rate that none should have left at the end.
_LEFT = {"CosineDecay": 0.5, "PolynomialDecay": 0.5, "ExponentialDecay": 0.99, "InverseTimeDecay": 0.99}


@rule("NN315", "info")
def decay_never(subject: Subject) -> Iterator[Fault]:
    """Find schedules that hardly begin."""
    for optimizer in subject.optimizers:
        schedule, longest = optimizer.call.get("learning_rate"), optimizer.longest
        if isinstance(schedule, Call) and _hardly_begins(schedule, longest.n_steps):
            yield Fault(
                path=argument_path(optimizer.call, "learning_rate"),
                message=f"`{schedule.name}` is longer than the training of {longest.n_steps:,} steps",
                hint=f"let it decay over {longest.n_steps:,} steps",
            )


def _hardly_begins(schedule: Call, n_steps: int) -> bool:
    if schedule.name == "PiecewiseConstantDecay":
        return any(boundary >= n_steps for boundary in schedule.get("boundaries"))
    left = _LEFT.get(schedule.name)
    if left is None or not _goes_down(schedule):
        return False
    course = course_of(schedule, n_steps)
    return course.end > left * course.peak


def _goes_down(schedule: Call) -> bool:
    """Tell whether a schedule goes below half of its start at all, however long it lasts."""
    start = schedule.get("initial_learning_rate")
    if schedule.name == "CosineDecay":
        return bool(schedule.get("alpha") < 0.5)
    if schedule.name == "PolynomialDecay":
        return bool(schedule.get("end_learning_rate") < 0.5 * start)
    return schedule.name == "InverseTimeDecay" or bool(schedule.get("decay_rate") < 1)
