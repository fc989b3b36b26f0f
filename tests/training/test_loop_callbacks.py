import csv

import keras
import numpy as np
import pytest

from nnspec.training.plan import Plan
from nnspec.training.trainer import Trainer
from training_cases import class_objective, classifier, one_device, vectors

pytestmark = pytest.mark.backend


def fit(callbacks, *, epochs=3, learning_rate=0.05, **plan):
    keras.utils.set_random_seed(1)
    trunk = classifier()
    trainer = Trainer(trunk, objectives=[class_objective()], devices=one_device())
    fitted = trainer.fit(
        vectors(),
        plan=Plan(batch_size=16, epochs=epochs, **plan),
        optimizer=keras.optimizers.SGD(learning_rate),
        validation=vectors(20),
        callbacks=callbacks,
    )
    return trunk, fitted


class WeightsByEpoch(keras.callbacks.Callback):
    def __init__(self):
        super().__init__()
        self.weights = []

    def on_epoch_end(self, epoch, logs=None):
        self.weights.append(self.model.get_weights())


class Scripted(keras.callbacks.Callback):
    """Writes the monitored values that a test wants into the logs."""

    def __init__(self, values):
        super().__init__()
        self.values = values

    def on_epoch_end(self, epoch, logs=None):
        logs["val_loss"] = self.values[epoch]


def same(first, second):
    return all(np.array_equal(a, b) for a, b in zip(first, second, strict=True))


@pytest.mark.parametrize(
    ("values", "best", "n_epochs"),
    [((3.0, 1.0, 2.0, 4.0, 5.0), 1, 4), ((3.0, 2.0, 2.5, 2.2), 1, 4), ((4.0, 3.0, 2.0), 2, 3)],
    ids=["stopped", "ended_by_epochs", "last_is_best"],
)
def test_early_stopping_however_training_ends_leaves_the_best_weights(values, best, n_epochs):
    seen = WeightsByEpoch()
    stop = keras.callbacks.EarlyStopping(patience=2, restore_best_weights=True)
    trunk, fitted = fit([Scripted(values), seen, stop], epochs=len(values))
    assert len(fitted.epochs) == n_epochs
    assert same(trunk.get_weights(), seen.weights[best])


def test_early_stopping_that_stops_is_reported():
    _, fitted = fit([Scripted((1.0, 2.0, 3.0, 4.0)), keras.callbacks.EarlyStopping(patience=1)], epochs=4)
    assert fitted.stopped_early


def test_reduce_lr_on_plateau_lowers_the_rate_that_training_uses():
    trunk, fitted = fit([Scripted((1.0, 2.0, 3.0)), keras.callbacks.ReduceLROnPlateau(patience=1, factor=0.5)])
    assert fitted.history["learning_rate"] == pytest.approx((0.05, 0.05, 0.025))
    assert float(trunk.optimizer.learning_rate.numpy()) == pytest.approx(0.0125)


def test_learning_rate_scheduler_of_zero_stops_learning():
    seen = WeightsByEpoch()
    fit([keras.callbacks.LearningRateScheduler(lambda epoch: 0.0 if epoch else 0.1), seen])
    assert same(seen.weights[0], seen.weights[2])


def test_model_checkpoint_with_automatic_mode_saves_the_best_accuracy(tmp_path):
    path = str(tmp_path / "best.weights.h5")
    saver = keras.callbacks.ModelCheckpoint(path, "val_accuracy", save_best_only=True, save_weights_only=True)
    _, fitted = fit([saver])
    assert saver.best == max(fitted.history["val_accuracy"])


def test_csv_logger_writes_a_row_per_epoch(tmp_path):
    fit([keras.callbacks.CSVLogger(str(tmp_path / "log.csv"))])
    with (tmp_path / "log.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert [row["epoch"] for row in rows] == ["0", "1", "2"]
    assert {"loss", "accuracy", "val_loss", "val_accuracy"} <= set(rows[0])


def test_backup_and_restore_resumes_at_the_epoch_of_the_backup(tmp_path):
    class Stops(keras.callbacks.Callback):
        def on_epoch_begin(self, epoch, logs=None):
            if epoch == 2:
                raise KeyboardInterrupt

    fit([keras.callbacks.BackupAndRestore(str(tmp_path / "backup")), Stops()])
    _, fitted = fit([keras.callbacks.BackupAndRestore(str(tmp_path / "backup"))])
    assert [(record.epoch, record.step) for record in fitted.epochs] == [(3, 15)]


def test_swap_ema_weights_finds_its_optimizer():
    trunk = classifier()
    fitted = Trainer(trunk, objectives=[class_objective()], devices=one_device()).fit(
        vectors(),
        plan=Plan(batch_size=16, epochs=1),
        optimizer=keras.optimizers.SGD(0.1, use_ema=True),
        callbacks=[keras.callbacks.SwapEMAWeights(swap_on_epoch=True)],
    )
    assert len(fitted.epochs) == 1


def test_lambda_callback_with_a_batch_method_runs_at_every_step_and_is_noted():
    batches = []
    callback = keras.callbacks.LambdaCallback(on_train_batch_end=lambda batch, logs: batches.append(batch))
    _, fitted = fit([callback], epochs=1)
    assert batches == [0, 1, 2, 3, 4]
    assert fitted.notes == ("`LambdaCallback` acts at every step, so each call runs one step only",)


def test_callback_that_stops_at_a_batch_ends_the_epoch_there():
    class Stops(keras.callbacks.Callback):
        def on_train_batch_end(self, batch, logs=None):
            self.model.stop_training = batch == 1

    _, fitted = fit([Stops()])
    assert [record.step for record in fitted.epochs] == [2]


def test_epoch_callbacks_leave_many_steps_per_call():
    calls = [
        keras.callbacks.TerminateOnNaN(),
        keras.callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: None),
        keras.callbacks.EarlyStopping(),
    ]
    assert fit(calls)[1].notes == ()


def test_learning_rate_schedule_counts_optimizer_steps():
    keras.utils.set_random_seed(1)
    trunk, schedule = classifier(), keras.optimizers.schedules.PiecewiseConstantDecay([7], [0.1, 0.0])
    seen = WeightsByEpoch()
    Trainer(trunk, objectives=[class_objective()], devices=one_device()).fit(
        vectors(), plan=Plan(batch_size=16, epochs=3), optimizer=keras.optimizers.SGD(schedule), callbacks=[seen]
    )
    assert not same(seen.weights[0], seen.weights[1])
    assert same(seen.weights[1], seen.weights[2])
