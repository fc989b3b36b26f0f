"""What went wrong in a step in, one finding that says where and what is kept out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import tensorflow as tf

from nnspec.diagnostics.diagnostic import Diagnostic
from nnspec.errors import RunError

_HINT = "lower the learning rate, clip gradients with `clipnorm`, or look for extreme values in the data"


# What TensorFlow writes around the reason for its own authors: colours, the address of the kernel, stack traces.
_DECORATION = re.compile(r"\x1b\[[0-9;]*m|\{\{function_node .*?\}\} | \[Op:\w+\].*$", re.MULTILINE)
_AROUND = (
    "Graph execution error",
    "Exception encountered",
    "Detected at node",
    "File ",
    "<stack",
    "[[",
    "Hint:",
    "in user code",
)


def not_finite(what: str, *, stage: str | None, epoch: int, step: int) -> RunError:
    """Make the error for a loss or weights that are not finite, `NN350`.

    Args:
        what: `loss` or `weights`.
        stage: the stage's name; None when there is only one.
        epoch: counts from 1.
        step: counts from 1 over the whole training.
    """
    verb = "are" if what == "weights" else "is"
    message = f"the {what} {verb} not finite {_place(stage, epoch, step)}"
    hint = f"{_HINT}; the model has the last weights again that an epoch ended or began with"
    return _run_error("NN350", message, hint=hint)


def backend_stopped(error: tf.errors.OpError | ValueError, *, stage: str | None, epoch: int, step: int) -> RunError:
    """Make the error for a step that TensorFlow could not run, `NN853`."""
    return _stopped(error, f" {_place(stage, epoch, step)}")


@contextmanager
def machine_failures() -> Iterator[None]:
    """Turn what TensorFlow or the file system refuses inside the block into a failure of the run, `NN853`."""
    try:
        yield
    except tf.errors.OpError as error:
        raise _stopped(error, "") from error
    except OSError as error:
        raise _run_error("NN853", f"the system refused a file: {error}", hint=None) from error


def _stopped(error: tf.errors.OpError | ValueError, place: str) -> RunError:
    lines = [line.strip() for line in _DECORATION.sub("", str(getattr(error, "message", error))).splitlines()]
    reason = next((line for line in lines if line and not line.startswith(_AROUND)), type(error).__name__)
    exhausted = isinstance(error, tf.errors.ResourceExhaustedError)
    hint = "fewer units or a smaller `batch_size` need less memory" if exhausted else None
    return _run_error("NN853", f"TensorFlow stopped{place}: {reason}", hint=hint)


def _place(stage: str | None, epoch: int, step: int) -> str:
    inside = f" of stage `{stage}`" if stage else ""
    return f"at step `{step}` in epoch `{epoch}`{inside}"


def _run_error(code: str, message: str, *, hint: str | None) -> RunError:
    return RunError([Diagnostic(code=code, message=message, path=("train",), hint=hint)])
