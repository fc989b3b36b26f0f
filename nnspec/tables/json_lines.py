"""A JSON-lines file -> its objects, each with the number of its line."""

from __future__ import annotations

import json
import pathlib
from collections.abc import Iterator
from typing import Any


class LineError(ValueError):
    """A line is no JSON object.

    Args:
        message: begins with the number of the line.
        received: the line; None where it is too long to be shown.
    """

    def __init__(self, message: str, received: str | None) -> None:
        super().__init__(message)
        self.received = received


def read_objects(file: pathlib.Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Read a file line by line; empty lines count and are passed over.

    Raises:
        LineError: for a line that is no JSON object.
        UnicodeDecodeError: for text that is not UTF-8.
    """
    with file.open(encoding="utf-8-sig") as stream:
        for number, line in enumerate(stream, 1):
            if line.strip():
                yield number, _read_object(line.strip(), number)


def _read_object(line: str, number: int) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except RecursionError as error:
        raise LineError(f"line {number} is nested too deeply", None) from error
    except ValueError as error:  # one of its kinds alone, a number with too many digits, is no JSONDecodeError
        reason = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
        raise LineError(f"line {number} is not JSON: {reason}", line) from error
    if not isinstance(row, dict):
        raise LineError(f"line {number} is not a JSON object", line)
    return row
