"""What happens in a run in, lines for a person out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from nnspec.training.plan import EpochRecord


class Progress(Protocol):
    """Follows a run; every method is called in the process that trains."""

    def begin(self, *, epochs: int, steps_per_epoch: int) -> None:
        """Hear how long the stage may take."""

    def advance(self, *, epoch: int, step: int) -> None:
        """Hear that an epoch (from 1) has come to a step (from 1 within the epoch)."""

    def end_epoch(self, record: EpochRecord) -> None:
        """Hear what an epoch came to."""

    def note(self, message: str) -> None:
        """Hear a sentence about the run."""

    def end(self) -> None:
        """Hear that the stage is over, however it ended."""


class SilentProgress:
    """Says nothing; for use as a library."""

    def begin(self, *, epochs: int, steps_per_epoch: int) -> None:
        """Say nothing."""

    def advance(self, *, epoch: int, step: int) -> None:
        """Say nothing."""

    def end_epoch(self, record: EpochRecord) -> None:
        """Say nothing."""

    def note(self, message: str) -> None:
        """Say nothing."""

    def end(self) -> None:
        """Say nothing."""


class LineProgress(SilentProgress):
    """Writes one line per epoch, for files and pipes.

    Args:
        write: takes a line without its end.
    """

    def __init__(self, write: Callable[[str], None] = print) -> None:
        self._write = write
        self._n_epochs = 0

    def begin(self, *, epochs: int, steps_per_epoch: int) -> None:
        """Remember how many epochs there may be."""
        self._n_epochs = epochs

    def end_epoch(self, record: EpochRecord) -> None:
        """Write the epoch's line."""
        self._write(describe_epoch(record, n_epochs=self._n_epochs))

    def note(self, message: str) -> None:
        """Write the sentence."""
        self._write(message)


def describe_epoch(record: EpochRecord, *, n_epochs: int) -> str:
    """Write an epoch as one line: number, time, metrics.

    Example:
        >>> describe_epoch(EpochRecord(epoch=3, step=96, seconds=1.25, logs={"loss": 0.5}), n_epochs=10)
        'epoch 3/10  1.2 s  loss 0.5000'
    """
    logs = "".join(f"  {name} {_short(value)}" for name, value in record.logs.items())
    return f"epoch {record.epoch}/{n_epochs}  {record.seconds:.1f} s{logs}"


def _short(value: float) -> str:
    return f"{value:.4f}" if 1e-3 <= abs(value) < 1e5 or value == 0 else f"{value:.3e}"
