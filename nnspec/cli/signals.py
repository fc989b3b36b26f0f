"""Signals that end a process -> a training that stops cleanly and writes its run."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def stopped_by_signals() -> Iterator[list[int]]:
    """Turn SIGTERM, which schedulers send before they kill, into the interrupt that Ctrl-C is; only the first counts.

    Once one has come, the process is on its way out. Later ones are held back until its end, beyond this block,
    because the interpreter's shutdown would turn them into another exit code.

    Yields:
        The signal that came, if one has.

    Raises:
        SystemExit: with 128 and the signal's number, where the work inside let the interrupt through.
    """
    received: list[int] = []

    def interrupt(number: int, frame: FrameType | None) -> None:
        if not received:
            received.append(number)
            raise KeyboardInterrupt

    before = {number: signal.signal(number, interrupt) for number in _SIGNALS}
    try:
        yield received
    except KeyboardInterrupt:
        raise SystemExit(128 + (received[0] if received else signal.SIGINT)) from None
    finally:
        for number, handler in before.items():
            signal.signal(number, signal.SIG_IGN if received else handler)
