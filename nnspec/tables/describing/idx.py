"""The pictures and labels of idx files -> a description."""

from __future__ import annotations

import math
import pathlib

from nnspec.diagnostics.diagnostic import Path
from nnspec.errors import spec_error
from nnspec.tables.array_header import dtype_of
from nnspec.tables.describing.array_column import ArrayColumn
from nnspec.tables.describing.description import Accumulator, Description
from nnspec.tables.describing.number_column import NumberColumn
from nnspec.tables.describing.packed_cells import packing_of, read_rows
from nnspec.tables.formats import idx_labels_beside
from nnspec.tables.idx import open_idx


def describe_file(file: pathlib.Path, description: Description, *, path: Path) -> None:
    """Add the pictures of a file, and the labels of the file beside it.

    Raises:
        SpecError: NN654 where pictures and labels differ in number.
        ValueError: for a damaged file.
    """
    pictures, labels = _read(file, "image", description), idx_labels_beside(file)
    if labels is not None and (rows := _read(labels, "label", description)) != pictures:
        raise spec_error("NN654", f"`{file.name}` has {pictures} pictures and {rows} labels", path=path)
    description.count_rows(pictures)


def _read(file: pathlib.Path, name: str, description: Description) -> int:
    with open_idx(file) as values:
        rows, shape, packing = values.shape[0], values.shape[1:], packing_of(values.descr)
        assert packing is not None
        dtype = dtype_of(values.descr)
        column = description.column(name, lambda: _column(name, dtype, shape), form=(dtype, *shape))
        for raw in read_rows(values.stream, rows=rows, size=packing.size * math.prod(shape)):
            column.add(packing.unpack(raw))
        if values.stream.read(1):
            raise ValueError("the file goes on after its last value")
        return rows


def _column(name: str, dtype: str | None, shape: tuple[int, ...]) -> Accumulator:
    # Labels become int64 whatever they are.
    return ArrayColumn(dtype, shape) if shape else NumberColumn("int64" if name == "label" else dtype)
