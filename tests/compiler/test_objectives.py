"""Losses, metrics and optimizers that training gets."""

import keras
import numpy as np
import pytest

from nnspec.compiler.objectives import build_loss, build_metrics, target_scale
from nnspec.compiler.optimizers import build_optimizer
from nnspec.spec.calls import Call
from small_networks import network, target

pytestmark = pytest.mark.backend


def output(declaration):
    made = network(f"inputs: {{x: number}}\noutputs: {{y: {declaration}}}\n", outputs={"y": target(2)})
    return made.spec.outputs[0]


@pytest.mark.parametrize(
    ("declaration", "loss", "accuracy"),
    [
        ("category", "SparseCategoricalCrossentropy", "SparseCategoricalAccuracy"),
        ("{type: category, loss: CategoricalCrossentropy}", "CategoricalCrossentropy", "CategoricalAccuracy"),
        ("binary", "BinaryCrossentropy", "BinaryAccuracy"),
        ("multilabel", "BinaryCrossentropy", "BinaryAccuracy"),
    ],
)
def test_accuracy_is_the_one_that_fits_the_target(declaration, loss, accuracy):
    item = output(declaration)
    metric = build_metrics(item)[0]
    assert type(build_loss(item)).__name__ == loss
    assert (type(metric).__name__, metric.name) == (accuracy, "accuracy")


def test_binary_accuracy_of_scores_decides_at_zero():
    metric = build_metrics(output("{type: binary, activation: linear, loss: Hinge}"))[0]
    assert float(metric(np.array([[1.0]]), np.array([[0.2]]))) == 1.0


def test_metric_names_never_come_from_a_counter():
    keras.metrics.AUC()
    assert [metric.name for metric in build_metrics(output("binary"))] == ["accuracy", "auc"]


def test_metric_names_that_collide_are_numbered():
    item = output("{type: binary, metrics: [AUC, {AUC: {curve: PR}}, Precision]}")
    assert [metric.name for metric in build_metrics(item)] == ["auc", "auc_1", "precision"]


def test_metric_keeps_the_name_that_the_spec_gives_it():
    item = output("{type: binary, metrics: [{AUC: {curve: PR, name: pr}}]}")
    assert [metric.name for metric in build_metrics(item)] == ["pr"]


def test_loss_under_float64_is_computed_in_it():
    loss = build_loss(output("number"), precision="float64")
    difference = 1e-9
    assert float(loss(np.array([[1.0]]), np.array([[1.0 + difference]]))) == pytest.approx(1e-18, rel=1e-6)


def test_optimizer_has_the_arguments_of_the_spec():
    optimizer = build_optimizer(Call("optimizers", "AdamW", {"learning_rate": 0.25, "weight_decay": 0.5}))
    assert (type(optimizer), optimizer.weight_decay) == (keras.optimizers.AdamW, 0.5)


def test_optimizer_under_mixed_float16_scales_the_loss():
    optimizer = build_optimizer(Call("optimizers", "SGD"), precision="mixed_float16")
    assert isinstance(optimizer, keras.optimizers.LossScaleOptimizer)


def test_target_scale_is_what_the_served_model_undoes():
    assert target_scale(target(2, mean=(1.0, 2.0), variance=(9.0, 0.0))) == ((1.0, 2.0), (3.0, 1.0))


def test_target_scale_of_a_plain_target_is_none():
    assert target_scale(target(2)) is None
