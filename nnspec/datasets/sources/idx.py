"""The idx files of MNIST and its successors -> tables with `image` and `label`.

A spec names the file of pictures (`train-images-idx3-ubyte.gz`); the labels are found beside it
(`train-labels-idx1-ubyte.gz`).
"""

from __future__ import annotations

import math
import pathlib
from collections.abc import Sequence

import numpy as np

from nnspec.datasets.rows import row_number
from nnspec.datasets.table import Array, Table, make_table
from nnspec.diagnostics.diagnostic import Path
from nnspec.errors import spec_error
from nnspec.tables.formats import idx_labels_beside
from nnspec.tables.header import read_header
from nnspec.tables.idx import open_idx


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
        ValueError: for a file whose magic number, sizes or compression is damaged.
    """
    with open_idx(file) as values:
        raw, shape, dtype = values.stream.read(), values.shape, np.dtype(values.descr)
    if len(raw) != math.prod(shape) * dtype.itemsize:
        raise ValueError(f"the file does not hold the {shape} values that it declares")
    return np.frombuffer(raw, dtype).reshape(shape).astype(dtype.newbyteorder("="), copy=False)
