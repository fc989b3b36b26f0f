"""A column of JSON values, chunk by chunk -> its card."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from nnspec.records import replace
from nnspec.tables.card import ColumnCard
from nnspec.tables.describing.list_column import ListColumn
from nnspec.tables.describing.number_column import NumberColumn
from nnspec.tables.describing.tally import Tally
from nnspec.tables.describing.text_column import TextColumn, write_category
from nnspec.tables.text_values import MISSING_TEXTS

_KINDS: Mapping[type, str] = {bool: "bool", int: "number", float: "number", str: "text", list: "list"}


class CellColumn:
    """What is known of it so far.

    It holds values of one kind until another one comes: then numbers and truth values become texts, and among
    lists and objects nothing is known any more.
    """

    def __init__(self) -> None:
        self._missing, self._kind = 0, ""
        self._column: NumberColumn | TextColumn | ListColumn | None = None

    @property
    def tally(self) -> Tally:
        """Its different values."""
        return Tally() if self._column is None else self._column.tally

    def add(self, cells: Sequence[Any]) -> None:
        """Take in a chunk; None, NaN and the texts that stand for a missing value are missing."""
        present = [cell for cell in cells if _is_present(cell)]
        self._missing += len(cells) - len(present)
        kinds = {_KINDS.get(kind, "other") for kind in set(map(type, present))}
        if kinds:
            self._become(kinds | {self._kind or min(kinds)})
        if isinstance(self._column, TextColumn):
            self._column.add([write_category(cell) for cell in present])
        elif self._column is not None:
            self._column.add(present)

    def card(self, name: str) -> ColumnCard:
        """Tell what is known."""
        known = ColumnCard(name, missing=0) if self._column is None else self._column.card(name)
        return replace(known, missing=self._missing + (known.missing or 0))

    def _become(self, kinds: set[str]) -> None:
        """Be a column of all these kinds."""
        kind = min(kinds) if len(kinds) == 1 else "other" if kinds & {"list", "other"} else "text"
        if kind == self._kind:
            return
        before, self._kind = self._column, kind
        self._column = None if kind == "other" else _MAKERS.get(kind, NumberColumn)()
        if isinstance(self._column, TextColumn) and isinstance(before, NumberColumn):
            self._column.take_over(before)


def _is_present(cell: Any) -> bool:
    if isinstance(cell, str):
        return cell not in MISSING_TEXTS
    # Only NaN differs from itself.
    return cell is not None and bool(cell == cell)


_MAKERS: Mapping[str, Callable[[], TextColumn | ListColumn]] = {
    "text": partial(TextColumn, named=False),
    "list": ListColumn,
}
