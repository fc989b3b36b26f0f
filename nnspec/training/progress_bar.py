"""What happens in a run in, a moving bar on a terminal out; import it only when there is a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as RichProgress

from nnspec.training.plan import EpochRecord
from nnspec.training.progress import describe_epoch


class BarProgress:
    """Shows a bar over all steps with the time left, and a line per epoch above it.

    Args:
        console: where to draw.
    """

    def __init__(self, console: Console | None = None) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
        self._bar = RichProgress(*columns, console=console or Console(stderr=True), transient=True)
        self._n_epochs = self._steps_per_epoch = self._first_epoch = 0

    def begin(self, *, epochs: int, steps_per_epoch: int) -> None:
        """Draw the empty bar."""
        self._n_epochs, self._steps_per_epoch = epochs, steps_per_epoch
        self._task = self._bar.add_task("training", total=epochs * steps_per_epoch)
        self._bar.start()

    def advance(self, *, epoch: int, step: int) -> None:
        """Move the bar."""
        done = (epoch - 1) * self._steps_per_epoch + step
        self._bar.update(self._task, completed=done, description=f"epoch {epoch}/{self._n_epochs}")

    def end_epoch(self, record: EpochRecord) -> None:
        """Write the epoch's line above the bar."""
        self._bar.console.print(describe_epoch(record, n_epochs=self._n_epochs), highlight=False)

    def note(self, message: str) -> None:
        """Write the sentence above the bar."""
        self._bar.console.print(message, highlight=False, markup=False)

    def end(self) -> None:
        """Take the bar away."""
        self._bar.stop()
