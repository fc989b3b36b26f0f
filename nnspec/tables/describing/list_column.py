"""A column of JSON lists, chunk by chunk -> its card."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any

from nnspec.tables.card import ColumnCard
from nnspec.tables.describing.number_column import NumberColumn
from nnspec.tables.describing.tally import Tally

_NUMBERS = {bool, int, float}


class ListColumn:
    """What is known of it so far.

    Its shape is known where all lists have the same, its statistics where they hold nothing but numbers.
    """

    def __init__(self) -> None:
        self.tally = Tally()
        self._shapes: set[tuple[int, ...] | None] = set()
        self._numbers, self._others, self._missing = NumberColumn(), set[type](), 0
        self._numbers.tally.forget()

    def add(self, cells: Sequence[list[Any]]) -> None:
        """Take in a chunk; a list with None or NaN in it is missing."""
        together: list[Any] = []
        for cell in cells:
            shape, values = _flatten(cell)
            present = [value for value in values if value is not None and value == value]
            self._shapes.add(shape)
            self._missing += len(present) < len(values)
            together += present
        self._others |= set(map(type, together)) - _NUMBERS
        if not self._others:
            self._numbers.add(together)

    def card(self, name: str) -> ColumnCard:
        """Tell what is known."""
        shape = next(iter(self._shapes)) if len(self._shapes) == 1 else None
        if self._others:
            return ColumnCard(name, "string" if self._others == {str} else None, None, self._missing)
        known = self._numbers.card(name)
        return ColumnCard(
            name,
            dtype=known.dtype,
            shape=shape,
            missing=self._missing,
            minimum=known.minimum,
            maximum=known.maximum,
            mean=known.mean,
            std=known.std,
        )


def _flatten(cell: list[Any]) -> tuple[tuple[int, ...] | None, list[Any]]:
    """Give a list's shape, None where the lists inside differ in length, and all that is in it."""
    sizes, is_regular, values = [len(cell)], True, cell
    while any(isinstance(value, list) for value in values):
        inside = [value if isinstance(value, list) else [value] for value in values]
        is_regular = is_regular and len({len(item) for item in inside}) == 1 and inside == values
        sizes.append(len(inside[0]))
        values = list(chain.from_iterable(inside))
    return tuple(sizes) if is_regular else None, values
