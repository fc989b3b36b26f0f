"""A slice as a spec writes it, `..., 0` or `:, 1:3` -> Python's own numbers and slices."""

from __future__ import annotations

from typing import Any

_NOTATION = {"...": Ellipsis, "None": None, "newaxis": None, "null": None}


def parse_key(text: str) -> tuple[Any, ...]:
    """Read a slice in NumPy's notation: `..., 0` or `:, 1:3`.

    Raises:
        ValueError: a part is no number, slice, `...` or `newaxis`.
    """
    return tuple(_parse_part(part.strip()) for part in text.strip().removesuffix(",").split(","))


def _parse_part(part: str) -> Any:
    if part in _NOTATION:
        return _NOTATION[part]
    if ":" not in part:
        return int(part)
    ends = [int(end) if end.strip() else None for end in part.split(":")]
    if len(ends) > 3:
        raise ValueError(f"`{part}` is no slice")
    return slice(*ends)
