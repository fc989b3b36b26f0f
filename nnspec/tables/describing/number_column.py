"""A column of numbers or truth values, chunk by chunk -> its card."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from operator import ne

from nnspec.tables.card import ColumnCard, Value
from nnspec.tables.describing.moments import Moments
from nnspec.tables.describing.order import Order
from nnspec.tables.describing.ranking import rank_values
from nnspec.tables.describing.tally import Tally

_LOWEST, _HIGHEST = -(2**63), 2**63 - 1
_KINDS: dict[str, type[Value]] = {"bool": bool, "float": float}


class NumberColumn:
    """What is known of it so far.

    Args:
        dtype: as the file says it; None is told from the numbers: `bool`, `int64` or `float64`.

    Attributes:
        tally: its different numbers.
        moments: its statistics.
        missing: how many there were.
    """

    def __init__(self, dtype: str | None = None) -> None:
        self.tally, self.moments, self.missing = Tally(), Moments(), 0
        self._dtype, self._order, self._kinds = dtype, Order(), set[type]()

    def add(self, cells: Sequence[float]) -> None:
        """Take in a chunk; NaN is missing."""
        present = _present(cells)
        present = present if self._dtype else _fitting(present)
        self.missing += len(cells) - len(present)
        self._kinds.update(map(type, present))
        counts = Counter(present)
        self.tally.add(counts, mark=_itself)
        self.moments.add(counts.keys(), counts=counts.values())
        self._order.add(present)

    @property
    def dtype(self) -> str | None:
        """What it holds; None where nothing came yet."""
        if self._dtype is not None or not self._kinds:
            return self._dtype
        return {frozenset({bool}): "bool", frozenset({int}): "int64"}.get(frozenset(self._kinds), "float64")

    def card(self, name: str) -> ColumnCard:
        """Tell what is known."""
        dtype, moments = self.dtype, self.moments
        kind = next((kind for start, kind in _KINDS.items() if (dtype or "").startswith(start)), int)
        return ColumnCard(
            name,
            dtype=dtype,
            shape=(),
            missing=self.missing,
            unique=self.tally.unique,
            minimum=as_kind(moments.minimum, kind),
            maximum=as_kind(moments.maximum, kind),
            mean=moments.mean,
            std=moments.std,
            values=rank_values(self.tally.counts, kind=kind),
            sorted=self._order.is_sorted,
        )


def as_kind(number: float | None, kind: type[Value]) -> float | None:
    """Write a bound as the column's values are written: whole where these are whole."""
    return number if number is None else float(number) if kind in (float, str) else int(number)


def _present(cells: Sequence[float]) -> Sequence[float]:
    # Only NaN differs from itself.
    return [cell for cell in cells if cell == cell] if any(map(ne, cells, cells)) else cells


def _fitting(numbers: Sequence[float]) -> Sequence[float]:
    """Make floats of all where a whole number is outside int64, as reading them for training does."""
    if not numbers or (min(numbers) >= _LOWEST and max(numbers) <= _HIGHEST):
        return numbers
    return [_as_float(number) for number in numbers]


def _as_float(number: float) -> float:
    try:
        return float(number)
    except OverflowError:
        return math.inf if number > 0 else -math.inf


def _itself(number: float) -> float:
    return number
