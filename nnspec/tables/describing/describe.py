"""The files of data -> their card, with the standard library alone."""

from __future__ import annotations

import pathlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import Protocol, cast

from nnspec.diagnostics.diagnostic import Path
from nnspec.tables.card import Card
from nnspec.tables.data_files import DataFiles
from nnspec.tables.describing.description import Description
from nnspec.tables.fingerprint import fingerprint
from nnspec.tables.header import read_header
from nnspec.tables.unreadable import unreadable

DESCRIBERS = {
    "csv": "separated",
    "tsv": "separated",
    "jsonl": "json_lines",
    "npz": "arrays",
    "npy": "arrays",
    "idx": "idx",
    "images": "pictures",
}


class Describer(Protocol):
    """What each module named above offers."""

    def describe_file(self, file: pathlib.Path, description: Description, *, path: Path) -> None:
        """Add the rows of a file."""


def describe_files(found: DataFiles, *, source: str, path: Path = ()) -> Card:
    """Make the card of data; the files are read once for their values, and once for their hash.

    Args:
        found: of a kind that `DESCRIBERS` has.
        source: the reference that names them.
        path: where it stands in a document.

    Raises:
        SpecError: NN651 for a row that cannot be read, NN654 for a damaged file.
    """
    describer = cast(Describer, import_module(f"nnspec.tables.describing.{DESCRIBERS[found.kind]}"))
    files = tuple(map(pathlib.Path, found.locations))
    description = Description(_common_names(files, path))
    for file in files:
        with _reading(file, path):
            describer.describe_file(file, description, path=path)
    with _reading(files[0], path):
        return Card(description.rows, description.cards(), source, str(fingerprint(found.files)["sha256"]))


def _common_names(files: Sequence[pathlib.Path], path: Path) -> tuple[str, ...]:
    """List the columns that all files have; training refuses others only where a spec takes them."""
    names: list[tuple[str, ...]] = []
    for file in files:
        with _reading(file, path):
            header = read_header(file)
            names.append(header.names if header else ())
    return tuple(name for name in names[0] if all(name in others for others in names))


@contextmanager
def _reading(file: pathlib.Path, path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as error:
        raise unreadable(file.name, error, path=path) from error
