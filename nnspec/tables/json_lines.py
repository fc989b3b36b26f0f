"""A line of a file in JSON lines -> the object that it holds."""

from __future__ import annotations

import json
from typing import Any


def parse_object(line: str, place: str) -> dict[str, Any]:
    """Read one line.

    Args:
        line: with or without its end.
        place: of the line, as its finding shall name it.

    Raises:
        ValueError: it is no JSON object; the message names the place.
    """
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise ValueError(f"{place} is not JSON: {error.msg}") from error
    except RecursionError as error:
        raise ValueError(f"{place} is nested too deeply") from error
    if not isinstance(row, dict):
        raise ValueError(f"{place} is not a JSON object")
    return row
