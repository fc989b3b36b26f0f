"""A reference to data -> its columns, where they can be told without reading the data."""

from __future__ import annotations

import pathlib
from importlib import import_module
from typing import cast

from nnspec.diagnostics.diagnostic import Diagnostic, Path
from nnspec.errors import SpecError
from nnspec.references.project import ProjectPaths
from nnspec.references.reference import Reference, parse_reference
from nnspec.tables.header import Header, read_header
from nnspec.tables.unreadable import unreadable


def discover_header(text: str, *, paths: ProjectPaths, path: Path = ()) -> Header | None:
    """Tell the columns of the data that a reference names.

    Args:
        text: such as `penguins.csv` or `sklearn:iris`; of several files the first one tells.
        paths: which paths the spec may name.
        path: where the text stands in the document.

    Returns:
        None where the data are not there, or their kind does not tell.

    Raises:
        SpecError: NN032, NN039 and NN040 for the reference itself, NN654 for a damaged file.
    """
    reference = parse_data_reference(text, path=path)
    if reference.scheme == "sklearn":
        # Loaded here: the columns of all bundled sets take longer to import than most specs to check.
        return cast(Header, import_module("nnspec.tables.bundled").bundled_header(reference.name, path=path))
    files = paths.resolve_all(reference.name, path=path)
    return _header_of(files[0], reference.name, path) if files and files[0].exists() else None


def parse_data_reference(text: str, *, path: Path = ()) -> Reference:
    """Read a reference to data.

    Raises:
        SpecError: NN040 for a scheme that holds no data, and what `parse_reference` raises.
    """
    reference = parse_reference(text, path=path)
    if reference.scheme not in ("file", "sklearn"):
        message = f"`{reference.scheme}:` holds no data"
        expected = "a file, a glob, a folder, or `sklearn:NAME`"
        finding = Diagnostic(code="NN040", message=message, path=path, received=text, expected=expected)
        raise SpecError([finding])
    return reference


def _header_of(file: pathlib.Path, name: str, path: Path) -> Header | None:
    try:
        return read_header(file)
    except (OSError, ValueError) as error:
        raise unreadable(name, error, path=path) from error
