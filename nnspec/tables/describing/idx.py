"""The pictures and labels of idx files -> a description.

Source: LeCun, Cortes, Burges, THE MNIST DATABASE, file formats.
"""

from __future__ import annotations

import gzip
import math
import pathlib
import struct
import zlib
from typing import IO, cast

from nnspec.diagnostics.diagnostic import Path
from nnspec.errors import spec_error
from nnspec.tables.describing.array_column import ArrayColumn
from nnspec.tables.describing.description import Accumulator, Description
from nnspec.tables.describing.number_column import NumberColumn
from nnspec.tables.describing.packed_cells import Packing, read_rows
from nnspec.tables.formats import idx_labels_beside

# The third byte of the magic number; all values are big-endian.
_KINDS = {
    8: ("uint8", Packing("B", 1, ">")),
    9: ("int8", Packing("b", 1, ">")),
    11: ("int16", Packing("h", 2, ">")),
    12: ("int32", Packing("i", 4, ">")),
    13: ("float32", Packing("f", 4, ">")),
    14: ("float64", Packing("d", 8, ">")),
}


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
    try:
        with _open(file) as stream:
            return _read_stream(stream, name, description)
    except (EOFError, zlib.error) as error:
        raise ValueError(f"its compression is damaged: {error}") from error


def _open(file: pathlib.Path) -> IO[bytes]:
    with file.open("rb") as stream:
        is_packed = stream.read(2) == b"\x1f\x8b"
    return cast(IO[bytes], gzip.open(file)) if is_packed else file.open("rb")


def _read_stream(stream: IO[bytes], name: str, description: Description) -> int:
    magic = stream.read(4)
    if len(magic) < 4 or magic[:2] != b"\0\0" or magic[2] not in _KINDS:
        raise ValueError("the magic number of an idx file is missing")
    sizes = stream.read(4 * magic[3])
    if not magic[3] or len(sizes) < 4 * magic[3]:
        raise ValueError("the file ends before its sizes")
    shape: tuple[int, ...] = struct.unpack(f">{magic[3]}I", sizes)
    rows, shape = shape[0], shape[1:]
    dtype, packing = _KINDS[magic[2]]
    column = description.column(name, lambda: _column(name, dtype, shape), form=(dtype, *shape))
    for raw in read_rows(stream, rows=rows, size=packing.size * math.prod(shape)):
        column.add(packing.unpack(raw))
    if stream.read(1):
        raise ValueError("the file goes on after its last value")
    return rows


def _column(name: str, dtype: str, shape: tuple[int, ...]) -> Accumulator:
    # Labels become int64 whatever they are.
    return ArrayColumn(dtype, shape) if shape else NumberColumn("int64" if name == "label" else dtype)
