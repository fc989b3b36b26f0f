"""Values that come in chunks -> whether they stand in order."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from operator import ge, le
from typing import Any


class Order:
    """Whether the values so far only rise, or only fall."""

    def __init__(self) -> None:
        self._rises = self._falls = True
        self._last: Any = None

    @property
    def is_open(self) -> bool:
        """Whether further values could change the answer."""
        return self._rises or self._falls

    @property
    def is_sorted(self) -> bool:
        """Whether they rise or fall; values that are all equal do neither."""
        return self._rises != self._falls

    def add(self, values: Sequence[Any]) -> None:
        """Take in a chunk of values that can be compared with each other and with those before."""
        if not values or not self.is_open:
            return
        first = values[0]
        last, self._last = first if self._last is None else self._last, values[-1]
        self._rises = self._rises and last <= first and all(map(le, values, islice(values, 1, None)))
        self._falls = self._falls and last >= first and all(map(ge, values, islice(values, 1, None)))

    def give_up(self) -> None:
        """Say that they are in no order."""
        self._rises = self._falls = False
