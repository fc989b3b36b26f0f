"""The idx files of MNIST and its successors -> tables with `image` and `label`.

A spec names the file of pictures (`train-images-idx3-ubyte.gz`); the labels are found beside it
(`train-labels-idx1-ubyte.gz`). Source: LeCun, Cortes, Burges, THE MNIST DATABASE, file formats.
"""

from __future__ import annotations

import gzip
import math
import pathlib
import struct
from collections.abc import Sequence

import numpy as np

from nnspec.datasets.rows import row_number
from nnspec.datasets.table import Array, Table, make_table
from nnspec.diagnostics.diagnostic import Path
from nnspec.errors import spec_error
from nnspec.tables.formats import idx_labels_beside
from nnspec.tables.header import read_header

# The third byte of the magic number; all values are big-endian.
_DTYPES = {8: ">u1", 9: ">i1", 11: ">i2", 12: ">i4", 13: ">f4", 14: ">f8"}


def read_names(location: str) -> tuple[str, ...]:
    """List `image`, and `label` where the file of labels stands beside it."""
    header = read_header(pathlib.Path(location))
    return () if header is None else header.names


def read_file(location: str, *, names: Sequence[str], numbers: frozenset[str], path: Path) -> Table:
    """Read pictures (rows, height, width) uint8 and labels (rows,) int64.

    Raises:
        SpecError: NN654 where pictures and labels differ in number.
        ValueError: for a damaged file.
    """
    images = pathlib.Path(location)
    columns = {"image": read_idx(images)}
    labels = idx_labels_beside(images)
    if labels is not None:
        columns["label"] = read_idx(labels).astype(np.int64)
        if len(columns["label"]) != len(columns["image"]):
            message = f"{len(columns['image'])} pictures and {len(columns['label'])} labels"
            raise spec_error("NN654", message, path=path)
    return make_table({name: columns[name] for name in names}, len(columns["image"]), row_number)


def read_idx(file: pathlib.Path) -> Array:
    """Read one idx file, packed by gzip or not.

    Raises:
        ValueError: for a file whose magic number or size is wrong.
    """
    with file.open("rb") as stream:
        raw = stream.read()
    if raw[:2] == b"\x1f\x8b":
        raw = gzip.decompress(raw)
    if len(raw) < 4 or raw[:2] != b"\0\0" or raw[2] not in _DTYPES:
        raise ValueError("the magic number of an idx file is missing")
    start = 4 + 4 * raw[3]
    shape = struct.unpack(f">{raw[3]}I", raw[4:start])
    dtype = np.dtype(_DTYPES[raw[2]])
    if len(raw) != start + math.prod(shape) * dtype.itemsize:
        raise ValueError(f"the file does not hold the {shape} values that it declares")
    return np.frombuffer(raw, dtype, offset=start).reshape(shape).astype(dtype.newbyteorder("="), copy=False)
