"""Positions that do not count, against the same computation written by hand with Keras alone."""

from __future__ import annotations

import keras
import numpy as np
import pytest
import tensorflow as tf

from nnspec.training.losses import loss_terms
from nnspec.training.order import epoch_order
from training_cases import BATCH_SIZE, CASES, built, one_device, trained

pytestmark = pytest.mark.backend


def test_loss_is_divided_by_the_positions_that_count() -> None:
    rng = np.random.default_rng(4)
    output = tf.nn.softmax(tf.constant(rng.normal(size=(6, 4, 3)), tf.float32))
    target, counted = rng.integers(0, 3, (6, 4)), rng.uniform(size=(6, 4)) < 0.5
    loss = keras.losses.SparseCategoricalCrossentropy()
    top, bottom = loss_terms(loss, target=target, output=output, weights=None, fraction=1.0, counted=counted)
    expected = loss(target[counted], output.numpy()[counted])
    assert float(top / bottom) == pytest.approx(float(expected), rel=1e-6)


def test_training_per_position_is_training_on_the_positions_that_count() -> None:
    case = CASES["positions"]
    network, (objective,), optimizer = built(case, one_device())
    examples = case.examples()
    optimizer.build(network.trainable_variables)
    x, y = examples.inputs["x"], examples.targets["y"]
    weights, counted = examples.weights["y"], examples.counted["y"]
    for epoch in range(3):
        order = epoch_order(len(x), seed=0, epoch=epoch)
        for start in range(0, len(x), BATCH_SIZE):
            rows = order[start : start + BATCH_SIZE]
            mask = counted[rows]
            with tf.GradientTape() as tape:
                given = tf.boolean_mask(network({"x": x[rows]}, training=True)["y"], mask)
                value = objective.loss(y[rows][mask], given, sample_weight=weights[rows][mask])
            gradients = tape.gradient(value, [each.value for each in network.trainable_variables])
            optimizer.apply(gradients, network.trainable_variables)
    found = trained(case, one_device())["weights"]
    for received, expected in zip(found, network.get_weights(), strict=True):
        np.testing.assert_allclose(received, expected, rtol=1e-4, atol=1e-6)
