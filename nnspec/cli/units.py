"""Counts and bytes -> texts for people; what is unknown is `?`, and formulas stay formulas."""

from __future__ import annotations

from nnspec.inference.dimension import Dimension

_BYTES = ("B", "KiB", "MiB", "GiB", "TiB", "PiB")


def format_count(value: Dimension) -> str:
    """Write a count in full: `25,636,712`."""
    return f"{value:,}" if isinstance(value, int) else str(value)


def format_bytes(value: Dimension) -> str:
    """Write bytes in the largest unit that leaves a number above 1: `1.5 GiB`."""
    if not isinstance(value, int):
        return str(value)
    number, unit = float(value), 0
    while number >= 1024 and unit < len(_BYTES) - 1:
        number, unit = number / 1024, unit + 1
    return f"{value} B" if not unit else f"{number:.1f} {_BYTES[unit]}"


def count(n_things: int, noun: str) -> str:
    """Write a number with its noun, in the plural where it takes one."""
    return f"1 {noun}" if n_things == 1 else f"{n_things:,} {noun}s"
