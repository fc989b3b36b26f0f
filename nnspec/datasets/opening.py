"""A reference to data -> its files, and the table of the columns that are wanted."""

from __future__ import annotations

import pathlib
from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import Protocol, cast

from nnspec.datasets.table import Table, join_tables
from nnspec.diagnostics.diagnostic import Path
from nnspec.errors import UsageError, spec_error
from nnspec.records import record
from nnspec.references.project import ProjectPaths
from nnspec.tables.data_files import find_data_files
from nnspec.tables.unreadable import unreadable

# Modules by name: a CSV file then imports neither scikit-learn nor Pillow.
READERS = {
    "csv": "nnspec.datasets.sources.separated",
    "tsv": "nnspec.datasets.sources.separated",
    "jsonl": "nnspec.datasets.sources.json_lines",
    "parquet": "nnspec.datasets.sources.parquet",
    "npz": "nnspec.datasets.sources.array_files",
    "npy": "nnspec.datasets.sources.array_files",
    "idx": "nnspec.datasets.sources.idx",
    "images": "nnspec.datasets.sources.pictures",
    "sklearn": "nnspec.datasets.sources.bundled_sets",
}
_EXTRAS = {"sklearn": "sklearn", "pyarrow": "cpu", "PIL": "cpu"}


class Reader(Protocol):
    """What each module under `sources` offers."""

    def read_names(self, location: str) -> tuple[str, ...]:
        """List the columns of a file, or of a bundled set."""

    def read_file(self, location: str, *, names: Sequence[str], numbers: frozenset[str], path: Path) -> Table:
        """Read some columns; those in `numbers` hold nothing but numbers."""


@record
class Source:
    """Data that were found and not yet read.

    Args:
        text: the reference as the spec says it.
        path: where the spec says it.
        kind: a key of `READERS`.
        locations: files, or the name of a bundled set.
        files: what the fingerprint is made of; none for a bundled set.
        columns: the names that the data have.
    """

    text: str
    path: Path
    kind: str
    locations: tuple[str, ...]
    files: tuple[pathlib.Path, ...]
    columns: tuple[str, ...]


def open_source(text: str, *, paths: ProjectPaths, path: Path) -> Source:
    """Find data and their columns.

    Args:
        text: a reference, such as `penguins.csv`, `parts/*.parquet` or `sklearn:iris`.
        paths: which paths the spec may name.
        path: where the text stands in the document.

    Raises:
        SpecError: NN654 for files that are absent, damaged or of an unknown kind, NN039 and NN040
            for the reference.
        UsageError: where an extra has to be installed.
    """
    found = find_data_files(text, paths=paths, path=path)
    return _described(Source(text, path, found.kind, found.locations, found.files, ()))


def read_source(source: Source, *, names: Iterable[str], numbers: frozenset[str]) -> Table:
    """Read the columns that are wanted.

    Args:
        source: from `open_source`.
        names: the wanted columns; all of them exist.
        numbers: those of them that must hold numbers.

    Raises:
        SpecError: NN651 for a row that cannot be read, NN654 for damaged or empty files.
    """
    reader, wanted = _reader(source.kind), tuple(names)
    tables = []
    for location in source.locations:
        _check_same_columns(reader, source, location, wanted)
        try:
            tables.append(reader.read_file(location, names=wanted, numbers=numbers, path=source.path))
        except (OSError, ValueError) as error:
            raise unreadable(pathlib.Path(location).name, error, path=source.path) from error
    table = join_tables(tables)
    if table.rows == 0:
        raise spec_error("NN654", f"`{source.text}` holds no rows", path=source.path)
    return table


def _described(source: Source) -> Source:
    location = source.locations[0]
    try:
        columns = _reader(source.kind).read_names(location)
    except (OSError, ValueError) as error:
        raise unreadable(pathlib.Path(location).name, error, path=source.path) from error
    return Source(source.text, source.path, source.kind, source.locations, source.files, columns)


def _reader(kind: str) -> Reader:
    try:
        return cast(Reader, import_module(READERS[kind]))
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        if package not in _EXTRAS:
            raise
        message = f"{kind} data need `{package}`: pip install 'nnspec[{_EXTRAS[package]}]'"
        raise UsageError(message) from error


def _check_same_columns(reader: Reader, source: Source, location: str, wanted: Sequence[str]) -> None:
    if location == source.locations[0]:
        return
    lacking = sorted(set(wanted) - set(reader.read_names(location)))
    if lacking:
        name = pathlib.Path(location).name
        raise spec_error("NN654", f"`{name}` has no column `{lacking[0]}`", path=source.path)
