"""NN619: training ends before it has seen every row.

What: all `steps` together take fewer rows than half of those that train, as many as the data card counts; fewer than
90 % are advice.

Why: `steps` counts steps of the optimizer altogether, not per epoch as `steps_per_epoch` of Keras does. Whoever means
an epoch trains on a part of the data.

Card:
    rows: 10000
    columns: {y: {dtype: int64, unique: 2}}

Fires:
    nnspec: 1
    data: rows.csv
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, activation: relu}}]
    outputs: {y: binary}
    train: {steps: 100, batch_size: 32}

Passes:
    nnspec: 1
    data: rows.csv
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, activation: relu}}]
    outputs: {y: binary}
    train: {epochs: 20, batch_size: 32}

Fix: `epochs`; or more steps.

Source: Humbatova et al. 2020, wrong number of steps.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.held_out import rows_of
from nnspec.linting.lacking import Lacking
from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject
from nnspec.spec.train import Train

_NEARLY_ALL = 0.9
_HALF = 0.5


@rule("NN619", "warning")
def steps_mismatch(subject: Subject) -> Iterator[Fault]:
    """Find trainings of less than one epoch."""
    train = subject.spec.train
    steps = _steps_of(train)
    if steps is None or subject.spec.data is None:
        return
    rows = rows_of("train", subject.spec, subject.facts)
    if rows is None:
        raise Lacking("a data card")
    if not rows:
        return
    share = steps * train.batch_size / rows
    if share < _NEARLY_ALL:
        yield Fault(
            path=(*train.path, "steps"),
            message="training ends before it has seen every row",
            severity="warning" if share < _HALF else "info",
            received=f"{steps} steps of {train.batch_size} rows",
            expected=f"{rows:.0f} rows in every epoch",
            hint="`epochs` in place of `steps`",
        )


def _steps_of(train: Train) -> int | None:
    """Add up all steps; None where anything counts in epochs."""
    if not train.stages:
        return train.steps
    if any(stage.epochs is not None for stage in train.stages):
        return None
    steps = [stage.steps if stage.steps is not None else train.steps for stage in train.stages]
    return sum(step for step in steps if step is not None) if None not in steps else None
