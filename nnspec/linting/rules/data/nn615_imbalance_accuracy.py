"""NN615: accuracy alone measures classes of which one is nearly everything.

What: the data card gives one class more than 80 % of the rows, and every metric of the output is an accuracy. The
accuracy that nnspec adds by itself counts too.

Why: whoever always answers the largest class is right as often as that. A metric of the rare class shows what was
learned of it.

Card:
    rows: 1000
    columns: {fraud: {dtype: int64, shape: [], missing: 0, unique: 2, values: [[0, 960], [1, 40]]}}

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, activation: relu}}]
    outputs: {fraud: {type: binary, metrics: [accuracy]}}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, activation: relu}}]
    outputs: {fraud: binary}
    ---
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, activation: relu}}]
    outputs: {fraud: {type: category, metrics: [accuracy, {F1Score: {average: macro}}]}}

Fix: `AUC` with `curve: PR`, `F1Score`, or `Recall` with `Precision`.

Source: A. Karpathy, A recipe for training neural networks, 2019; Amazon SageMaker Debugger, class imbalance.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.lacking import decide_each
from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject
from nnspec.linting.truth import class_counts
from nnspec.spec.outputs import Output

_LARGEST_SHARE = 0.8


@rule("NN615", "warning")
def imbalance_accuracy(subject: Subject) -> Iterator[Fault]:
    """Find outputs of uneven classes with no metric but accuracy."""

    def decide(output: Output) -> Iterator[Fault]:
        of_classes = output.type in ("category", "binary") and output.metrics
        if not of_classes or not all("accuracy" in metric.name.lower() for metric in output.metrics):
            return
        truth = subject.truths[output.name]
        if not truth.is_known:
            subject.need_card()
        counts = class_counts(truth)
        total = sum((counts or {}).values())
        if counts and len(counts) > 1 and max(counts.values()) > _LARGEST_SHARE * total:
            largest = max(counts, key=lambda text: counts[text])
            yield Fault(
                path=(*output.path, "metrics"),
                message=f"accuracy alone, and {counts[largest] / total:.0%} of the rows are `{largest}`",
                received="accuracy",
                expected="a metric of the rare class too",
                hint="add `AUC` with `curve: PR`" if output.type == "binary" else "add `F1Score` with `average: macro`",
            )

    return decide_each(subject.spec.outputs, decide)
