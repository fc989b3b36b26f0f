"""What becomes known of data while their files are read, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, Protocol

from nnspec.tables.card import ColumnCard
from nnspec.tables.describing.opaque_column import OpaqueColumn
from nnspec.tables.describing.tally import Tally, bound_together


class Accumulator(Protocol):
    """A column that is read chunk by chunk."""

    @property
    def tally(self) -> Tally:
        """Its different values."""

    def add(self, cells: Sequence[Any]) -> None:
        """Take in a chunk."""

    def card(self, name: str) -> ColumnCard:
        """Tell what is known."""


class Description:
    """The columns so far.

    Args:
        names: of the columns that all files have, in the first file's order; others are passed over.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)
        self.rows: int | None = 0
        self._columns: dict[str, Accumulator] = {}
        self._forms: dict[str, Hashable] = {}

    def column(self, name: str, make: Callable[[], Accumulator], *, form: Hashable = None) -> Accumulator:
        """Give a column to add to.

        Args:
            name: of the column; one that only some files have is read and forgotten.
            make: makes it anew for the first file.
            form: shape and dtype, where a file has them; where files differ in it, nothing is known of the column.
        """
        if name not in self.names:
            return OpaqueColumn()
        if self._forms.setdefault(name, form) != form:
            self._columns[name] = OpaqueColumn()
        return self._columns.setdefault(name, make())

    def count_rows(self, rows: int | None) -> None:
        """Count the rows of a file, or of a chunk of it; None where its columns do not agree."""
        self.rows = None if rows is None or self.rows is None else self.rows + rows
        self.bound()

    def bound(self) -> None:
        """Keep what was learned of different values within bounds, after each chunk."""
        bound_together(column.tally for column in self._columns.values())

    def cards(self) -> Mapping[str, ColumnCard]:
        """Tell what is known of each column."""
        return {name: self._columns.get(name, OpaqueColumn()).card(name) for name in self.names}
