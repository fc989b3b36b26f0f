"""Metrics of a category output get the target in the form that they take, whatever the loss takes."""

from __future__ import annotations

import keras
import numpy as np
import pytest
import tensorflow as tf

from nnspec.training.metrics import update_metrics
from nnspec.training.objectives import Objective

pytestmark = pytest.mark.backend

PREDICTED = np.array([[0.7, 0.2, 0.1], [0.1, 0.3, 0.6], [0.2, 0.5, 0.3], [0.4, 0.35, 0.25]], np.float32)
CLASSES = np.array([0, 2, 0, 1])
ONE_HOT = np.eye(3, dtype=np.float32)[CLASSES]
FORMS = {"index": CLASSES, "onehot": ONE_HOT}
MAKE = {
    "CategoricalAccuracy": (keras.metrics.CategoricalAccuracy, ONE_HOT),
    "SparseCategoricalAccuracy": (keras.metrics.SparseCategoricalAccuracy, CLASSES),
    "AUC": (keras.metrics.AUC, ONE_HOT),
    "Precision": (keras.metrics.Precision, ONE_HOT),
    "F1Score": (lambda: keras.metrics.F1Score(average="macro"), ONE_HOT),
    "SparseTopKCategoricalAccuracy": (lambda: keras.metrics.SparseTopKCategoricalAccuracy(k=2), CLASSES),
}


@pytest.mark.parametrize("encoding", FORMS)
@pytest.mark.parametrize("name", MAKE)
def test_metric_is_what_keras_makes_of_the_form_that_it_takes(name, encoding):
    make, wanted = MAKE[name]
    ours, theirs = make(), make()
    loss = keras.losses.SparseCategoricalCrossentropy()
    objective = Objective(name="y", loss=loss, metrics=(ours,), encoding=encoding)
    update_metrics(objective, target=tf.constant(FORMS[encoding]), output=tf.constant(PREDICTED), n_counted=None)
    theirs.update_state(wanted, PREDICTED)
    assert float(ours.result()) == pytest.approx(float(theirs.result()))
    assert float(theirs.result()) > 0
