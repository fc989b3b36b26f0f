"""A folder of pictures, one folder a class -> a table with `image` (paths) and `label` (folder names)."""

from __future__ import annotations

import pathlib
from collections.abc import Sequence

import numpy as np

from nnspec.datasets.table import Array, Table, make_table
from nnspec.diagnostics.diagnostic import Path
from nnspec.tables.formats import class_folders, is_picture


def read_names(location: str) -> tuple[str, ...]:
    """List the two columns."""
    return ("image", "label")


def read_file(location: str, *, names: Sequence[str], numbers: frozenset[str], path: Path) -> Table:
    """List the pictures; they are decoded once it is known which input takes them."""
    folder = pathlib.Path(location)
    files = [file for inside in class_folders(folder) for file in sorted(inside.iterdir()) if is_picture(file)]
    columns = {"image": _objects(files), "label": _objects([file.parent.name for file in files])}
    wanted = {name: columns[name] for name in names}
    return make_table(wanted, len(files), lambda row: f"`{files[row].relative_to(folder)}`")


def _objects(values: Sequence[object]) -> Array:
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array
