"""Keras and its backend, loaded when a command needs them, quietly."""

from __future__ import annotations

import os
import warnings

from nnspec.errors import UsageError


def load_backend() -> None:
    """Import Keras with its backend.

    Raises:
        UsageError: neither is installed; it says what to install.
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
    keras.utils.disable_interactive_logging()
