"""A comparison -> lines for people."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from nnspec.comparing.change import Change
from nnspec.comparing.comparison import Comparison, Figure
from nnspec.document.dump import dump_line

_SIGNS = {"added": "+", "removed": "-", "changed": "~"}
_WIDTH = 100


def format_comparison(comparison: Comparison, *, before: str, after: str) -> str:
    """Write a comparison as text.

    Args:
        comparison: what differs.
        before: the name of the first.
        after: the name of the second.
    """
    lines = [*_changes(comparison), *_figures(comparison.figures)]
    if not comparison.changes:
        figures = "" if comparison.is_equal else ", and their figures differ"
        lines = [f"{before} and {after} mean the same{figures}", *lines]
    else:
        lines = [f"--- {before}", f"+++ {after}", *lines]
    return "\n".join(lines)


def _changes(comparison: Comparison) -> Iterator[str]:
    for section, changes in groupby(comparison.changes, key=lambda change: change.section):
        yield section
        yield from (f"  {_SIGNS[change.kind]} {_change(change)}" for change in changes)


def _change(change: Change) -> str:
    introduction = f"{change.place}: " if change.place else ""
    if change.kind == "added":
        return introduction + _value(change.after)
    if change.kind == "removed":
        return introduction + _value(change.before)
    return f"{introduction}{_value(change.before)} -> {_value(change.after)}"


def _value(value: Any) -> str:
    """Write a value in one line, cut where it is too long."""
    text = dump_line(value)
    return text if len(text) <= _WIDTH else f"{text[: _WIDTH - 1]}…"


def _figures(figures: tuple[Figure, ...]) -> Iterator[str]:
    if not figures:
        return
    width = max(len(figure.name) for figure in figures)
    yield f"{'report':{width + 2}}  {'first':>12}  {'second':>12}  {'difference':>12}"
    for figure in figures:
        cells = (_number(figure.before), _number(figure.after), _number(figure.difference, signed=True))
        yield f"  {figure.name:{width}}" + "".join(f"  {cell:>12}" for cell in cells)


def _number(value: float | None, *, signed: bool = False) -> str:
    if value is None:
        return ""
    sign = "+" if signed else ""
    return f"{value:{sign},}" if isinstance(value, int) else f"{value:{sign}.4f}"
