import json
import os

import keras
import numpy as np
import pytest

from nnspec.errors import RunError
from nnspec.training.checkpoints import Checkpoints
from nnspec.training.plan import EpochRecord, Plan
from nnspec.training.trainer import Trainer
from training_cases import class_objective, one_device, vectors

pytestmark = pytest.mark.backend


@pytest.fixture
def trunk():
    source = keras.Input((6,), name="x")
    hidden = keras.layers.Dropout(0.5)(keras.layers.Dense(4, name="hidden")(source))
    trunk = keras.Model({"x": source}, {"y": keras.layers.Dense(3, activation="softmax", name="y")(hidden)})
    trunk.compile(optimizer=keras.optimizers.Adam())
    trunk.optimizer.build(trunk.trainable_variables)
    return trunk


def record(epoch, val_loss):
    return EpochRecord(epoch=epoch, step=10 * epoch, seconds=0.1, logs={"val_loss": val_loss})


def fill(trunk, value):
    trunk.set_weights([np.full(weight.shape, value, weight.dtype) for weight in trunk.get_weights()])


def kept(store, trunk, *losses):
    for epoch, loss in enumerate(losses, start=1):
        fill(trunk, epoch)
        store.keep(trunk, record=record(epoch, loss))


def bias(trunk):
    return float(trunk.get_weights()[1][0])


@pytest.mark.parametrize(("which", "value"), [("last", 3.0), ("best", 2.0)])
def test_restore_gives_the_weights_of_the_last_or_best_epoch(tmp_path, trunk, which, value):
    store = Checkpoints(tmp_path)
    kept(store, trunk, 3.0, 1.0, 2.0)
    state = store.restore(trunk, which=which)
    assert (bias(trunk), state.epoch, state.step) == (value, int(value), 10 * int(value))


def test_best_checkpoint_under_mode_max_is_the_highest(tmp_path, trunk):
    store = Checkpoints(tmp_path, mode="max")
    kept(store, trunk, 3.0, 1.0, 2.0)
    assert store.restore(trunk, which="best").epoch == 1


def test_best_checkpoint_is_never_one_that_is_not_finite(tmp_path, trunk):
    store = Checkpoints(tmp_path)
    kept(store, trunk, float("nan"), 1.0)
    assert store.restore(trunk, which="best").epoch == 2


def test_keep_leaves_two_checkpoints_and_nothing_aside(tmp_path, trunk):
    kept(Checkpoints(tmp_path), trunk, 5.0, 1.0, 4.0, 3.0)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["000002", "000004", "pointer.json"]


def test_restore_brings_back_optimizer_and_dropout(tmp_path, trunk):
    trunk.optimizer.iterations.assign(7)
    seeds = [v for v in trunk.variables if "seed" in v.path]
    seeds[0].assign([3, 9])
    store = Checkpoints(tmp_path)
    store.keep(trunk, record=record(1, 1.0))
    trunk.optimizer.iterations.assign(0)
    seeds[0].assign([0, 0])
    store.restore(trunk)
    assert int(trunk.optimizer.iterations.numpy()) == 7
    assert seeds[0].numpy().tolist() == [3, 9]


def test_keep_writes_the_plain_state_of_callbacks(tmp_path, trunk):
    callback = keras.callbacks.ReduceLROnPlateau()
    callback.wait = 4
    store = Checkpoints(tmp_path)
    store.keep(trunk, record=record(1, 1.0), callbacks=[callback])
    [(name, attributes)] = store.restore(trunk).callbacks
    assert (name, attributes["wait"]) == ("ReduceLROnPlateau", 4)


@pytest.mark.parametrize("file", ["model.weights.h5", "state.json", "sha256.json"])
def test_restore_of_a_damaged_checkpoint_is_refused(tmp_path, trunk, file):
    store = Checkpoints(tmp_path)
    kept(store, trunk, 1.0)
    path = store.path() / file
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)
    with pytest.raises(RunError, match="`000001` is") as error:
        store.restore(trunk)
    assert [finding.code for finding in error.value.diagnostics] == ["NN851"]


def test_restore_without_a_checkpoint_is_refused(tmp_path, trunk):
    with pytest.raises(RunError, match="there is no `last` checkpoint"):
        Checkpoints(tmp_path).restore(trunk)


class Killed(BaseException):
    """Stands for the end of the process."""


@pytest.mark.parametrize("function", ["fsync", "replace"])
@pytest.mark.parametrize("call", range(1, 8))
def test_keep_that_is_killed_anywhere_leaves_a_whole_checkpoint(tmp_path, trunk, monkeypatch, function, call):
    store, n_calls, original = Checkpoints(tmp_path), 0, getattr(os, function)
    kept(store, trunk, 2.0)

    def killed_at_call(*arguments):
        nonlocal n_calls
        n_calls += 1
        if n_calls == call:
            raise Killed
        return original(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(os, function, killed_at_call)
        try:
            fill(trunk, 2)
            store.keep(trunk, record=record(2, 1.0))
        except Killed:
            pass
        else:
            assert n_calls < call
    assert Checkpoints(tmp_path).restore(trunk).epoch == bias(trunk)


def test_keep_after_a_kill_goes_on(tmp_path, trunk, monkeypatch):
    store = Checkpoints(tmp_path)

    def killed(*arguments):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", killed)
        with pytest.raises(Killed):
            store.keep(trunk, record=record(1, 2.0))
    kept(store, trunk, 2.0)
    assert store.restore(trunk).epoch == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["000001", "pointer.json"]


def test_fit_with_checkpoints_keeps_the_last_epoch(tmp_path, trunk):
    store = Checkpoints(tmp_path, monitor="loss")
    trainer = Trainer(trunk, objectives=[class_objective()], devices=one_device())
    trainer.fit(vectors(), plan=Plan(batch_size=16, epochs=2), optimizer=keras.optimizers.Adam(), checkpoints=store)
    expected = trunk.get_weights()
    fill(trunk, 0)
    assert store.restore(trunk).step == 10
    for received, weight in zip(trunk.get_weights(), expected, strict=True):
        np.testing.assert_array_equal(received, weight)
    assert json.loads((tmp_path / "pointer.json").read_text())["last"] == "000002"
