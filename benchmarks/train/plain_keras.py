"""The peer of `whole.py`: what a practitioner writes by hand for the same work, with Keras and NumPy alone.

python plain_keras.py rows.csv FOLDER
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

import keras
import numpy as np


def main(source: Path, folder: Path) -> None:
    """Read, split, normalise, train, evaluate on every split, save model, weights and history."""
    keras.utils.set_random_seed(0)
    with source.open(newline="") as stream:
        head, *rows = csv.reader(stream)
    features = np.array([row[:-1] for row in rows], dtype="float32")
    classes = sorted({row[-1] for row in rows})
    labels = np.array([classes.index(row[-1]) for row in rows], dtype="int32")
    parts = split(labels, np.random.default_rng(0))
    normalize = keras.layers.Normalization()
    normalize.adapt(features[parts["train"]])
    encoded = {name: np.asarray(normalize(features[chosen])) for name, chosen in parts.items()}

    inputs = keras.Input((len(head) - 1,))
    hidden = keras.layers.Dense(64, activation="relu")(inputs)
    hidden = keras.layers.Dense(64, activation="relu")(hidden)
    trunk = keras.Model(inputs, keras.layers.Dense(len(classes), activation="softmax")(hidden))
    trunk.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    history = trunk.fit(
        encoded["train"],
        labels[parts["train"]],
        batch_size=128,
        epochs=10,
        validation_data=(encoded["validation"], labels[parts["validation"]]),
        verbose=0,
    )
    metrics = {
        name: trunk.evaluate(encoded[name], labels[chosen], batch_size=1024, verbose=0, return_dict=True)
        for name, chosen in parts.items()
    }

    raw = keras.Input((len(head) - 1,))
    serving = keras.Model(raw, trunk(normalize(raw)))
    folder.mkdir()
    serving.save(folder / "model.keras")
    trunk.save_weights(folder / "final.weights.h5")
    (folder / "report.json").write_text(json.dumps({"metrics": metrics, "history": history.history}))


def split(labels: np.ndarray, generator: np.random.Generator) -> dict[str, np.ndarray]:
    """Cut 15 % for validation and 15 % for the test, stratified."""
    parts: dict[str, list[np.ndarray]] = {"train": [], "validation": [], "test": []}
    for label in np.unique(labels):
        rows = generator.permutation(np.flatnonzero(labels == label))
        n = round(0.15 * len(rows))
        for name, chosen in zip(parts, (rows[2 * n :], rows[:n], rows[n : 2 * n]), strict=True):
            parts[name].append(chosen)
    return {name: np.concatenate(chosen) for name, chosen in parts.items()}


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
