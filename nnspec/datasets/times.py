"""A column of numbers, dates or text -> values that sort by time; text that is no time is a finding."""

from __future__ import annotations

from datetime import datetime

import numpy as np

from nnspec.datasets.table import Array, Table
from nnspec.datasets.values import parse_number
from nnspec.diagnostics.diagnostic import Path
from nnspec.errors import SpecError, spec_error
from nnspec.tables.moments import in_utc, parse_moment


def read_times(table: Table, name: str, *, path: Path) -> Array:
    """Read a column as times.

    Args:
        table: that has the column, without missing values in it.
        name: of the column.
        path: of the key that names it.

    Returns:
        (rows,) numbers, or dates of numpy; times with an offset are brought to UTC.

    Raises:
        SpecError: NN655 for arrays, and for text that is neither a number nor ISO 8601.
    """
    values = table.columns[name]
    if values.ndim > 1:
        raise spec_error("NN655", f"column `{name}` holds arrays, no times", path=path)
    if values.dtype.kind != "O":
        return values
    numbers = [parse_number(value) for value in values]
    if numbers[0] is not None:
        return _complete(numbers, table, name, path).astype(np.float64)
    moments = [_moment_or_none(value) for value in values]
    aware = [moment is not None and moment.tzinfo is not None for moment in moments]
    if any(aware) and not all(aware):
        row = aware.index(not aware[0])
        raise _no_time(table, name, path, row, "like the first row, with or without an offset from UTC")
    utc = [_utc_or_none(moment) for moment in moments]
    return _complete(utc, table, name, path).astype("datetime64[us]")


def _moment_or_none(value: object) -> datetime | None:
    try:
        return parse_moment(value)
    except ValueError:
        return None


def _utc_or_none(moment: datetime | None) -> datetime | None:
    try:
        return None if moment is None else in_utc(moment)
    except OverflowError:
        return None


def _complete(times: list[float | None] | list[datetime | None], table: Table, name: str, path: Path) -> Array:
    if None in times:
        raise _no_time(table, name, path, times.index(None), "numbers only, or dates only")
    return np.array(times, dtype=object)


def _no_time(table: Table, name: str, path: Path, row: int, expected: str) -> SpecError:
    value = str(table.columns[name][row])
    message = f"`{value}` in column `{name}`, {table.place(row)}, is no time that can be sorted"
    hint = "write times as numbers, or as ISO 8601: `2024-05-31`, `2024-05-31T08:00`"
    return spec_error("NN655", message, path=path, received=value, expected=expected, hint=hint)
