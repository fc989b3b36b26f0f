"""Signals that come when a command has been told to stop already."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest

from nnspec.cli.signals import stopped_by_signals

SIGNALS = (signal.SIGINT, signal.SIGTERM)


@pytest.fixture(autouse=True)
def _handlers_as_before() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in SIGNALS}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("number", SIGNALS)
def test_interrupt_that_nothing_inside_takes_leaves_with_the_code_of_its_signal(number: int) -> None:
    with pytest.raises(SystemExit) as leaving, stopped_by_signals():
        signal.raise_signal(number)
    assert leaving.value.code == 128 + number


@pytest.mark.parametrize("number", SIGNALS)
def test_signals_after_the_first_are_held_back_to_the_end_of_the_process(number: int) -> None:
    with stopped_by_signals() as received:
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(number)
        signal.raise_signal(number)
    assert received == [number]
    assert [signal.getsignal(each) for each in SIGNALS] == [signal.SIG_IGN, signal.SIG_IGN]


def test_handlers_are_put_back_where_no_signal_came() -> None:
    before = [signal.getsignal(each) for each in SIGNALS]
    with stopped_by_signals():
        pass
    assert [signal.getsignal(each) for each in SIGNALS] == before
