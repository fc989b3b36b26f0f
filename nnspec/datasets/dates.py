"""A column of dates, ISO 8601 texts or times of a typed file -> seconds since 1970-01-01T00:00 UTC."""

from __future__ import annotations

import numpy as np

from nnspec.datasets.table import Array, Table
from nnspec.errors import SpecError, spec_error
from nnspec.spec.inputs import DateInput
from nnspec.tables.moments import seconds_of

_FIRST, _LAST = np.datetime64("0001-01-01", "D"), np.datetime64("9999-12-31", "D")


def read_dates(table: Table, item: DateInput, column: str) -> Array:
    """Read dates; one without an offset counts as UTC.

    Args:
        table: that has the column.
        item: the input as the spec declares it.
        column: that it is bound to.

    Returns:
        (rows,) float64 seconds; NaN where a value is missing.

    Raises:
        SpecError: NN651 for what is no date, and for years outside 1 to 9999.
    """
    values = table.columns[column]
    if values.dtype.kind == "M" and values.ndim == 1:
        return _from_times(values, table, item, column)
    if values.dtype.kind != "O":
        hint = "write dates as ISO 8601; a year or a count of days is `type: number`"
        message = f"column `{column}` holds `{values.dtype}`, no dates"
        raise spec_error("NN651", message, path=item.path, hint=hint)
    seconds = np.full(len(values), np.nan)
    for row, value in enumerate(values):
        if value is not None:
            moment = _seconds_or_none(value)
            if moment is None:
                raise _no_date(table, item, column, row)
            seconds[row] = moment
    return seconds


def years_of(seconds: np.ndarray) -> np.ndarray:
    """Give the year of each moment, (n,) float64."""
    years = np.floor(seconds).astype("datetime64[s]").astype("datetime64[Y]")
    return np.asarray(years.astype(np.int64) + 1970, dtype=np.float64)


def _seconds_or_none(value: object) -> float | None:
    try:
        return seconds_of(value) if isinstance(value, str) else None
    except (ValueError, OverflowError):
        return None


def _from_times(values: Array, table: Table, item: DateInput, column: str) -> Array:
    missing = np.isnat(values)
    days = values.astype("datetime64[D]")
    outside = ~missing & ((days < _FIRST) | (days > _LAST))
    if outside.any():
        raise _no_date(table, item, column, int(np.flatnonzero(outside)[0]))
    microseconds = np.where(missing, np.datetime64(0, "us"), values.astype("datetime64[us]")).astype(np.int64)
    return np.where(missing, np.nan, microseconds / 1e6)


def _no_date(table: Table, item: DateInput, column: str, row: int) -> SpecError:
    value = str(table.columns[column][row])
    message = f"`{value}` in column `{column}`, {table.place(row)}, is no date"
    hint = "write dates as ISO 8601: `2024-05-31`, `2024-05-31T08:00+02:00`"
    expected = "a date of the years 1 to 9999"
    return spec_error("NN651", message, path=item.path, received=value, expected=expected, hint=hint)
