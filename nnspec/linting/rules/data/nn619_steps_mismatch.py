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
from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject

_NEARLY_ALL = 0.9
_HALF = 0.5


@rule("NN619", "warning", supersedes=("NN310",))
def steps_mismatch(subject: Subject) -> Iterator[Fault]:
    """Find trainings of less than one epoch."""
    phases, batch_size = subject.phases, subject.spec.train.batch_size
    if subject.spec.data is None or any(phase.steps is None for phase in phases):
        return
    rows = rows_of("train", subject.spec, subject.facts)
    steps = sum(phase.n_steps for phase in phases)
    if steps * batch_size < _NEARLY_ALL * rows:
        yield Fault(
            path=phases[0].path,
            message="training ends before it has seen every row",
            severity="warning" if steps * batch_size < _HALF * rows else "info",
            received=f"{steps} steps of {batch_size} rows",
            expected=f"{rows} rows in every epoch",
            hint="`epochs` in place of `steps`",
        )
