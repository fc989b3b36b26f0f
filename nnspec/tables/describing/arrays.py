"""The arrays of an npy or npz file -> a description, without numpy."""

from __future__ import annotations

import math
import pathlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import accumulate
from typing import IO, Any

from nnspec.diagnostics.diagnostic import Path
from nnspec.tables.array_header import ARRAY_COLUMN, columns_of, open_archive, read_array_header
from nnspec.tables.column import Column
from nnspec.tables.describing.array_column import ArrayColumn
from nnspec.tables.describing.description import Accumulator, Description
from nnspec.tables.describing.number_column import NumberColumn
from nnspec.tables.describing.opaque_column import OpaqueColumn
from nnspec.tables.describing.packed_cells import Packing, packing_of, read_rows
from nnspec.tables.describing.text_column import TextColumn


def describe_file(file: pathlib.Path, description: Description, *, path: Path) -> None:
    """Add the rows of all arrays of a file.

    Raises:
        ValueError: for a damaged file.
    """
    with _arrays(file) as arrays:
        rows = {count for name, stream in arrays for count in _describe_array(stream, name, description)}
    description.count_rows(rows.pop() if len(rows) == 1 else None)


@contextmanager
def _arrays(file: pathlib.Path) -> Iterator[Iterable[tuple[str, IO[bytes]]]]:
    if file.suffix.lower() == ".npy":
        with file.open("rb") as stream:
            yield ((ARRAY_COLUMN, stream),)
    else:
        with open_archive(file) as arrays:
            yield arrays


def _describe_array(stream: IO[bytes], name: str, description: Description) -> tuple[int, ...]:
    """Read one array; give the rows of its columns."""
    header = read_array_header(stream)
    found = columns_of(header, name)
    if isinstance(header["descr"], str):
        rows, column = found[0]
        _describe_plain(stream, header, rows, column, description)
    else:
        _describe_records(stream, header, found, description)
    return tuple(rows for rows, _ in found)


def _describe_plain(
    stream: IO[bytes], header: dict[str, Any], rows: int, column: Column, description: Description
) -> None:
    by_rows = not header.get("fortran_order")
    packing = packing_of(header["descr"])
    into = description.column(column.name, partial(_accumulator, column, packing, by_rows=by_rows), form=column)
    if packing is None or isinstance(into, OpaqueColumn):
        return
    for raw in read_rows(stream, rows=rows, size=packing.size * math.prod(column.shape or ())):
        into.add(packing.unpack(raw))
        description.bound()


def _describe_records(
    stream: IO[bytes], header: dict[str, Any], found: Sequence[tuple[int, Column]], description: Description
) -> None:
    """Read an array of records; one with several in a row, or fields that are not simple, is known by its header."""
    packings = [packing_of(field[1]) if len(field) == 2 else None for field in header["descr"]]
    known = [packing for packing in packings if packing is not None]
    if len(known) < len(packings) or len(header["shape"]) > 1:
        for _, column in found:
            description.column(column.name, partial(OpaqueColumn, column.dtype, column.shape), form=column)
        return
    columns = [
        description.column(column.name, partial(_accumulator, column, packing, by_rows=True), form=column)
        for (_, column), packing in zip(found, known, strict=True)
    ]
    starts = list(accumulate((packing.size for packing in known), initial=0))
    for raw in read_rows(stream, rows=found[0][0], size=starts[-1]):
        for into, packing, start in zip(columns, known, starts, strict=False):
            cells = (raw[at + start : at + start + packing.size] for at in range(0, len(raw), starts[-1]))
            into.add(packing.unpack(b"".join(cells)))
        description.bound()


def _accumulator(column: Column, packing: Packing | None, *, by_rows: bool) -> Accumulator:
    if packing is None or (packing.is_text and column.shape):
        return OpaqueColumn(column.dtype, column.shape)
    if packing.is_text:
        return TextColumn(named=False)
    return ArrayColumn(column.dtype, column.shape, by_rows=by_rows) if column.shape else NumberColumn(column.dtype)
