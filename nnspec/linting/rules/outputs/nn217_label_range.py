"""NN217: the data hold labels that the output cannot take.

What: by the data card, a `binary` column has not two values; a `multilabel` or a cross-entropied `array` has whole
numbers other than 0 and 1 (1 and 2, -1 and 1); a `category` has other values than `classes` and `labels` allow.

Why: training stops at the first such row, or (an `array`) goes on with a loss that has no minimum. Labels of a
`category` may start anywhere: nnspec gives each value that occurs its place.

Card:
    rows: 100
    columns:
      y: {dtype: int64, shape: [], minimum: 1, maximum: 3, unique: 3, values: [[1, 40], [2, 30], [3, 30]]}
      s: {dtype: int64, shape: [], minimum: -1, maximum: 1, unique: 2, values: [[-1, 50], [1, 50]]}

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: binary}
    ---
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: {type: category, labels: index, classes: 3}}
    ---
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 1, activation: sigmoid}}]
    outputs: {s: {type: array, loss: bce}}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: {type: category, classes: 3}, s: binary}

Fix: the type that fits the column; leave `labels: index` out; a `binary` column may hold any two values.

Source: Humbatova et al. 2020; Keras 3.15.1 refuses a label out of range on the CPU and gives NaN on the GPU.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.ending import Ending
from nnspec.linting.lacking import Lacking, decide_each
from nnspec.linting.loss_kinds import CROSS_ENTROPIES, OVERLAPS
from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject
from nnspec.linting.truth import Truth, class_counts, class_text, listing_of
from nnspec.linting.value_range import UNIT
from nnspec.spec.outputs import Output


@rule("NN217", "error")
def label_range(subject: Subject) -> Iterator[Fault]:
    """Find labels that an output cannot take."""

    def decide(ending: Ending) -> Iterator[Fault]:
        output, truth = ending.output, subject.truths[ending.output.name]
        if not _has_labels(ending):
            return
        if not truth.is_known:
            raise Lacking("a data card")
        wrong = _wrong_classes(output, truth) if output.type in ("category", "binary") else _wrong_numbers(truth)
        if wrong is not None:
            received, expected, hint = wrong
            message = f"`{output.name}` cannot take these labels"
            yield Fault(path=output.path, message=message, received=received, expected=expected, hint=hint)

    return decide_each(subject.endings, decide)


Wrong = tuple[str, str, str | None]


def _has_labels(ending: Ending) -> bool:
    if ending.output.type == "array":
        return ending.fitting_loss in CROSS_ENTROPIES | OVERLAPS | {"KLDivergence"}
    return ending.output.type != "number"


def _wrong_numbers(truth: Truth) -> Wrong | None:
    if truth.values is None or UNIT.holds(truth.values) or truth.is_standardised or not truth.is_whole:
        return None
    return f"whole numbers of {truth.values}", "0 and 1", "the type `category` takes any two or more values"


def _wrong_classes(output: Output, truth: Truth) -> Wrong | None:
    counts = class_counts(truth)
    n_values = len(counts) if counts is not None else truth.column.unique if truth.column is not None else None
    if output.type == "binary" and output.classes is None:
        if n_values in (None, 2):
            return None
        hint = "`type: category` takes any number of classes" if n_values else None
        return f"{n_values} different values", "2 different values", hint
    if output.classes is None or counts is None:
        return None
    return _undeclared(output, tuple(counts))


def _undeclared(output: Output, found: tuple[str, ...]) -> Wrong | None:
    """Hold values against declared classes as the data's reader will (`nnspec.datasets.classes`)."""
    n_classes = output.classes if isinstance(output.classes, int) else len(output.classes)
    names = () if isinstance(output.classes, int) else tuple(map(class_text, output.classes))
    are_places = all(text.isdecimal() and int(text) < n_classes for text in found)
    if are_places and (output.labels == "index" or not set(found) & set(names)):
        return None
    if output.labels == "index":
        return listing_of(found), f"0 to {n_classes - 1}", "leave `labels` out, and each value gets its place"
    if names:
        return None if set(found) <= set(names) else (listing_of(found), listing_of(names), None)
    return None if len(found) == n_classes else (listing_of(found), f"{n_classes} classes", "leave `classes` out")
