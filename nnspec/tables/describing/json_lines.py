"""The rows of a JSON-lines file -> a description."""

from __future__ import annotations

import pathlib
from itertools import islice

from nnspec.diagnostics.diagnostic import Path
from nnspec.tables.describing.cell_column import CellColumn
from nnspec.tables.describing.description import Description
from nnspec.tables.describing.json_rows import read_rows

_ROWS = 4_096


def describe_file(file: pathlib.Path, description: Description, *, path: Path) -> None:
    """Add the rows of a file; an absent key is missing.

    Raises:
        SpecError: NN651 for a line that is no JSON object.
        ValueError: for a file that is no text in UTF-8.
    """
    columns = {name: description.column(name, CellColumn) for name in description.names}
    rows = (row for _, row in read_rows(file, path=path))
    while chunk := list(islice(rows, _ROWS)):
        for name, column in columns.items():
            column.add([row.get(name) for row in chunk])
        description.count_rows(len(chunk))
