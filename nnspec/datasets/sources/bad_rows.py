"""A text file that could not be read -> the rows that are to blame, by line and column."""

from __future__ import annotations

import csv
import pathlib
import re
from collections.abc import Collection, Iterator
from itertools import islice

from nnspec.datasets.findings import raise_findings
from nnspec.diagnostics.diagnostic import Diagnostic, Path
from nnspec.tables.unreadable import ragged_row

MOST_SHOWN = 5

_NUMBER = re.compile(
    r"\s*[+-]?(\d+\.?\d*([eE][+-]?\d+)?|\.\d+([eE][+-]?\d+)?|inf(inity)?|nan)\s*", re.IGNORECASE | re.ASCII
)
# `1,000` may be a thousand or one; both of its readings are named.
_THOUSANDS = re.compile(r"\s*[+-]?\d{1,3}(,\d{3})+(\.\d*)?\s*")
_DECIMAL_COMMA = re.compile(r"\s*[+-]?\d+,\d+\s*")
_DATE = re.compile(r"\s*(\d{4}[-/.]\d{1,2}([-/.]\d{1,2})?|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})(?!\d)")


def explain_bad_rows(
    file: pathlib.Path, *, delimiter: str, numbers: Collection[str], missing: Collection[str], path: Path
) -> None:
    """Read a file again, row by row, and tell what is wrong; nothing is raised where nothing is found.

    Args:
        file: with a header line.
        delimiter: between two fields.
        numbers: the columns that must hold numbers.
        missing: the texts that stand for a missing value.
        path: where the document names the file.

    Raises:
        SpecError: NN651 for the first bad values; the last finding counts the others.
        UnicodeDecodeError: for text that is not UTF-8.
    """
    found = list(_bad_rows(file, delimiter, numbers, missing))
    shown = [
        Diagnostic(
            code="NN651",
            message=f"`{file.name}` line {line}: {message}",
            path=path,
            received=received,
            hint=hint,
        )
        for line, message, received, hint in found[:MOST_SHOWN]
    ]
    if len(found) > MOST_SHOWN:
        rest = f"`{file.name}` has {len(found) - MOST_SHOWN} more rows that cannot be read"
        shown.append(Diagnostic(code="NN651", message=rest, path=path))
    raise_findings(shown)


def line_of_row(location: str, *, delimiter: str, row: int) -> str:
    """Tell the line of a file where a row ends; rows count from 0, lines from 1."""
    with pathlib.Path(location).open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.reader(stream, delimiter=delimiter)
        next(islice((fields for fields in reader if fields), row + 1, None))
        return f"line {reader.line_num}"


_Problem = tuple[int, str, str | None, str | None]


def _bad_rows(
    file: pathlib.Path, delimiter: str, numbers: Collection[str], missing: Collection[str]
) -> Iterator[_Problem]:
    with file.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.reader(stream, delimiter=delimiter)
        rows = (fields for fields in reader if fields)
        header = next(rows, [])
        wanted = [(place, name) for place, name in enumerate(header) if name in numbers]
        for fields in rows:
            if len(fields) != len(header):
                message, hint = ragged_row(len(fields), len(header))
                yield reader.line_num, message, delimiter.join(fields), hint
                continue
            for place, name in wanted:
                text = fields[place]
                if text not in missing and not _NUMBER.fullmatch(text):
                    yield reader.line_num, f"`{text}` in column `{name}` is not a number", text, _hint(text)


def _hint(text: str) -> str | None:
    if _THOUSANDS.fullmatch(text):
        return "write a thousand as `1000`, without a mark between digits, and decimals with a point"
    if _DECIMAL_COMMA.fullmatch(text):
        return "write decimals with a point"
    if _DATE.match(text):
        return "dates are `type: date`"
    return "missing values are empty, `NA` or `NaN`; words are `type: category`"
