"""Values that come in chunks -> how many different ones there are, and how often each stands there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any

from nnspec.tables.card import MOST_VALUES

# Different values are counted up to here, in one column and in all columns together.
MOST_DIFFERENT = 1_000_000
MOST_DIFFERENT_TOGETHER = 4_000_000

Mark = Callable[[Any], Hashable]


class Tally:
    """The different values so far.

    Attributes:
        counts: by value; None once there are more than a card lists.
    """

    def __init__(self) -> None:
        self.counts: Counter[Any] | None = Counter()
        self._marks: set[Hashable] | None = None

    @property
    def unique(self) -> int | None:
        """How many there are; None where that is not known."""
        return len(self.counts) if self.counts is not None else len(self._marks) if self._marks is not None else None

    def add(self, counts: Mapping[Any, int], *, mark: Mark) -> None:
        """Take in a chunk.

        Args:
            counts: of its values.
            mark: what stands for a value where there are too many to be kept: equal for equal values alone.
        """
        if self.counts is not None:
            self.counts.update(counts)
            if len(self.counts) > MOST_VALUES:
                self._marks, self.counts = set(map(mark, self.counts)), None
        elif self._marks is not None:
            self._marks.update(map(mark, counts))
        if self._marks is not None and len(self._marks) > MOST_DIFFERENT:
            self.forget()

    def forget(self) -> None:
        """Give up: the values are too many, or no longer what they were taken for."""
        self.counts = self._marks = None


def bound_together(tallies: Iterable[Tally]) -> None:
    """Forget the largest of several tallies until all together can be kept in memory."""
    known = sorted((tally for tally in tallies if tally.unique is not None), key=lambda tally: tally.unique or 0)
    total = sum(tally.unique or 0 for tally in known)
    while total > MOST_DIFFERENT_TOGETHER:
        largest = known.pop()
        total -= largest.unique or 0
        largest.forget()
