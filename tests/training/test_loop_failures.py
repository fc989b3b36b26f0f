import keras
import numpy as np
import pytest

from nnspec.errors import RunError
from nnspec.training.examples import Examples
from nnspec.training.plan import Plan
from nnspec.training.trainer import Trainer
from training_cases import class_objective, classifier, one_device, vectors

pytestmark = pytest.mark.backend


def poisoned(row):
    clean = vectors()
    x = clean.inputs["x"].copy()
    x[row] = np.nan
    return Examples(inputs={"x": x}, targets=clean.targets)


def fit(trunk, examples, *, learning_rate=0.05, callbacks=(), **plan):
    return Trainer(trunk, objectives=[class_objective()], devices=one_device()).fit(
        examples,
        plan=Plan(batch_size=16, **{"epochs": 3, **plan}),
        optimizer=keras.optimizers.SGD(learning_rate),
        callbacks=callbacks,
    )


def test_loss_that_is_not_finite_names_stage_epoch_and_step():
    with pytest.raises(RunError, match="at step `103` in epoch `3` of stage `warm`") as error:
        fit(classifier(), poisoned(40), shuffle=False, first_epoch=2, first_step=100, stage="warm")
    assert [finding.code for finding in error.value.diagnostics] == ["NN350"]


def test_loss_that_is_not_finite_leaves_the_weights_of_the_last_good_epoch():
    class Seen(keras.callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None):
            self.weights = self.model.get_weights()
            self.model.optimizer.learning_rate = float("inf")

    seen, trunk = Seen(), classifier()
    with pytest.raises(RunError, match="in epoch `2`"):
        fit(trunk, vectors(), callbacks=[seen])
    for received, expected in zip(trunk.get_weights(), seen.weights, strict=True):
        np.testing.assert_array_equal(received, expected)


def test_weights_that_are_not_finite_after_the_last_step_are_noticed():
    trunk = classifier()
    with pytest.raises(RunError, match="the weights are not finite"):
        fit(trunk, vectors(16), learning_rate=float("inf"), epochs=1)
    assert all(np.isfinite(weight).all() for weight in trunk.get_weights())


def test_labels_out_of_range_become_a_finding():
    examples = Examples(inputs=vectors().inputs, targets={"y": np.full(65, 7)})
    with pytest.raises(RunError, match="TensorFlow stopped at step `1`") as error:
        fit(classifier(), examples)
    assert [finding.code for finding in error.value.diagnostics] == ["NN853"]


def test_interrupt_keeps_the_last_weights_and_the_history_so_far():
    class Interrupts(keras.callbacks.Callback):
        def on_epoch_begin(self, epoch, logs=None):
            if epoch == 2:
                self.weights = self.model.get_weights()
                raise KeyboardInterrupt

    trunk, callback = classifier(), Interrupts()
    fitted = fit(trunk, vectors(), callbacks=[callback], epochs=5)
    assert fitted.interrupted
    assert len(fitted.history["loss"]) == 2
    for received, expected in zip(trunk.get_weights(), callback.weights, strict=True):
        np.testing.assert_array_equal(received, expected)
