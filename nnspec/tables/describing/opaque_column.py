"""A column whose values nobody reads -> the card of what its file's header says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nnspec.tables.card import DTYPES, ColumnCard
from nnspec.tables.describing.tally import Tally


class OpaqueColumn:
    """What is known of it.

    Args:
        dtype: of its values; None is not known, and neither is one that no card has.
        shape: of one row, likewise.
    """

    def __init__(self, dtype: str | None = None, shape: tuple[int, ...] | None = None) -> None:
        self.tally = Tally()
        self._dtype, self._shape = dtype if dtype in DTYPES else None, shape

    def add(self, cells: Sequence[Any]) -> None:
        """Pass a chunk over."""

    def card(self, name: str) -> ColumnCard:
        """Tell what is known."""
        return ColumnCard(name, self._dtype, self._shape)
