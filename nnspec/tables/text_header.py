"""CSV, TSV and JSON-lines files -> the names of their columns."""

from __future__ import annotations

import csv
import pathlib
from itertools import islice

from nnspec.tables.json_lines import read_objects
from nnspec.tables.unreadable import DelimiterError

# A key that appears only after so many rows is found when the data are read.
_JSON_ROWS = 100


def read_csv_names(path: pathlib.Path, *, delimiter: str) -> tuple[str, ...]:
    """Read the first line of a file with separated values; one name may be empty, as that of an index is.

    Raises:
        DelimiterError: for fields that stand apart by `;`.
        ValueError: for an empty file, a name that stands twice, text that is not UTF-8.
    """
    with path.open(encoding="utf-8-sig", newline="") as stream:
        try:
            names = next((row for row in csv.reader(stream, delimiter=delimiter) if row), None)
        except csv.Error as error:
            raise ValueError(str(error)) from error
    if names is None:
        raise ValueError("the file is empty")
    if len(names) == 1 and delimiter == "," and ";" in names[0]:
        raise DelimiterError("its fields stand apart by `;`")
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise ValueError(f"the column `{min(twice)}` stands there twice")
    return tuple(names)


def read_jsonl_names(path: pathlib.Path) -> tuple[str, ...]:
    """Collect the keys of the first rows of a JSON-lines file.

    Raises:
        ValueError: for a line that is no JSON object.
    """
    names: dict[str, None] = {}
    for _, row in islice(read_objects(path), _JSON_ROWS):
        names.update(dict.fromkeys(row))
    return tuple(names)
