"""NN314: the learning rate has decayed to nothing by half of the training.

What: a schedule whose learning rate is below a hundredth of its highest throughout the second half of the steps.

Why: the weights stand still from then on; half of the training is lost, and the loss looks as if it had converged. It
happens where `decay_steps` is counted in epochs, or for another number of rows.

Card:
    rows: 2000
    columns: {a: {}, b: {}, y: {}}

Fires:
    nnspec: 1
    data: {source: points.csv}
    inputs: {x: {columns: [a, b]}}
    outputs: {y: number}
    optimizer: {Adam: {learning_rate: {CosineDecay: {initial_learning_rate: 0.01, decay_steps: 100}}}}
    train: {epochs: 100}

Passes:
    nnspec: 1
    data: {source: points.csv}
    inputs: {x: {columns: [a, b]}}
    outputs: {y: number}
    optimizer: {Adam: {learning_rate: {CosineDecay: {initial_learning_rate: 0.01, decay_steps: 4400}}}}
    train: {epochs: 100}

Fix: `decay_steps` in steps, as many as the training has.

Effect: on digits with Adam from 0.001, accuracy 0.955 without and 0.346 with the fault, difference -0.610 [-0.681,
-0.538] over 5 seeds (benchmarks/evidence).

Source: Karpathy 2019, A recipe for training neural networks (a decay that goes to zero unseen).
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.argument_path import argument_path
from nnspec.linting.learning_rates import course_of
from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject
from nnspec.spec.calls import Call

_NOTHING = 0.01


@rule("NN314", "warning")
def decay_too_early(subject: Subject) -> Iterator[Fault]:
    """Find schedules that end before half of the training."""
    for optimizer in subject.optimizers:
        schedule = optimizer.call.get("learning_rate")
        if not isinstance(schedule, Call):
            continue
        n_steps = optimizer.longest.n_steps
        course = course_of(schedule, n_steps)
        second_half = course.rates[len(course.rates) // 2 :]
        if max(second_half) < _NOTHING * course.peak:
            yield Fault(
                path=argument_path(optimizer.call, "learning_rate"),
                message=f"the learning rate is gone by half of {n_steps:,} steps",
                received=f"{second_half[0]:.2g} after {n_steps // 2:,} steps",
                expected=f"at least {_NOTHING * course.peak:.2g}",
                hint=f"let it decay over {n_steps:,} steps",
            )
