"""A column of texts, chunk by chunk -> its card: they may turn out to be numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from nnspec.tables.card import ColumnCard, Value
from nnspec.tables.describing.moments import Moments
from nnspec.tables.describing.number_column import NumberColumn, as_kind
from nnspec.tables.describing.order import Order
from nnspec.tables.describing.ranking import rank_values
from nnspec.tables.describing.tally import Tally
from nnspec.tables.text_values import MISSING_TEXTS, are_whole, hold_codes, parse_numbers


class TextColumn:
    """What is known of it so far.

    It holds numbers while every text is one. Codes such as `007` are numbers whose texts differ where the numbers
    do not, so that texts are counted and put in order.

    Args:
        named: whether `nan` and `inf` are numbers, as they are in CSV files.

    Attributes:
        tally: its different texts.
        missing: how many there were.
    """

    def __init__(self, *, named: bool) -> None:
        self.tally, self.missing = Tally(), 0
        self._moments, self._nans = Moments(), Counter[str]()
        self._by_text, self._by_number = Order(), Order()
        self._named, self._has_values = named, False
        self._holds_numbers = self._holds_whole = True
        self._holds_codes = False

    def add(self, cells: Sequence[str]) -> None:
        """Take in a chunk; a text that stands for a missing value is none."""
        counts = Counter(cells)
        self.missing += sum(counts.pop(text, 0) for text in MISSING_TEXTS)
        self._has_values = self._has_values or bool(counts)
        if self._by_text.is_open:
            self._by_text.add([cell for cell in cells if cell in counts])
        if self._holds_numbers:
            self._add_numbers(counts, cells)
        self.tally.add(counts, mark=self._kind if self._kind is not str else hash)

    def take_over(self, column: NumberColumn) -> None:
        """Go on where a column of numbers or truth values ended, because texts came after them."""
        self._by_text.give_up()
        self._by_number.give_up()
        self._moments, self.missing = column.moments, column.missing
        counts = column.tally.counts
        self.tally.counts = None
        if counts is not None:
            self.tally.counts = Counter({write_category(value): count for value, count in counts.items()})
        self._has_values = column.dtype is not None
        self._holds_numbers = column.dtype != "bool"
        self._holds_whole = column.dtype in (None, "int64")

    def card(self, name: str) -> ColumnCard:
        """Tell what is known."""
        kind, moments = self._kind, self._moments if self._holds_numbers else Moments()
        values, order = rank_values(self.tally.counts, kind=kind), self._by_text if kind is str else self._by_number
        return ColumnCard(
            name,
            dtype={str: "string", int: "int64", float: "float64"}[kind] if self._has_values else None,
            shape=(),
            missing=self.missing + (sum(self._nans.values()) if self._holds_numbers else 0),
            unique=self.tally.unique if values is None else len(values),
            minimum=as_kind(moments.minimum, kind),
            maximum=as_kind(moments.maximum, kind),
            mean=moments.mean,
            std=moments.std,
            values=values,
            sorted=order.is_sorted,
        )

    @property
    def _kind(self) -> type[Value]:
        """What its texts mean: text, whole numbers, or numbers."""
        if not self._holds_numbers or self._holds_codes:
            return str
        return int if self._holds_whole else float

    def _add_numbers(self, counts: Counter[str], cells: Sequence[str]) -> None:
        """Take in a chunk that may be of numbers; those called `nan` leave its counts."""
        kind, numbers = self._kind, parse_numbers(counts, named=self._named)
        self._holds_numbers = numbers is not None
        self._holds_whole = self._holds_whole and numbers is not None and are_whole(counts)
        self._holds_codes = self._holds_codes or (numbers is not None and hold_codes(counts))
        if kind is not str and self._kind is str and self.tally.counts is None:
            self.tally.forget()
        if numbers is None:
            counts.update(self._nans)
            return
        by_text = dict(zip(counts, map(int, counts) if self._holds_whole else numbers, strict=True))
        for text in [text for text, number in by_text.items() if number != number]:
            self._nans[text] += counts.pop(text)
            del by_text[text]
        self._moments.add(by_text.values(), counts=counts.values())
        if self._by_number.is_open:
            self._by_number.add([by_text[cell] for cell in cells if cell in by_text])


def write_category(value: Value) -> str:
    """Write a category as YAML and JSON do: `true` and `false`, all else as Python prints it."""
    return str(value).lower() if isinstance(value, bool) else str(value)
