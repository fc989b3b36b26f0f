"""One device against Keras' own `train_on_batch` on the same batches."""

import numpy as np
import pytest

from nnspec.training.order import epoch_order
from training_cases import BATCH_SIZE, CASES, EPOCHS, built, one_device, trained

pytestmark = pytest.mark.backend
# `train_on_batch` cannot leave positions out of what a loss is divided by; test_positions_reference.py does by hand.
KNOWN_TO_KERAS = {name: case for name, case in CASES.items() if name != "positions"}


def keras_reference(case):
    trunk, objectives, optimizer = built(case, one_device())
    trunk.compile(
        optimizer=optimizer,
        loss={o.name: o.loss for o in objectives},
        loss_weights={o.name: o.weight for o in objectives},
        run_eagerly=True,
    )
    examples, losses = case.examples(), []
    for epoch in range(EPOCHS):
        total = 0.0
        order = epoch_order(examples.n, seed=0, epoch=epoch)
        for start in range(0, examples.n, BATCH_SIZE):
            rows = order[start : start + BATCH_SIZE]
            inputs, targets = ({k: v[rows] for k, v in group.items()} for group in (examples.inputs, examples.targets))
            weights = {o.name: examples.weights.get(o.name, np.ones(examples.n, "float32"))[rows] for o in objectives}
            logs = trunk.train_on_batch(
                inputs, targets, sample_weight=weights if examples.weights else None, return_dict=True
            )
            total += float(logs["loss"]) * len(rows)
        losses.append(total / examples.n)
    optimizer.finalize_variable_values(trunk.trainable_variables)
    return losses, trunk.get_weights()


@pytest.fixture(scope="module")
def compared():
    return {name: (trained(case, one_device()), keras_reference(case)) for name, case in KNOWN_TO_KERAS.items()}


@pytest.mark.parametrize("name", KNOWN_TO_KERAS)
def test_training_on_one_device_gives_the_weights_of_train_on_batch(compared, name):
    ours, (_, weights) = compared[name]
    for received, expected in zip(ours["weights"], weights, strict=True):
        np.testing.assert_allclose(received, expected, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("name", ["plain", "weighted", "penalised"])
def test_training_on_one_device_gives_the_loss_curve_of_train_on_batch(compared, name):
    ours, (losses, _) = compared[name]
    np.testing.assert_allclose(ours["history"]["loss"], losses, rtol=1e-5)
