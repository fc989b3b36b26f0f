"""Signals that end a process -> a training that stops cleanly and writes its run."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def stopped_by_signals() -> Iterator[list[int]]:
    """Turn SIGTERM, which schedulers send before they kill, into the interrupt that Ctrl-C is.

    Yields:
        The signals that came, in their order; Ctrl-C is none of them.
    """
    received: list[int] = []

    def interrupt(number: int, frame: FrameType | None) -> None:
        received.append(number)
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield received
    finally:
        signal.signal(signal.SIGTERM, before)
