"""Signals that come twice, or too late -> one interrupt of the training; the run is written whatever else comes."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Interrupts:
    """Says whether an interrupt may still come through.

    Attributes:
        open: none has come through, and the work may still be interrupted.
    """

    def __init__(self) -> None:
        self.open = True

    def close(self) -> None:
        """Hold back all that come from now on."""
        self.open = False


@contextmanager
def one_interrupt() -> Iterator[Interrupts]:
    """Let one SIGINT or SIGTERM do what it did before the block, and hold back those after it.

    Signals that Python does not handle are left alone, as all are outside of the main thread, where none arrive.

    Yields:
        What holds all of them back once it is closed.
    """
    interrupts = Interrupts()
    if threading.current_thread() is not threading.main_thread():
        yield interrupts
        return
    before = {number: handler for number in _SIGNALS if callable(handler := signal.getsignal(number))}

    def handle(number: int, frame: FrameType | None) -> None:
        if interrupts.open:
            interrupts.close()
            before[signal.Signals(number)](number, frame)

    try:
        for number in before:
            signal.signal(number, handle)
        yield interrupts
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
