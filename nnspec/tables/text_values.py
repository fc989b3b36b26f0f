"""A text among data -> what it means: a missing value, a whole number, a number."""

from __future__ import annotations

import re
from collections.abc import Collection

MISSING_TEXTS = ("", "NA", "NaN")

# `007` is a name and no number: its zeros would be lost.
WHOLE = re.compile(r"0|-?[1-9][0-9]{0,17}")
NUMBER = re.compile(r"\s*[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?\s*")

# What a float would read and not write: leading zeros, more digits than it holds.
_CODE = re.compile(r"^\s*[+-]?(0[0-9]+|[0-9]{19,})\s*$", re.MULTILINE)


def parse_numbers(texts: Collection[str], *, named: bool) -> list[float] | None:
    """Read texts as numbers; None where one of them is none.

    Args:
        texts: in ASCII digits where they are numbers.
        named: whether `nan`, `inf` and `infinity` are numbers, as they are in CSV files.
    """
    together = "".join(texts)
    # Python alone reads digits of other scripts, and underscores between digits.
    if not together.isascii() or "_" in together:
        return None
    try:
        numbers = [float(text) for text in texts]
    except ValueError:
        return None
    return numbers if named or all(NUMBER.fullmatch(text) for text in texts) else None


def are_whole(texts: Collection[str]) -> bool:
    """Tell whether all texts mean whole numbers and nothing else."""
    return all(WHOLE.fullmatch(text) for text in texts)


def hold_codes(texts: Collection[str]) -> bool:
    """Tell whether one of some numbers is a name made of digits, such as `007`, that a number would not write again."""
    return _CODE.search("\n".join(texts)) is not None
