"""NN216: the loss takes a place for each class, and the data hold class numbers.

What: an `array` under `CategoricalCrossentropy` or `KLDivergence` is bound to one column of whole numbers, or an
output says `labels: onehot` of a column of single values.

Why: an `array` is compared as it is. Of types with classes it is never a question: nnspec encodes the classes for the
loss that is named, so that `CategoricalCrossentropy` and `SparseCategoricalCrossentropy` both fit a `category`.

Card:
    rows: 90
    columns: {y: {dtype: int64, shape: [], minimum: 0, maximum: 2, values: [[0, 30], [1, 30], [2, 30]]}}

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 3, activation: softmax}}]
    outputs: {y: {type: array, loss: categorical_crossentropy}}
    ---
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: {type: category, labels: onehot}}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: {type: category, loss: categorical_crossentropy}}

Fix: `type: category`; leave `labels` out.

Source: Defect4ML 085.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.ending import Ending
from nnspec.linting.lacking import Lacking, decide_each
from nnspec.linting.rule import REMOVE, Fault, Fix, rule
from nnspec.linting.subject import Subject
from nnspec.linting.truth import Truth


@rule("NN216", "error", supersedes=("NN217", "NN220"))
def onehot_sparse_mismatch(subject: Subject) -> Iterator[Fault]:
    """Find class numbers where a place for each class is expected."""

    def decide(ending: Ending) -> Iterator[Fault]:
        output, truth = ending.output, subject.truths[ending.output.name]
        of_places = output.type == "array" and ending.fitting_loss in ("CategoricalCrossentropy", "KLDivergence")
        if (of_places or output.labels == "onehot") and truth.columns is None and not truth.is_known:
            raise Lacking(f"the column of `{output.name}` in the data card")
        if of_places and _holds_numbers(truth) and ending.units != 1:
            yield Fault(
                path=ending.loss_path,
                message=f"`{ending.loss.name}` takes a place per class, the column holds class numbers",
                received="one whole number in each row",
                expected="`type: category`",
                hint="`type: category` encodes the classes for the loss",
            )
        elif output.labels == "onehot" and not output.per_position and _is_single(truth):
            path = (*output.path, "labels")
            yield Fault(
                path=path,
                message="the column holds single values, not one-hot rows",
                received="onehot",
                expected="auto",
                hint="leave `labels` out",
                fix=Fix(path, REMOVE),
            )

    return decide_each(subject.endings, decide)


def _is_single(truth: Truth) -> bool:
    return truth.column is not None and truth.column.shape in ((), (1,))


def _holds_numbers(truth: Truth) -> bool:
    return _is_single(truth) and truth.is_whole
