"""NN214: the output has not one neuron for each class.

What: an output of type `category` or `multilabel` has another number of neurons than there are classes: those that
`classes` declares, that the data card counts, or one for each bound column.

Why: a class without a neuron cannot be learned, and training stops at its first row or goes on with nonsense. Neurons
without a class are wasted under a sparse loss (a warning), and do not fit the target under any other.

Card:
    rows: 90
    columns:
      y: {dtype: string, shape: [], unique: 3, values: [[a, 30], [b, 30], [c, 30]]}
      u: {dtype: bool, shape: []}
      v: {dtype: bool, shape: []}

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: {type: category, head: {Dense: {units: 2, activation: softmax}}}}
    ---
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: {type: category, classes: 3, layers: [{Dense: 4}, Softmax], head: none}}
    ---
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {z: {type: multilabel, columns: [u, v], head: {Dense: {units: 3, activation: sigmoid}}}}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: {type: category, head: {Dense: {units: 3, activation: softmax}}}}

Fix: one neuron per class; leave the head out, and nnspec counts them.

Source: Defect4ML 090 and 091. A head with its own `units` beside `classes` is refused by NN251.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.argument_fix import argument_fix
from nnspec.linting.ending import Ending
from nnspec.linting.lacking import Lacking, decide_each
from nnspec.linting.rule import Fault, Fix, rule
from nnspec.linting.subject import Subject
from nnspec.linting.truth import Truth, class_counts
from nnspec.spec.losses import target_encoding

_WIDTHS = ("filters", "units")


@rule("NN214", "error")
def units_vs_classes(subject: Subject) -> Iterator[Fault]:
    """Find outputs with more or fewer neurons than classes."""

    def decide(ending: Ending) -> Iterator[Fault]:
        if ending.output.type not in ("category", "multilabel") or ending.units is None or _has_own_finding(ending):
            return
        truth = subject.truths[ending.output.name]
        n_classes = _n_classes(ending, truth)
        if n_classes is None and not truth.is_known and ending.layer is not None and _is_written(ending):
            raise Lacking("the number of classes")
        if n_classes is not None and n_classes != ending.units:
            yield _fault(ending, n_classes, ending.units, _fix(ending, n_classes, subject))

    return decide_each(subject.endings, decide)


def _has_own_finding(ending: Ending) -> bool:
    head = ending.output.head
    if ending.output.type == "category" and ending.output.units is not None:
        return True
    return head is not None and head.written is not None and "units" in head.arguments and bool(ending.output.classes)


def _is_written(ending: Ending) -> bool:
    step = ending.layer
    return step is not None and step.call is not None and step.call.written is not None


def _n_classes(ending: Ending, truth: Truth) -> int | None:
    output = ending.output
    if output.classes is not None:
        return output.classes if isinstance(output.classes, int) else len(output.classes)
    wide = truth.shape[-1] if truth.shape else 1
    if output.type == "multilabel" or (wide > 1 and not output.per_position):
        return wide if truth.shape is not None and (wide > 1 or truth.is_known) else None
    counts = class_counts(truth)
    if counts is not None and output.labels == "index":
        return max((int(text) + 1 for text in counts if text.isdecimal()), default=None)
    return None if counts is None else len(counts)


def _fix(ending: Ending, n_classes: int, subject: Subject) -> Fix | None:
    step = ending.layer
    argument = None if step is None else next((name for name in _WIDTHS if name in step.arguments), None)
    if step is None or argument is None or step.width != ending.units:
        return None
    return argument_fix(subject, step.call, argument, n_classes)


def _fault(ending: Ending, n_classes: int, units: int, fix: Fix | None) -> Fault:
    sparse = target_encoding(ending.output.type, ending.loss.name) == "index"
    return Fault(
        path=ending.units_path,
        message=f"{units} neuron{'s' if units > 1 else ''} for {n_classes} classes",
        severity="warning" if units > n_classes and sparse else "error",
        received=f"{units}",
        expected=f"{n_classes}",
        hint="without `head` nnspec makes one neuron per class",
        fix=fix,
    )
