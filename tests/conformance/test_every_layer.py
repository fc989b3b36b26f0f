"""Every layer of the catalog, from the text of a spec: built, trained for a step, back from its weights."""

from __future__ import annotations

from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf

from building import Built, build, rows_for
from layer_situations import layer_names, network_around
from nnspec.catalog.catalog import load_catalog
from nnspec.compiler.instantiate import locate_class

pytestmark = pytest.mark.backend


def _train_one_step(trunk: keras.Model) -> float:
    """Take one step of gradient descent on a squared error; give the loss before it."""
    optimizer = keras.optimizers.SGD(0.01)
    rows = rows_for(trunk)
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.square(tf.cast(trunk(rows, training=True)["y"], tf.float32) - 1.0)) + sum(trunk.losses)
    gradients = tape.gradient(loss, [weight.value for weight in trunk.trainable_weights])
    assert all(gradient is not None for gradient in gradients)
    optimizer.apply(gradients, trunk.trainable_weights)
    return float(loss)


def _predict(trunk: keras.Model) -> np.ndarray:
    return keras.ops.convert_to_numpy(trunk(rows_for(trunk, seed=1), training=False)["y"])


def _probed(built: Built) -> keras.layers.Layer:
    return next(layer for layer in built.trunk.layers if layer.name == "probed")


@pytest.mark.parametrize("name", layer_names())
def test_layer_from_a_spec_trains_and_comes_back_from_its_weights(name: str, tmp_path: Path) -> None:
    built, entry = build(network_around(name)), load_catalog().find("layers", name)
    assert entry is not None
    assert isinstance(_probed(built), locate_class(entry.path))
    before = [np.array(weight) for weight in built.trunk.trainable_weights]
    assert np.isfinite(_train_one_step(built.trunk))
    changed = [not np.array_equal(a, b) for a, b in zip(before, built.trunk.trainable_weights, strict=True)]
    assert any(changed)
    file = tmp_path / "trunk.weights.h5"
    built.trunk.save_weights(file)
    again = build(network_around(name)).trunk
    again.load_weights(file)
    np.testing.assert_allclose(_predict(again), _predict(built.trunk), rtol=1e-6)
