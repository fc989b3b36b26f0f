"""Every loss and every metric of the catalog judges an output of a type that fits it, in a training from a spec."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from brief_training import N_CLASSES, train
from nnspec.catalog.catalog import load_catalog
from nnspec.spec.losses import FITTING

pytestmark = pytest.mark.backend

HIDDEN = [{"Dense": {"units": 4, "activation": "sigmoid"}}]
NUMBERS: dict[str, Any] = {"type": "number", "columns": ["a", "b"], "activation": "softplus"}
BINARY: dict[str, Any] = {"type": "binary"}
CLASSES: dict[str, Any] = {"type": "category", "classes": N_CLASSES}
OUTPUTS = {"number": NUMBERS, "category": CLASSES, "binary": BINARY}
_IOU = {"num_classes": N_CLASSES, "sparse_y_pred": False}
# Output, and the metrics that make sense of it; together all of the catalog.
METRICS: dict[str, tuple[dict[str, Any], list[Any]]] = {
    "numbers": (
        NUMBERS,
        [
            *("Accuracy", "ConcordanceCorrelation", "CosineSimilarity", "LogCoshError", "MeanAbsoluteError"),
            *("MeanAbsolutePercentageError", "MeanSquaredError", "MeanSquaredLogarithmicError", "PearsonCorrelation"),
            *("Poisson", "R2Score", "RootMeanSquaredError"),
        ],
    ),
    "indices": (
        CLASSES,
        [
            *("SparseCategoricalAccuracy", "SparseCategoricalCrossentropy", {"SparseTopKCategoricalAccuracy": 2}),
            *({"IoU": {**_IOU, "target_class_ids": [0, 1]}}, {"MeanIoU": _IOU}),
        ],
    ),
    "one-hot classes": (
        {**CLASSES, "loss": "CategoricalCrossentropy"},
        [
            *("CategoricalAccuracy", "CategoricalCrossentropy", "CategoricalHinge", {"TopKCategoricalAccuracy": 2}),
            *({"F1Score": {"average": "macro"}}, {"FBetaScore": {"average": "macro", "beta": 2}}, "KLDivergence"),
            *({"OneHotIoU": {"num_classes": N_CLASSES, "target_class_ids": [0]}}, {"OneHotMeanIoU": N_CLASSES}),
        ],
    ),
    "yes or no": (
        BINARY,
        [
            *("AUC", "BinaryAccuracy", "BinaryCrossentropy", "BinaryIoU", "Hinge", "SquaredHinge"),
            *("FalseNegatives", "FalsePositives", "TrueNegatives", "TruePositives", "Precision", "Recall"),
            *({"PrecisionAtRecall": 0.5}, {"RecallAtPrecision": 0.5}),
            *({"SensitivityAtSpecificity": 0.5}, {"SpecificityAtSensitivity": 0.5}),
        ],
    ),
}


def _usable(family: str) -> list[str]:
    return [entry.name for entry in load_catalog().entries(family) if entry.refused is None]


def test_losses_from_a_spec_train_outputs_that_they_fit() -> None:
    outputs = {
        f"y_{loss}": {**OUTPUTS[next(kind for kind in OUTPUTS if loss in FITTING[kind])], "loss": loss, "metrics": []}
        for loss in _usable("losses")
    }
    trained = train({"hidden": HIDDEN, "outputs": outputs})
    assert {f"{name}_loss" for name in outputs} <= trained.fitted.history.keys()
    assert all(np.isfinite(values).all() for values in trained.fitted.history.values())
    weights = zip(trained.before, trained.trunk.trainable_weights, strict=True)
    assert [weight.path for before, weight in weights if np.array_equal(before, weight)] == []


@pytest.mark.parametrize("group", METRICS)
def test_metrics_from_a_spec_judge_an_output_that_they_fit(group: str) -> None:
    output, metrics = METRICS[group]
    history = train({"hidden": HIDDEN, "outputs": {"y": {**output, "metrics": metrics}}}).fitted.history
    assert len(history) >= len(metrics) + 1
    assert all(np.isfinite(values).all() for values in history.values())


def test_every_metric_has_an_output_that_it_fits() -> None:
    written = [metric for _, metrics in METRICS.values() for metric in metrics]
    names = [metric if isinstance(metric, str) else next(iter(metric)) for metric in written]
    assert sorted(names) == sorted(_usable("metrics"))
