"""Texts with `$`: which names they use, and how progressions and multiples are written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_ESCAPED = "$$"


def names_in(value: Any) -> frozenset[str]:
    """Find the names that a value takes from elsewhere; an escaped dollar sign takes none."""
    return frozenset(_names(value))


def progression(values: Sequence[Any], counter: str) -> str | None:
    """Write whole numbers with equal steps as a function of a counter that runs from 0; None for anything else."""
    if not all(isinstance(value, int) and not isinstance(value, bool) for value in values) or len(values) < 2:
        return None
    start, step = values[0], values[1] - values[0]
    if any(value != start + i * step for i, value in enumerate(values)) or step == 0:
        return None
    product = counter if step in (1, -1) else f"{counter} * {abs(step)}"
    if start == 0 and step > 0:
        return f"${counter}" if step == 1 else f"$({product})"
    return f"$({start} {'+' if step > 0 else '-'} {product})"


def multiple(name: str, factor: int) -> str:
    """Write a whole multiple of an argument."""
    return f"${name}" if factor == 1 else f"$({name} * {factor})"


def _names(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if value.startswith("$") and not value.startswith(_ESCAPED):
            yield from _NAME.findall(value)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _names(item)
    elif isinstance(value, list):
        for item in value:
            yield from _names(item)
