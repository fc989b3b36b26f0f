"""Rows of texts -> a table whose columns stand below each other."""

from __future__ import annotations

from collections.abc import Sequence


def align(rows: Sequence[Sequence[str]], *, texts: int) -> list[str]:
    """Write rows as lines.

    Args:
        rows: all of one length, the head among them.
        texts: how many columns from the left hold texts; the others hold numbers, which end below each other.
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [_line(row, widths, texts).rstrip() for row in rows]


def _line(row: Sequence[str], widths: list[int], texts: int) -> str:
    cells = [
        cell.ljust(width) if i < texts else cell.rjust(width)
        for i, (cell, width) in enumerate(zip(row, widths, strict=True))
    ]
    return "  ".join(cells)
