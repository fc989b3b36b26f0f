"""Keras and its backend, loaded when a command needs them, quietly."""

from __future__ import annotations

import os
import warnings

from nnspec.errors import UsageError


def check_backend(name: str) -> None:
    """Refuse a backend that the training loop does not run on.

    Raises:
        UsageError: it is not TensorFlow.
    """
    if name != "tensorflow":
        raise UsageError(f"the Keras backend `{name}` is not supported yet; set KERAS_BACKEND=tensorflow")


def load_backend() -> None:
    """Import Keras with its backend.

    Raises:
        UsageError: they are not installed, or Keras runs on another backend.
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("KERAS_BACKEND", "tensorflow")
    # Keras 3.15 trips over NumPy's new `copy` keyword in its own code; nobody here can do anything about it.
    warnings.filterwarnings("ignore", "__array__ implementation doesn't accept a copy", DeprecationWarning)
    try:
        import keras
        import tensorflow  # noqa: F401
    except ImportError as error:
        message = f"this needs Keras with TensorFlow, and `{error.name}` is not installed"
        raise UsageError(f'{message}; install it with `pip install "nnspec[cpu]"` or `"nnspec[gpu]"`') from error
    check_backend(keras.backend.backend())
    keras.utils.disable_interactive_logging()
