"""A column of arrays of one shape, chunk by chunk -> its card."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from operator import ne

from nnspec.tables.card import ColumnCard
from nnspec.tables.describing.moments import Moments
from nnspec.tables.describing.number_column import as_kind
from nnspec.tables.describing.tally import Tally


class ArrayColumn:
    """What is known of it so far.

    Args:
        dtype: of its numbers.
        shape: of one row.
        by_rows: whether the numbers of a row come together; otherwise a NaN tells nothing of rows.
    """

    def __init__(self, dtype: str | None, shape: tuple[int, ...], *, by_rows: bool = True) -> None:
        self.tally = Tally()
        self._dtype, self._shape, self._size = dtype, shape, math.prod(shape)
        self._moments, self._missing = Moments(), 0
        self._by_rows, self._lost = by_rows, False

    def add(self, numbers: Sequence[float]) -> None:
        """Take in the numbers of some rows, all in one row of numbers."""
        if isinstance(numbers, bytes):
            counts = Counter(numbers)
            self._moments.add(counts.keys(), counts=counts.values())
        elif any(map(ne, numbers, numbers)):
            self._add_with_missing(numbers)
        else:
            self._moments.add(numbers)

    def card(self, name: str) -> ColumnCard:
        """Tell what is known."""
        kind = float if (self._dtype or "float").startswith("float") else int
        return ColumnCard(
            name,
            dtype=self._dtype,
            shape=self._shape,
            missing=None if self._lost else self._missing,
            minimum=as_kind(self._moments.minimum, kind),
            maximum=as_kind(self._moments.maximum, kind),
            mean=self._moments.mean,
            std=self._moments.std,
        )

    def _add_with_missing(self, numbers: Sequence[float]) -> None:
        self._moments.add([number for number in numbers if number == number])
        self._lost = not self._by_rows
        rows = (numbers[start : start + self._size] for start in range(0, len(numbers), self._size))
        self._missing += sum(any(map(ne, row, row)) for row in rows)
