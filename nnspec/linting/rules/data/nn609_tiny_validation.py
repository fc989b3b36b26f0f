"""NN609: too few rows validate.

What: fewer than 100 rows validate, or fewer than 5 of the rarest class: advice. A warning where fewer than 30 rows
choose: where early stopping, a checkpoint or a learning rate follows them.

Why: of 20 rows one more or less is 5 % of accuracy; what is chosen by such steps is chosen by chance.

Card:
    rows: 1200
    columns: {y: {dtype: int64, shape: [], missing: 0, unique: 2, values: [[0, 700], [1, 500]]}}

Fires:
    nnspec: 1
    data: {source: rows.csv, split: {validation: 0.02, test: 0.2, stratify: y}}
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, activation: relu}}]
    outputs: {y: binary}
    train: {epochs: 50, stop: {monitor: val_loss, patience: 5}}

Passes:
    nnspec: 1
    data: {source: rows.csv, split: {validation: 0.1, test: 0.2, stratify: y}}
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, activation: relu}}]
    outputs: {y: binary}
    train: {epochs: 50, stop: {monitor: val_loss, patience: 5}}

Fix: more rows; or a larger part of them, and several seeds.

Source: A. Karpathy, A recipe for training neural networks, 2019, "add significant digits to your eval".
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.held_out import choosing_callbacks, rows_of
from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject
from nnspec.linting.truth import class_counts
from nnspec.spec.logs import watches_validation

_ENOUGH = 100
_FEW = 30
_PER_CLASS = 5


@rule("NN609", "info")
def tiny_validation(subject: Subject) -> Iterator[Fault]:
    """Find validation parts in which one row is a large step."""
    data = subject.spec.data
    if data is None or data.source is None or data.split is None:
        return
    rows = rows_of("validation", subject.spec, subject.facts)
    if not rows:
        return
    rarest = _rarest(subject) * data.split.validation
    if rows >= _ENOUGH and rarest >= _PER_CLASS:
        return
    chooses = rows < _FEW and any(map(watches_validation, choosing_callbacks(subject.spec)))
    of_class = f", {rarest:.0f} of the rarest class" if rarest < _PER_CLASS else ""
    yield Fault(
        path=data.path if data.default_split else (*data.path, "split", "validation"),
        message=f"only {rows} rows validate{of_class}",
        severity="warning" if chooses else "info",
        expected=f"{_ENOUGH} rows, {_PER_CLASS} of each class",
        hint="compare over several seeds before you believe a difference",
    )


def _rarest(subject: Subject) -> float:
    """Count the rows of the rarest class; infinitely many where there are no classes, or they are not known."""
    found = [
        min(counts.values())
        for output in subject.spec.outputs
        if output.type in ("category", "binary") and (counts := class_counts(subject.truths[output.name]))
    ]
    return min(found, default=float("inf"))
