"""One way to train in, CPU seconds per epoch out: `python contestants.py NAME EPOCHS` prints them as JSON."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial

import keras
import numpy as np
import tensorflow as tf

from nnspec.training.examples import Examples
from nnspec.training.objectives import Objective
from nnspec.training.plan import Plan
from nnspec.training.strategy import open_strategy
from nnspec.training.trainer import Trainer

N_ROWS, N_COLUMNS, N_CLASSES, BATCH_SIZE = 60_000, 784, 10, 128
Data = tuple[np.ndarray, np.ndarray]


class EpochClock(keras.callbacks.Callback):
    """Takes the process's CPU time at both ends of every epoch."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds: list[float] = []

    def on_epoch_begin(self, epoch: int, logs: dict | None = None) -> None:
        self.start = time.process_time()

    def on_epoch_end(self, epoch: int, logs: dict | None = None) -> None:
        self.seconds.append(time.process_time() - self.start)


def make_data() -> Data:
    rng = np.random.default_rng(0)
    x = rng.random((N_ROWS, N_COLUMNS), dtype=np.float32)
    return x, (x[:, 0] * N_CLASSES).astype(np.int32)


def make_network() -> keras.Model:
    x = keras.Input((N_COLUMNS,), name="x")
    hidden = keras.layers.Dense(128, activation="relu")(x)
    y = keras.layers.Dense(N_CLASSES, activation="softmax", name="y")(hidden)
    return keras.Model({"x": x}, {"y": y})


def nnspec_loop(data: Data, epochs: int, *, jit: bool = False) -> list[float]:
    clock, (x, y) = EpochClock(), data
    accuracy = keras.metrics.SparseCategoricalAccuracy(name="accuracy")
    loss = keras.losses.SparseCategoricalCrossentropy()
    objective = Objective(name="y", loss=loss, metrics=(accuracy,))
    Trainer(make_network(), objectives=[objective], devices=open_strategy(), jit=jit).fit(
        Examples(inputs={"x": x}, targets={"y": y}),
        plan=Plan(batch_size=BATCH_SIZE, epochs=epochs),
        optimizer=keras.optimizers.Adam(),
        callbacks=[clock],
    )
    return clock.seconds


def fit_numpy(data: Data, epochs: int) -> list[float]:
    clock, model = EpochClock(), _compiled()
    model.fit(*data, batch_size=BATCH_SIZE, epochs=epochs, verbose=0, callbacks=[clock])
    return clock.seconds


def fit_tf_data(data: Data, epochs: int) -> list[float]:
    clock, model = EpochClock(), _compiled()
    rows = tf.data.Dataset.from_tensor_slices(data).cache().shuffle(10_000).batch(BATCH_SIZE)
    model.fit(rows.prefetch(tf.data.AUTOTUNE), epochs=epochs, verbose=0, callbacks=[clock])
    return clock.seconds


def bare_function(data: Data, epochs: int) -> list[float]:
    """Train with nothing around it: one traced loop over the whole epoch."""
    model, optimizer = make_network(), keras.optimizers.Adam()
    loss, accuracy = keras.losses.SparseCategoricalCrossentropy(), keras.metrics.SparseCategoricalAccuracy()
    optimizer.build(model.trainable_variables)
    x, y = (tf.constant(array) for array in data)

    @tf.function
    def epoch(order: tf.Tensor) -> None:
        for start in tf.range(0, N_ROWS, BATCH_SIZE):
            rows = order[start : start + BATCH_SIZE]
            with tf.GradientTape() as tape:
                output = model({"x": tf.gather(x, rows)}, training=True)["y"]
                value = loss(tf.gather(y, rows), output)
            optimizer.apply(tape.gradient(value, model.trainable_weights), model.trainable_weights)
            accuracy.update_state(tf.gather(y, rows), output)

    def run(order: np.ndarray) -> None:
        epoch(tf.constant(order, tf.int32))
        accuracy.result()
        accuracy.reset_state()

    return list(_timed(run, epochs))


def _compiled() -> keras.Model:
    x = keras.Input((N_COLUMNS,))
    model = keras.Model(x, make_network()({"x": x})["y"])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def _timed(run: Callable[[np.ndarray], None], epochs: int) -> Iterator[float]:
    rng = np.random.default_rng(1)
    for _ in range(epochs):
        start = time.process_time()
        run(rng.permutation(N_ROWS))
        yield time.process_time() - start


CONTESTANTS = {
    "nnspec": nnspec_loop,
    "nnspec, jit: true": partial(nnspec_loop, jit=True),
    "keras fit, numpy": fit_numpy,
    "keras fit, tf.data": fit_tf_data,
    "bare tf.function": bare_function,
}

if __name__ == "__main__":
    print(json.dumps(CONTESTANTS[sys.argv[1]](make_data(), int(sys.argv[2]))))
