"""What a callback raises once training runs in, one finding that names the callback out."""

from __future__ import annotations

import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import keras

from nnspec.compiler.failures import KERAS_FAILURES, first_sentence
from nnspec.diagnostics.diagnostic import Diagnostic
from nnspec.errors import RunError

_FAILURES = (*KERAS_FAILURES, KeyError, AttributeError, RuntimeError, OSError)


@contextmanager
def callback_failures(callbacks: Sequence[keras.callbacks.Callback]) -> Iterator[None]:
    """Turn what one of the callbacks fails with inside the block into a failure of the run, `NN853`.

    Args:
        callbacks: of the run; what none of them raised passes.
    """
    try:
        yield
    except _FAILURES as error:
        callback = _raiser(error, callbacks)
        if callback is None:
            raise
        raise _failed(callback, error) from error


def _raiser(error: Exception, callbacks: Sequence[keras.callbacks.Callback]) -> keras.callbacks.Callback | None:
    """Find the callback one of whose methods was running: Keras' list of callbacks does not say."""
    owners = [frame.f_locals.get("self") for frame, _ in traceback.walk_tb(error.__traceback__)]
    return next((callback for callback in callbacks if any(owner is callback for owner in owners)), None)


def _failed(callback: keras.callbacks.Callback, error: Exception) -> RunError:
    # A KeyError shows its text in quotes.
    reason = str(error.args[0]) if isinstance(error, KeyError) and error.args else first_sentence(error)
    message = f"callback `{type(callback).__name__}` failed: {reason}"
    return RunError([Diagnostic(code="NN853", message=message, path=("train",))])
