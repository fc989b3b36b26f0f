"""One column of a table -> numbers or categories, strictly: garbage is a finding and never a NaN."""

from __future__ import annotations

from typing import Literal

import numpy as np

from nnspec.datasets.spelling import text_of
from nnspec.datasets.table import Array, Table
from nnspec.diagnostics.diagnostic import Path
from nnspec.errors import SpecError, spec_error
from nnspec.tables.text_values import NUMBER, WHOLE

CategoryKind = Literal["string", "int64"]

_JSON_NAMES = {list: "list", dict: "object"}

INT64_RANGE = range(-(2**63), 2**63)


def read_numbers(table: Table, name: str, *, path: Path) -> Array:
    """Read a column as finite numbers.

    Args:
        table: that has the column.
        name: of the column.
        path: of the input or output that takes it.

    Returns:
        (rows, ...) float64, or the column's own kind of number; NaN where a value is missing.

    Raises:
        SpecError: NN651 for text, dates and infinite numbers, NN658 for empty arrays.
    """
    values = table.columns[name]
    if 0 in values.shape[1:]:
        message = f"column `{name}` holds arrays of shape {values.shape[1:]}, without any number"
        raise spec_error("NN658", message, path=path)
    if values.dtype.kind == "O":
        values = _parse_objects(table, name, path)
    if values.dtype.kind not in "fiub":
        hint = "dates are `type: date`" if values.dtype.kind == "M" else None
        raise spec_error("NN651", f"column `{name}` holds `{values.dtype}`, no numbers", path=path, hint=hint)
    if values.dtype.kind == "f":
        _check_finite(values, table, name, path)
    return values


def read_categories(table: Table, name: str, *, path: Path, kind: CategoryKind | None = None) -> Array:
    """Read a column as categories.

    Args:
        table: that has the column.
        name: of the column.
        path: of the input or output that takes it.
        kind: what the categories have to be; by default whole numbers where all of them are.

    Returns:
        (rows,) int64 or bool, or objects of str with None where a value is missing.

    Raises:
        SpecError: NN651 for fractions, dates, lists and numbers outside int64, NN658 for arrays.
    """
    values = table.columns[name]
    if values.ndim > 1:
        message = f"column `{name}` holds arrays of shape {values.shape[1:]}, no categories"
        raise spec_error("NN658", message, path=path)
    if values.dtype.kind == "f":
        values = _whole(values, table, name, path)
    if values.dtype.kind == "M":
        raise spec_error("NN651", f"column `{name}` holds dates, no categories", path=path)
    if values.dtype.kind in "iu":
        _check_int64(values, table, name, path)
        values = values.astype(np.int64)
    if values.dtype.kind == "O":
        values = _parse_categories(values, table, name, path)
    return values if kind is None else _as_kind(values, kind, table, name, path)


def parse_number(value: object) -> float | None:
    """Read one value as a number: NaN where it is missing, None where it is none.

    Text must be a decimal number in ASCII digits; truth values are no numbers.
    """
    if value is None:
        return float("nan")
    if isinstance(value, str):
        return float(value) if NUMBER.fullmatch(value) else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return float(value)
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")


def _parse_objects(table: Table, name: str, path: Path) -> Array:
    values = table.columns[name]
    if any(isinstance(value, list) for value in values.flat):
        message = f"the lists in column `{name}` are not numbers of one shape"
        hint = "lists of several lengths are `type: sequence`"
        if path[:1] == ("outputs",):
            hint = "write a 0 or 1 for each label in every row"
        raise spec_error("NN651", message, path=path, hint=hint)
    shape, values = values.shape, values.reshape(-1)
    truth_values = all(value is None or isinstance(value, bool) for value in values)
    numbers = np.empty(len(values), dtype=np.float64)
    for row, value in enumerate(values):
        number = float(value) if truth_values and value is not None else parse_number(value)
        if number is None:
            place = table.place(row * shape[0] // len(values))
            message = f"`{text_of(value)}` in column `{name}`, {place}, is not a number"
            hint = "words are `type: category`"
            raise spec_error("NN651", message, path=path, received=text_of(value), hint=hint)
        numbers[row] = number
    return numbers.reshape(shape)


def _check_finite(values: Array, table: Table, name: str, path: Path) -> None:
    infinite = np.isinf(values) | (np.abs(values) > np.finfo(np.float32).max)
    if infinite.any():
        row = int(np.argwhere(infinite)[0][0])
        message = f"column `{name}`, {table.place(row)}, is outside the range of float32"
        received = str(values[infinite][0])
        raise spec_error("NN651", message, path=path, received=received)


def _whole(values: Array, table: Table, name: str, path: Path) -> Array:
    missing = np.isnan(values)
    fractions = ~missing & (values != np.round(values))
    if fractions.any():
        row = int(np.flatnonzero(fractions)[0])
        message = f"`{values[row]}` in column `{name}`, {table.place(row)}, is no category"
        hint = "a measured quantity is `type: number`"
        raise spec_error("NN651", message, path=path, received=str(values[row]), hint=hint)
    _check_int64(np.where(missing, 0, values), table, name, path)
    if not missing.any():
        return values.astype(np.int64)
    whole = np.where(missing, 0, values).astype(np.int64).astype(object)
    whole[missing] = None
    return whole


def _check_int64(values: Array, table: Table, name: str, path: Path) -> None:
    # As floats both bounds are exact; as int64 no value can lie outside them.
    outside = values >= 2.0**63
    if values.dtype.kind == "f":
        outside |= values < -(2.0**63)
    if values.dtype != np.int64 and outside.any():
        raise _outside_int64(table, name, path, int(np.flatnonzero(outside)[0]))


def _outside_int64(table: Table, name: str, path: Path, row: int) -> SpecError:
    value = table.columns[name][row]
    message = f"`{value}` in column `{name}`, {table.place(row)}, is outside the range of int64"
    hint = "write such categories as text; a measured quantity is `type: number`"
    return spec_error("NN651", message, path=path, received=str(value), hint=hint)


def _parse_categories(values: Array, table: Table, name: str, path: Path) -> Array:
    for row, value in enumerate(values):
        if isinstance(value, list | dict):
            message = f"column `{name}`, {table.place(row)}, holds a {_JSON_NAMES[type(value)]}, no category"
            raise spec_error("NN651", message, path=path, received=str(value))
        if isinstance(value, int) and value not in INT64_RANGE:
            raise _outside_int64(table, name, path, row)
    if not any(value is None for value in values) and all(is_whole(value) for value in values):
        return values.astype(np.int64)
    texts = [value if value is None else text_of(value) for value in values]
    return np.fromiter(texts, dtype=object, count=len(texts))


def is_whole(value: object) -> bool:
    """Tell whether a value is a whole number, or text that means one and nothing else."""
    if isinstance(value, str):
        return WHOLE.fullmatch(value) is not None
    return isinstance(value, int) and not isinstance(value, bool)


def _as_kind(values: Array, kind: CategoryKind, table: Table, name: str, path: Path) -> Array:
    if kind == "string":
        texts = [value if value is None else text_of(value) for value in values.tolist()]
        return np.fromiter(texts, dtype=object, count=len(texts))
    if values.dtype.kind in "ib":
        return values.astype(np.int64)
    row = next(row for row, value in enumerate(values) if not is_whole(value))
    message = f"`{values[row]}` in column `{name}`, {table.place(row)}, is not a whole number"
    raise spec_error("NN651", message, path=path, received=str(values[row]), expected="a whole number")
