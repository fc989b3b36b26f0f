"""A reference to data -> its files, and the one kind that they are of."""

from __future__ import annotations

import pathlib
from collections.abc import Iterable, Sequence

from nnspec.diagnostics.diagnostic import Path
from nnspec.errors import spec_error
from nnspec.records import record
from nnspec.references.hashing import files_below
from nnspec.references.project import ProjectPaths
from nnspec.tables.discovery import parse_data_reference
from nnspec.tables.formats import format_of, with_labels


@record
class DataFiles:
    """Data that were found and not yet read.

    Args:
        kind: as `format_of` tells it, or `sklearn`.
        locations: what is read one after the other: files, folders of pictures, or the name of a bundled set.
        files: what the fingerprint is made of; none for a bundled set.
    """

    kind: str
    locations: tuple[str, ...]
    files: tuple[pathlib.Path, ...]


def find_data_files(text: str, *, paths: ProjectPaths, path: Path) -> DataFiles:
    """Find the files that a reference names.

    Args:
        text: a reference, such as `penguins.csv`, `parts/*.parquet` or `sklearn:iris`.
        paths: which paths the spec may name.
        path: where the text stands in the document.

    Raises:
        SpecError: NN654 for files that are absent or of an unknown kind, NN039 and NN040 for the reference.
    """
    reference = parse_data_reference(text, path=path)
    if reference.scheme == "sklearn":
        return DataFiles("sklearn", (reference.name,), ())
    files = paths.resolve_all(reference.name, path=path)
    if not files:
        raise spec_error("NN654", f"`{text}` matches no file", path=path)
    _check_links(files, paths, path)
    kinds = {_kind_of(file, path) for file in files}
    if len(kinds) > 1:
        raise spec_error("NN654", f"`{text}` mixes {' and '.join(sorted(kinds))}", path=path)
    kind = kinds.pop()
    inside = tuple(str(part) for file in files for part in _parts(file, kind))
    return DataFiles(kind, inside, with_labels(files))


def _check_links(files: Sequence[pathlib.Path], paths: ProjectPaths, path: Path) -> None:
    for folder in files:
        if folder.is_dir():
            for item in folder.rglob("*"):
                if item.is_symlink():
                    paths.resolve(str(item), path=path)


def _kind_of(file: pathlib.Path, path: Path) -> str:
    if not file.exists():
        # A path without a place comes from a command line.
        hint = "paths are relative to the spec" if path else None
        raise spec_error("NN654", f"`{file}` does not exist", path=path, hint=hint)
    kind = format_of(file)
    if kind is not None:
        return kind
    expected = "a CSV, TSV, Parquet, JSON-lines, npz, npy or idx file, or a folder of pictures by class"
    raise spec_error("NN654", f"`{file.name}` is of an unknown kind", path=path, expected=expected)


def _parts(file: pathlib.Path, kind: str) -> Iterable[pathlib.Path]:
    if kind == "parquet" and file.is_dir():
        return (part for part in files_below(file) if part.suffix == ".parquet")
    return (file,)
