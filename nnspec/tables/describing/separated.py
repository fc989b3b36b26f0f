"""The rows of a CSV or TSV file -> a description."""

from __future__ import annotations

import csv
import pathlib
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING

from nnspec.diagnostics.diagnostic import Path
from nnspec.errors import spec_error
from nnspec.tables.describing.description import Description
from nnspec.tables.describing.text_column import TextColumn
from nnspec.tables.unreadable import ragged_row

if TYPE_CHECKING:
    from _csv import Reader

_ROWS = 8_192
# Python's own limit of 131,072 characters is too small for texts; without any, one lost quote would fill the memory.
_LONGEST_FIELD = 1 << 27


def describe_file(file: pathlib.Path, description: Description, *, path: Path) -> None:
    """Add the rows of a file.

    Raises:
        SpecError: NN651 for a row with too many or too few fields.
        ValueError: for a file that is no text in UTF-8, or that holds what no field may.
    """
    with _opened(file) as reader:
        rows = (fields for fields in reader if fields)
        header = next(rows, [])
        columns = [description.column(name, _column) if name in description.names else None for name in header]
        while chunk := list(islice(rows, _ROWS)):
            if set(map(len, chunk)) != {len(header)}:
                _refuse_ragged(file, path)
            for column, cells in zip(columns, zip(*chunk, strict=True), strict=True):
                if column is not None:
                    column.add(cells)
            description.count_rows(len(chunk))


def _column() -> TextColumn:
    return TextColumn(named=True)


@contextmanager
def _opened(file: pathlib.Path) -> Iterator[Reader]:
    before = csv.field_size_limit(_LONGEST_FIELD)
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            yield csv.reader(stream, delimiter="\t" if file.suffix.lower() == ".tsv" else ",")
    except csv.Error as error:
        raise ValueError(str(error)) from error
    finally:
        csv.field_size_limit(before)


def _refuse_ragged(file: pathlib.Path, path: Path) -> None:
    """Find the first row whose fields are not those of the header."""
    with _opened(file) as reader:
        width = 0
        for fields in reader:
            width = width or len(fields)
            if fields and len(fields) != width:
                said, hint = ragged_row(len(fields), width)
                message, received = f"`{file.name}` line {reader.line_num}: {said}", ",".join(fields)
                raise spec_error("NN651", message, path=path, received=received, hint=hint)
