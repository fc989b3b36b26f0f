"""The rows of a JSON-lines file -> a description."""

from __future__ import annotations

import pathlib
from collections.abc import Iterator
from itertools import islice
from typing import Any

from nnspec.diagnostics.diagnostic import Path
from nnspec.document.source import shorten
from nnspec.errors import spec_error
from nnspec.tables.describing.cell_column import CellColumn
from nnspec.tables.describing.description import Description
from nnspec.tables.json_lines import parse_object

_ROWS = 4_096


def describe_file(file: pathlib.Path, description: Description, *, path: Path) -> None:
    """Add the rows of a file; an absent key is missing.

    Raises:
        SpecError: NN651 for a line that is no JSON object.
        ValueError: for a file that is no text in UTF-8.
    """
    columns = {name: description.column(name, CellColumn) for name in description.names}
    rows = _rows(file, path)
    while chunk := list(islice(rows, _ROWS)):
        for name, column in columns.items():
            column.add([row.get(name) for row in chunk])
        description.count_rows(len(chunk))


def _rows(file: pathlib.Path, path: Path) -> Iterator[dict[str, Any]]:
    with file.open(encoding="utf-8-sig") as stream:
        for number, line in enumerate(stream, 1):
            if line.strip():
                yield _row(line, f"`{file.name}` line {number}", path)


def _row(line: str, place: str, path: Path) -> dict[str, Any]:
    try:
        return parse_object(line, place)
    except ValueError as error:
        raise spec_error("NN651", str(error), path=path, received=shorten(line.strip())) from error
