"""A data card -> a table on the terminal."""

from __future__ import annotations

from nnspec.cli.columns import align
from nnspec.cli.units import count
from nnspec.tables.card import Card, ColumnCard, Value

_HEAD = ("column", "dtype", "shape", "missing", "different", "minimum", "maximum", "mean", "std")
_VALUES_SHOWN = 3
_LONGEST_SHOWN = 24


def format_card(card: Card) -> str:
    """Write one line per column; a dash stands for what is not known."""
    rows = [_row(column) for column in card.columns.values()]
    first, *lines = align([_HEAD, *rows], texts=3)
    shown = [line + _most_frequent(column) for line, column in zip(lines, card.columns.values(), strict=True)]
    total = "rows: not known" if card.rows is None else count(card.rows, "row")
    return "\n".join([f"{_printable(card.source)}: {total}, {count(len(rows), 'column')}", "", first, *shown])


def _row(column: ColumnCard) -> tuple[str, ...]:
    counts = ("-" if number is None else f"{number:,}" for number in (column.missing, column.unique))
    bounds = (column.minimum, column.maximum, column.mean, column.std)
    numbers = ("-" if number is None else f"{number:.6g}" for number in bounds)
    return (_short(column.name), column.dtype or "-", _shape(column.shape), *counts, *numbers)


def _shape(shape: tuple[int, ...] | None) -> str:
    return "-" if shape is None else "(" + ", ".join(map(str, shape)) + ")"


def _most_frequent(column: ColumnCard) -> str:
    """List the values that stand there most often; of measured numbers that says nothing."""
    if not column.values or column.dtype not in ("string", "bool", "int64"):
        return ""
    shown = [f"{_short(value)} {times:,}" for value, times in column.values[:_VALUES_SHOWN]]
    return "  " + ", ".join([*shown, "..."] if len(column.values) > _VALUES_SHOWN else shown)


def _short(value: Value) -> str:
    """Write a value so that a table can hold it."""
    text = _printable(value)
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 3] + "..."


def _printable(value: Value | None) -> str:
    """Write a value on one line, without what would move the cursor."""
    return "".join(mark if mark.isprintable() else "?" for mark in str(value))
