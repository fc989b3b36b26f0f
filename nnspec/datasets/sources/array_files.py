"""npz and npy files -> tables: each array is a column, its first axis are the rows."""

from __future__ import annotations

import pathlib
from collections.abc import Sequence

import numpy as np

from nnspec.datasets.rows import row_number
from nnspec.datasets.table import Array, Table, make_table
from nnspec.diagnostics.diagnostic import Path
from nnspec.errors import spec_error
from nnspec.tables.array_header import ARRAY_COLUMN
from nnspec.tables.header import read_header
from nnspec.tables.text_values import MISSING_TEXTS


def read_names(location: str) -> tuple[str, ...]:
    """List the arrays of an archive, the fields of a record, or `array` for a single array."""
    header = read_header(pathlib.Path(location))
    return () if header is None else header.names


def read_file(location: str, *, names: Sequence[str], numbers: frozenset[str], path: Path) -> Table:
    """Read some arrays.

    Raises:
        SpecError: NN654 for arrays of different lengths.
        ValueError: for a damaged file, and for pickled objects, which are never loaded.
    """
    columns = _read_archive(location, names) if location.endswith(".npz") else _read_array(location, names)
    lengths = {name: len(values) for name, values in columns.items()}
    if len(set(lengths.values())) > 1:
        listing = ", ".join(f"`{name}` {rows}" for name, rows in lengths.items())
        raise spec_error("NN654", f"the arrays have different numbers of rows: {listing}", path=path)
    rows = next(iter(lengths.values()), 0)
    return make_table(columns, rows, row_number)


def _read_archive(location: str, names: Sequence[str]) -> dict[str, Array]:
    with np.load(location, allow_pickle=False) as archive:
        whole = {name: archive[name] for name in names if name in archive.files}
        fields = [name for name in names if name not in whole]
        records = [archive[name] for name in archive.files] if fields else []
    for name in fields:
        record = next(array for array in records if name in (array.dtype.names or ()))
        whole[name] = record[name]
    return {name: _texts_as_objects(whole[name]) for name in names}


def _read_array(location: str, names: Sequence[str]) -> dict[str, Array]:
    array = np.load(location, mmap_mode="r", allow_pickle=False)
    return {name: _texts_as_objects(array if name == ARRAY_COLUMN else array[name]) for name in names}


def _texts_as_objects(array: Array) -> Array:
    if array.dtype.kind not in "US":
        return array
    texts = np.char.decode(array, "utf-8") if array.dtype.kind == "S" else array
    objects = texts.astype(object)
    objects[np.isin(texts, MISSING_TEXTS)] = None
    return objects
