"""A Keras model <-> a `.tflite` file, for LiteRT (TensorFlow Lite) on phones and small devices."""

from __future__ import annotations

import warnings
from pathlib import Path

import keras
import tensorflow as tf

from nnspec.compiler.failures import first_sentence
from nnspec.errors import spec_error
from nnspec.interop.exporting.tensors import Arrays, to_bytes

_HINT = "`--part trunk` exports the network alone: encoded numbers in, scores out"


def write_litert_file(model: keras.Model, path: Path) -> None:
    """Write the file.

    Raises:
        SpecError: NN575 for what LiteRT cannot hold.
    """
    try:
        model.export(path, format="litert", verbose=False)
    except (ValueError, RuntimeError, NotImplementedError, tf.errors.OpError) as error:
        raise spec_error("NN575", f"LiteRT cannot hold the model: {first_sentence(error)}", hint=_HINT) from error


def run_litert_file(path: Path, rows: Arrays) -> Arrays:
    """Predict rows with what was written, by the interpreter that TensorFlow brings.

    Raises:
        SpecError: NN575 for operations that LiteRT itself does not have.
    """
    with warnings.catch_warnings():
        # TensorFlow's own interpreter announces its move to another package; it is the one that is installed.
        warnings.simplefilter("ignore")
        interpreter = tf.lite.Interpreter(str(path))
    try:
        given: Arrays = interpreter.get_signature_runner("serving_default")(**to_bytes(rows))
    except (RuntimeError, ValueError) as error:
        raise spec_error("NN575", f"LiteRT cannot run the model: {first_sentence(error)}", hint=_HINT) from error
    return given
