"""A Keras model <-> a folder in TensorFlow's SavedModel format, for TensorFlow Serving and its kin."""

from __future__ import annotations

from pathlib import Path

import keras
import tensorflow as tf

from nnspec.interop.exporting.tensors import Arrays, to_arrays, to_tensors


def write_saved_model(model: keras.Model, path: Path) -> None:
    """Write the folder; its endpoint `serve` takes and gives tensors by name."""
    model.export(path, format="tf_saved_model", verbose=False)


def run_saved_model(path: Path, rows: Arrays) -> Arrays:
    """Predict rows with what was written."""
    loaded = tf.saved_model.load(str(path))  # kept by name: its variables go with it
    return to_arrays(loaded.serve(to_tensors(rows)))
