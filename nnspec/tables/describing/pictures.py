"""A folder of pictures, one folder a class -> a description: how many there are of each class."""

from __future__ import annotations

import pathlib

from nnspec.diagnostics.diagnostic import Path
from nnspec.tables.describing.description import Description
from nnspec.tables.describing.opaque_column import OpaqueColumn
from nnspec.tables.describing.text_column import TextColumn
from nnspec.tables.formats import class_folders, is_picture


def describe_file(file: pathlib.Path, description: Description, *, path: Path) -> None:
    """Add the pictures of a folder; none of them is opened."""
    description.column("image", lambda: OpaqueColumn("uint8"))
    labels = description.column("label", lambda: TextColumn(named=False))
    for folder in class_folders(file):
        pictures = sum(is_picture(item) for item in folder.iterdir())
        labels.add([folder.name] * pictures)
        description.count_rows(pictures)
