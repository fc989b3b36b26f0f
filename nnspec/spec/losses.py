"""What a loss expects of an output: the form of the target, and the types of output it fits."""

from __future__ import annotations

from typing import Literal

Encoding = Literal["index", "onehot", "values"]

_SPARSE = frozenset({"SparseCategoricalCrossentropy", "CategoricalGeneralizedCrossEntropy"})
_ONE_HOT = frozenset(
    {
        "CategoricalCrossentropy",
        "CategoricalFocalCrossentropy",
        "CategoricalHinge",
        "KLDivergence",
    }
)
_BINARY = frozenset({"BinaryCrossentropy", "BinaryFocalCrossentropy"})
_MARGIN = frozenset({"Hinge", "SquaredHinge"})
_OVERLAP = frozenset({"Dice", "Tversky"})
_REGRESSION = frozenset(
    {
        "CosineSimilarity",
        "Huber",
        "LogCosh",
        "MeanAbsoluteError",
        "MeanAbsolutePercentageError",
        "MeanSquaredError",
        "MeanSquaredLogarithmicError",
        "Poisson",
    }
)

# Mean squared and absolute error on one-hot or 0/1 targets are weak but lawful; a linter may say so.
_LENIENT = frozenset({"MeanSquaredError", "MeanAbsoluteError", "Huber", "LogCosh", "CosineSimilarity"})

# Metrics of classes: those that take the index of the true class, and those that take a place per class.
_INDEX_METRICS = frozenset(
    {
        "IoU",
        "MeanIoU",
        "SparseCategoricalAccuracy",
        "SparseCategoricalCrossentropy",
        "SparseTopKCategoricalAccuracy",
    }
)
_CLASS_METRICS = frozenset(
    {
        "CategoricalAccuracy",
        "CategoricalCrossentropy",
        "CategoricalHinge",
        "OneHotIoU",
        "OneHotMeanIoU",
        "SparseCategoricalAccuracy",
        "SparseCategoricalCrossentropy",
        "SparseTopKCategoricalAccuracy",
        "TopKCategoricalAccuracy",
    }
)

FITTING: dict[str, frozenset[str]] = {
    "number": _REGRESSION,
    "category": _SPARSE | _ONE_HOT | _LENIENT,
    "binary": _BINARY | _MARGIN | _OVERLAP | _LENIENT,
    "multilabel": _BINARY | _MARGIN | _OVERLAP | _LENIENT,
    "array": _REGRESSION | _BINARY | _OVERLAP | {"KLDivergence", "CategoricalCrossentropy"},
}


def target_encoding(output_type: str, loss: str) -> Encoding:
    """Tell the form in which a loss takes the target of an output.

    Args:
        output_type: such as `category`.
        loss: the documented name, such as `SparseCategoricalCrossentropy`.
    """
    if output_type != "category":
        return "values"
    return "index" if loss in _SPARSE else "onehot"


def metric_encoding(metric: str) -> Encoding:
    """Tell the form in which a metric takes the target of a `category` output.

    Args:
        metric: the documented name, such as `AUC`.
    """
    return "index" if metric in _INDEX_METRICS else "onehot"


def metric_fits(output_type: str, metric: str) -> bool:
    """Tell whether a metric means anything for an output: one neuron has no classes to choose from."""
    return output_type in ("category", "array") or metric not in _CLASS_METRICS
