"""Parquet files -> tables, types kept."""

from __future__ import annotations

import pathlib
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet

from nnspec.datasets.table import Array, Table, make_table
from nnspec.diagnostics.diagnostic import Path
from nnspec.errors import spec_error
from nnspec.tables.text_values import MISSING_TEXTS


def read_names(location: str) -> tuple[str, ...]:
    """List the columns of the file's schema."""
    return tuple(parquet.read_schema(location).names)


def read_file(location: str, *, names: Sequence[str], numbers: frozenset[str], path: Path) -> Table:
    """Read some columns.

    Raises:
        SpecError: NN654 for a column of a type that holds neither numbers, text, times nor lists.
        ValueError: for a damaged file.
    """
    # A file alone: with a folder's name pyarrow would look for partitions.
    table = parquet.ParquetFile(location).read(columns=list(names))
    columns = {name: _array_of(table.column(name), name, path) for name in names}
    file = pathlib.Path(location).name
    return make_table(columns, table.num_rows, lambda row: f"row {row + 1} of `{file}`")


def _array_of(column: Any, name: str, path: Path) -> Array:
    kind = column.type
    if pa.types.is_dictionary(kind):
        return _array_of(column.cast(kind.value_type), name, path)
    if pa.types.is_decimal(kind):
        return _array_of(column.cast(pa.float64()), name, path)
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return _texts(column)
    if pa.types.is_floating(kind) or pa.types.is_temporal(kind):
        return np.asarray(column.to_numpy())
    if pa.types.is_integer(kind) or pa.types.is_boolean(kind):
        return np.asarray(column.to_numpy()) if column.null_count == 0 else _objects(column.to_pylist())
    if pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind):
        return _stacked(column, name, path)
    raise spec_error("NN654", f"column `{name}` is of the type `{kind}`, which nothing reads", path=path)


def _texts(column: Any) -> Array:
    missing = pc.is_in(column, value_set=pa.array(MISSING_TEXTS, column.type))
    return np.asarray(pc.if_else(missing, None, column).to_numpy(), dtype=object)


def _objects(values: list[Any]) -> Array:
    array = np.empty(len(values), dtype=object)
    for row, value in enumerate(values):
        array[row] = value
    return array


def _stacked(column: Any, name: str, path: Path) -> Array:
    lengths = pc.unique(pc.list_value_length(column)).to_pylist()
    if len(lengths) != 1 or lengths[0] is None:
        # Lists of several lengths stay lists; what takes the column says whether it can.
        return _objects(column.to_pylist())
    inner = _array_of(pc.list_flatten(column), name, path)
    return inner.reshape(len(column), lengths[0], *inner.shape[1:])
