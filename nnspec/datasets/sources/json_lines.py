"""JSON-lines files -> tables: one object a line, keys are columns."""

from __future__ import annotations

import pathlib
from collections.abc import Sequence
from typing import Any

import numpy as np

from nnspec.datasets.table import Array, Table, make_table
from nnspec.diagnostics.diagnostic import Path
from nnspec.tables.describing.json_rows import read_rows
from nnspec.tables.text_header import read_jsonl_names
from nnspec.tables.text_values import MISSING_TEXTS

_NUMBER_TYPES = (int, float, type(None))


def read_names(location: str) -> tuple[str, ...]:
    """List the keys of the first rows."""
    return read_jsonl_names(pathlib.Path(location))


def read_file(location: str, *, names: Sequence[str], numbers: frozenset[str], path: Path) -> Table:
    """Read some columns; an absent key and null are missing values.

    Raises:
        SpecError: NN651 for a line that is no JSON object.
    """
    lines: list[int] = []
    values: dict[str, list[Any]] = {name: [] for name in names}
    for line, row in read_rows(pathlib.Path(location), path=path):
        lines.append(line)
        for name, column in values.items():
            column.append(_present(row.get(name)))
    columns = {name: _array_of(column) for name, column in values.items()}
    return make_table(columns, len(lines), lambda row: f"line {lines[row]}")


def _present(value: Any) -> Any:
    missing = value != value or (isinstance(value, str) and value in MISSING_TEXTS)
    return None if missing else value


def _array_of(values: list[Any]) -> Array:
    kinds = {type(value) for value in values if value is not None}
    if kinds == {list}:
        return _stacked(values)
    if kinds == {bool} and None not in values:
        return np.array(values, dtype=bool)
    if kinds and kinds <= {int, float} and all(_is_exact(value) for value in values):
        return np.array(values, dtype=np.int64 if kinds == {int} and None not in values else np.float64)
    return _as_objects(values)


def _is_exact(value: float | None) -> bool:
    """Tell whether a number is the same as float64: larger whole numbers would fall together."""
    return not isinstance(value, int) or abs(value) <= 2**53


def _stacked(values: list[Any]) -> Array:
    """Stack lists of numbers of one shape; others stay lists, and what takes the column says whether it can."""
    try:
        array = np.array(values)
        if array.dtype.kind in "iufb" or all(type(value) in _NUMBER_TYPES for value in array.flat):
            return array.astype(np.float64)
    except (TypeError, ValueError, OverflowError):
        pass  # lists of several lengths, or a whole number that no float holds
    return _as_objects(values)


def _as_objects(values: list[Any]) -> Array:
    array = np.empty(len(values), dtype=object)
    for row, value in enumerate(values):
        array[row] = value
    return array
