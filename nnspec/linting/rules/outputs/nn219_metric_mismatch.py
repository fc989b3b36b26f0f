"""NN219: the metric measures something else than it says.

What: a metric of classes on numbers (`accuracy` on a `number`); on an `array` the word `accuracy`, which compares
numbers for being equal; a metric that takes probabilities on an output without sigmoid or softmax; absolute or squared
errors as a metric of classes (advice).

Why: Keras computes a number for all of them and says nothing. Decisions by that number, and early stopping, are wrong.

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: {type: number, metrics: [accuracy]}}
    ---
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: {type: binary, activation: linear, loss: {BinaryCrossentropy: {from_logits: true}}, metrics: [AUC]}}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: {type: number, metrics: [MeanAbsoluteError]}}
    ---
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs:
      y:
        type: binary
        activation: linear
        loss: {BinaryCrossentropy: {from_logits: true}}
        metrics: [accuracy, {AUC: {from_logits: true}}, {BinaryAccuracy: {threshold: 0.0}}]

Fix: `MeanAbsoluteError` for numbers; `from_logits: true`, or a threshold of 0, for logits.

Source: Stack Overflow 62566558. The word `accuracy` fits any output of classes: nnspec chooses the metric and its
threshold. Metrics that no neuron count allows are refused by NN254.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.argument_fix import argument_fix
from nnspec.linting.ending import Ending
from nnspec.linting.layer_kinds import words
from nnspec.linting.loss_kinds import CROSS_ENTROPIES, OVERLAPS, REGRESSION
from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject
from nnspec.linting.value_range import UNIT
from nnspec.spec.calls import Call

# What takes probabilities, each with the argument that lets it take logits; None where there is none.
_OF_PROBABILITIES: dict[str, str | None] = {
    "AUC": "from_logits",
    "BinaryAccuracy": "threshold",
    "BinaryCrossentropy": "from_logits",
    "BinaryIoU": "threshold",
    "CategoricalCrossentropy": "from_logits",
    "FalseNegatives": "thresholds",
    "FalsePositives": "thresholds",
    "KLDivergence": None,
    "Precision": "thresholds",
    "PrecisionAtRecall": None,
    "Recall": "thresholds",
    "RecallAtPrecision": None,
    "SensitivityAtSpecificity": None,
    "SparseCategoricalCrossentropy": "from_logits",
    "SpecificityAtSensitivity": None,
    "TrueNegatives": "thresholds",
    "TruePositives": "thresholds",
}
_OF_CLASSES = (_OF_PROBABILITIES.keys() - {"KLDivergence"}) | words(
    "Accuracy CategoricalAccuracy F1Score FBetaScore IoU MeanIoU OneHotIoU OneHotMeanIoU SparseCategoricalAccuracy "
    "SparseTopKCategoricalAccuracy TopKCategoricalAccuracy accuracy"
)
_ERRORS = frozenset(
    {"MeanAbsoluteError", "MeanAbsolutePercentageError", "MeanSquaredError", "R2Score", "RootMeanSquaredError"}
)


@rule("NN219", "warning")
def metric_mismatch(subject: Subject) -> Iterator[Fault]:
    """Find metrics that the spec writes and that do not measure what they say."""
    for ending in subject.endings:
        for metric in ending.output.metrics:
            if metric.written is not None:
                yield from _check(ending, metric, subject)


def _check(ending: Ending, metric: Call, subject: Subject) -> Iterator[Fault]:
    kind, of_numbers = ending.output.type, ending.fitting_loss in REGRESSION
    if metric.name in _OF_CLASSES and (kind == "number" or (kind == "array" and of_numbers)):
        message = f"`{metric.name}` counts classes, and `{ending.output.name}` is a number"
        yield Fault(path=metric.path, message=message, received=metric.name, expected="MeanAbsoluteError")
    elif kind == "array" and metric.name in ("accuracy", "Accuracy"):
        expected = "CategoricalAccuracy" if ending.fitting_loss == "CategoricalCrossentropy" else "BinaryAccuracy"
        message = "of an `array`, `accuracy` counts numbers that are equal"
        yield Fault(path=metric.path, message=message, received=metric.name, expected=expected)
    elif metric.name in _OF_PROBABILITIES and _gives_no_probability(ending) and not _is_adapted(metric):
        yield _of_logits(ending, metric, subject)
    elif metric.name in _ERRORS and kind in ("category", "binary", "multilabel"):
        message, expected = f"`{metric.name}` says little about classes", "accuracy"
        yield Fault(path=metric.path, message=message, severity="info", received=metric.name, expected=expected)


def _gives_no_probability(ending: Ending) -> bool:
    """Tell whether an output is made for numbers outside 0 to 1; NN205 and NN207 speak of the loss."""
    if ending.output.type == "number" or ending.activation is None or UNIT.holds(ending.values):
        return False
    return ending.from_logits or ending.fitting_loss not in CROSS_ENTROPIES | OVERLAPS


def _is_adapted(metric: Call) -> bool:
    argument = _OF_PROBABILITIES[metric.name]
    given = None if argument is None else metric.arguments.get(argument)
    if argument == "from_logits" or given is None:
        return bool(given)
    # A threshold within 0 and 1 is that of a probability.
    return not all(0 < each < 1 for each in (given if isinstance(given, tuple | list) else (given,)))


def _of_logits(ending: Ending, metric: Call, subject: Subject) -> Fault:
    argument = _OF_PROBABILITIES[metric.name]
    hints = {"from_logits": "`from_logits: true`", None: "end the output with `sigmoid` or `softmax`"}
    from_logits = argument == "from_logits" and ending.is_logits
    return Fault(
        path=metric.path,
        message=f"`{metric.name}` takes probabilities, and `{ending.activation}` gives none",
        received=metric.name,
        hint=hints.get(argument, f"`{argument}: 0.0`, or end the output with `sigmoid`"),
        fix=argument_fix(subject, metric, "from_logits", True) if from_logits else None,
    )
