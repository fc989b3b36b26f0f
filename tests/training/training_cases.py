"""Small networks and data that several tests train; also a program that trains them on two logical devices."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, field

import keras
import numpy as np

from nnspec.training.examples import Examples
from nnspec.training.objectives import Objective
from nnspec.training.plan import Plan
from nnspec.training.strategy import Devices, open_strategy
from nnspec.training.trainer import Trainer

N_ROWS, BATCH_SIZE, EPOCHS = 65, 16, 3


@dataclass(frozen=True)
class Case:
    """A network for `rows`, what it is judged by, and an optimizer."""

    network: Callable[[bool], keras.Model]
    objectives: Callable[[], list[Objective]]
    examples: Callable[[], Examples]
    optimizer: Callable[[], keras.optimizers.Optimizer] = field(
        default=lambda: keras.optimizers.SGD(0.05, momentum=0.9)
    )


def one_device() -> Devices:
    return open_strategy("none")


def vectors(n: int = N_ROWS, *, weighted: bool = False) -> Examples:
    rng = np.random.default_rng(5)
    x = rng.normal(size=(n, 6)).astype("float32")
    weights = {"y": rng.uniform(0.2, 3.0, n).astype("float32")} if weighted else {}
    return Examples(inputs={"x": x}, targets={"y": (x[:, 0] > 0).astype("int32") + (x[:, 1] > 1)}, weights=weights)


def classifier(replicated: bool = False, *, width: int = 12) -> keras.Model:
    x = keras.Input((6,), name="x")
    hidden = keras.layers.Dense(width, activation="tanh")(x)
    return keras.Model({"x": x}, {"y": keras.layers.Dense(3, activation="softmax", name="y")(hidden)})


def class_objective(**settings: object) -> Objective:
    metrics = (keras.metrics.SparseCategoricalAccuracy(name="accuracy"),)
    return Objective(name="y", loss=keras.losses.SparseCategoricalCrossentropy(), metrics=metrics, **settings)


def _penalised(replicated: bool) -> keras.Model:
    x = keras.Input((6,), name="x")
    hidden = keras.layers.Dense(12, activation="relu", kernel_regularizer=keras.regularizers.L2(0.05))(x)
    hidden = keras.layers.BatchNormalization(synchronized=replicated)(hidden)
    hidden = keras.layers.Dense(8, activation="tanh", activity_regularizer=keras.regularizers.L1(0.1))(hidden)
    return keras.Model({"x": x}, {"y": keras.layers.Dense(3, activation="softmax", name="y")(hidden)})


def _masked(replicated: bool) -> keras.Model:
    x = keras.Input((5, 3), name="x")
    hidden = keras.layers.Dense(4, activation="tanh")(keras.layers.Masking()(x))
    return keras.Model({"x": x}, {"y": keras.layers.Dense(2, name="y")(hidden)})


def _sequences() -> Examples:
    rng = np.random.default_rng(6)
    x = rng.normal(size=(N_ROWS, 5, 3)).astype("float32")
    lengths = rng.integers(1, 6, N_ROWS)
    x[np.arange(5)[None, :] >= lengths[:, None]] = 0.0
    return Examples(inputs={"x": x}, targets={"y": rng.normal(size=(N_ROWS, 5, 2)).astype("float32")})


def _two_outputs(replicated: bool) -> keras.Model:
    x = keras.Input((6,), name="x")
    hidden = keras.layers.Dense(12, activation="tanh")(x)
    y = keras.layers.Dense(3, activation="softmax", name="y")(hidden)
    return keras.Model({"x": x}, {"y": y, "z": keras.layers.Dense(1, name="z")(hidden)})


def _two_objectives() -> list[Objective]:
    error = keras.losses.MeanSquaredError(reduction="mean_with_sample_weight")
    metrics = (keras.metrics.MeanAbsoluteError(name="mae"),)
    return [class_objective(weight=0.5), Objective(name="z", loss=error, metrics=metrics, weight=2.0)]


def _two_targets() -> Examples:
    rows, rng = vectors(), np.random.default_rng(7)
    targets = {**rows.targets, "z": rng.normal(size=(N_ROWS, 1)).astype("float32")}
    return Examples(inputs=rows.inputs, targets=targets, weights={"z": rng.uniform(0.1, 2, N_ROWS).astype("float32")})


def _per_step(replicated: bool) -> keras.Model:
    x = keras.Input((5, 3), name="x")
    hidden = keras.layers.Conv1D(4, 3, padding="same", activation="tanh")(x)
    return keras.Model({"x": x}, {"y": keras.layers.Dense(3, activation="softmax", name="y")(hidden)})


def _steps_that_count() -> Examples:
    """Give a class for each step; two thirds of the steps count, and these by two weights."""
    rows, rng = _sequences(), np.random.default_rng(8)
    classes = rng.integers(0, 3, (N_ROWS, 5)).astype("int32")
    weights = np.where(classes == 1, 3.0, 0.5).astype("float32")
    counted = rng.uniform(size=(N_ROWS, 5)) < 0.67
    return Examples(inputs=rows.inputs, targets={"y": classes}, weights={"y": weights}, counted={"y": counted})


def _squared_error(reduction: str = "sum_over_batch_size") -> list[Objective]:
    return [Objective(name="y", loss=keras.losses.MeanSquaredError(reduction=reduction))]


CASES = {
    "plain": Case(classifier, lambda: [class_objective()], vectors, lambda: keras.optimizers.Adam(0.01)),
    "weighted": Case(classifier, lambda: [class_objective()], lambda: vectors(weighted=True)),
    "penalised": Case(_penalised, lambda: [class_objective()], vectors),
    "masked": Case(_masked, _squared_error, _sequences),
    "summed": Case(
        _masked, lambda: _squared_error("sum"), _sequences, lambda: keras.optimizers.SGD(0.001, clipnorm=0.5)
    ),
    "averaged": Case(
        classifier,
        lambda: [class_objective()],
        vectors,
        lambda: keras.optimizers.AdamW(0.01, use_ema=True, ema_momentum=0.8, global_clipnorm=0.1),
    ),
    "positions": Case(_per_step, lambda: [class_objective(per_position=True)], _steps_that_count),
    "two_outputs": Case(_two_outputs, _two_objectives, _two_targets),
}


def built(case: Case, devices: Devices) -> tuple[keras.Model, list[Objective], keras.optimizers.Optimizer]:
    """Make a case's parts with the same first weights every time."""
    keras.utils.set_random_seed(3)
    with devices.strategy.scope():
        return case.network(devices.n_replicas > 1), case.objectives(), case.optimizer()


def trained(case: Case, devices: Devices) -> dict[str, object]:
    """Train a case, and give what two trainings can be compared by."""
    trunk, objectives, optimizer = built(case, devices)
    trainer, examples = Trainer(trunk, objectives=objectives, devices=devices), case.examples()
    fitted = trainer.fit(examples, plan=Plan(batch_size=BATCH_SIZE, epochs=EPOCHS), optimizer=optimizer)
    return {
        "history": {name: list(values) for name, values in fitted.history.items()},
        "weights": [weight.tolist() for weight in trunk.get_weights()],
        "evaluation": trainer.evaluate(examples, batch_size=32),
        "prediction": trainer.predict(examples, batch_size=32)["y"].tolist(),
    }


if __name__ == "__main__":
    two_devices = open_strategy("mirrored", devices=2)
    json.dump({name: trained(case, two_devices) for name, case in CASES.items()}, sys.stdout)
