"""A Keras model <-> a `.keras` file, which `keras.models.load_model` reads."""

from __future__ import annotations

from pathlib import Path

import keras

from nnspec.interop.exporting.tensors import Arrays, to_arrays, to_tensors


def write_keras_file(model: keras.Model, path: Path) -> None:
    """Write the file; the optimizer stays out."""
    keras.Model(model.input, model.output, name=model.name).save(path)


def run_keras_file(path: Path, rows: Arrays) -> Arrays:
    """Predict rows with what was written; the file is our own, a moment old."""
    return to_arrays(keras.models.load_model(path)(to_tensors(rows)))
