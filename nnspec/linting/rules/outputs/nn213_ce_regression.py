"""NN213: a loss for classes gets measured numbers.

What: an `array` under a cross-entropy, `KLDivergence`, `Dice` or `Tversky` has targets that the data card, or the scale
of the input that it repeats, puts outside 0 to 1. Or a `category` or `binary` is bound to a column of more than
fifty different measured numbers: an error where they are more than half as many as the rows, else a warning.

Why: cross-entropy with targets outside 0 to 1 has no minimum, it falls for ever; and classes that stand in the data
once are never seen again.

Card:
    rows: 100
    columns:
      y: {dtype: float64, shape: [], minimum: 1.5, maximum: 88.2, unique: 97}
      grade: {dtype: float64, shape: [], minimum: 1.0, maximum: 3.0, unique: 5}

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: category}
    ---
    nnspec: 1
    inputs: {x: {type: array, shape: [8], scale: standard}}
    hidden: [{Dense: {units: 8, activation: sigmoid}}]
    outputs: {z: {type: array, target: x, loss: bce}}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: number, grade: category}
    ---
    nnspec: 1
    inputs: {x: {type: array, shape: [8], scale: minmax}}
    hidden: [{Dense: {units: 8, activation: sigmoid}}]
    outputs: {z: {type: array, target: x, loss: bce}}

Fix: `type: number`, or `MeanSquaredError`; scale what an autoencoder repeats to 0 to 1.

Source: Humbatova et al., Taxonomy of real faults in deep learning systems, 2020, "wrong loss function".
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.ending import Ending
from nnspec.linting.lacking import Lacking, decide_each
from nnspec.linting.loss_kinds import CROSS_ENTROPIES, OVERLAPS
from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject
from nnspec.linting.truth import Truth
from nnspec.linting.value_range import UNIT
from nnspec.tables.card import ColumnCard

_OF_PROBABILITIES = CROSS_ENTROPIES | OVERLAPS | {"KLDivergence"}
# More classes than anybody numbers by fractions.
_MANY = 50


@rule("NN213", "error")
def ce_regression(subject: Subject) -> Iterator[Fault]:
    """Find measured numbers under losses for classes."""

    def decide(ending: Ending) -> Iterator[Fault]:
        truth = subject.truths[ending.output.name]
        if ending.output.type == "array" and ending.fitting_loss in _OF_PROBABILITIES:
            return _of_array(ending, truth)
        return (
            _of_classes(ending, truth, subject.facts.n_rows)
            if ending.output.type in ("category", "binary")
            else iter(())
        )

    return decide_each(subject.endings, decide)


def _of_array(ending: Ending, truth: Truth) -> Iterator[Fault]:
    if truth.values is None:
        raise Lacking(f"the range of `{ending.output.name}` in the data card")
    if not UNIT.holds(truth.values) and (truth.is_standardised or not truth.is_whole):
        yield Fault(
            path=ending.loss_path,
            message=f"`{ending.loss.name}` takes targets of 0 to 1",
            received="a standardised target" if truth.is_standardised else f"targets of {truth.values}",
            expected="targets of 0 to 1",
            hint="`MeanSquaredError`, or an input with `scale: minmax`",
        )


def _of_classes(ending: Ending, truth: Truth, n_rows: int | None) -> Iterator[Fault]:
    column = truth.column
    if column is None:
        if not truth.is_known:
            raise Lacking("a data card")
        return
    if _is_measured(truth, column) and column.unique is not None and column.unique > _MANY:
        yield Fault(
            path=ending.output.path,
            message=f"`{column.name}` holds measured numbers, not classes",
            severity="error" if n_rows is not None and column.unique * 2 > n_rows else "warning",
            received=f"{column.unique} different numbers",
            hint="`type: number`",
        )


def _is_measured(truth: Truth, column: ColumnCard) -> bool:
    return (column.dtype or "").startswith("float") and not truth.is_whole
