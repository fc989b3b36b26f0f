"""Entries -> how many lines they take as YAML, by how deep they stand."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

from nnspec.document.dump import dump_document
from nnspec.interop.importing.item import Item, write_item

DEPTH_OF_HIDDEN: Final = 2
DEPTH_OF_BLOCKS: Final = 6

_MOST_REMEMBERED = 1 << 16

# By construct: the lines around its lists, and by how many blanks the entries inside are indented further.
_FRAMES = {"residual": (1, 4), "parallel": (2, 8), "repeat": (2, 6), "model": (2, 6)}


def count_lines(items: Iterable[Item], depth: int) -> int:
    """Count the lines of entries.

    Args:
        items: one below the other.
        depth: blanks before them.
    """
    return sum(_count(item, depth) for item in items)


def depth_inside(item: Item, depth: int) -> int:
    """Give the blanks before the entries inside a construct."""
    return depth + _FRAMES[item.word][1]


@lru_cache(_MOST_REMEMBERED)
def _count(item: Item, depth: int) -> int:
    if not item.lists:
        return _count_leaf(item, depth // 4)
    around = _FRAMES[item.word][0] + len(item.arguments)
    if item.word == "residual" and item.arguments:
        around += 1
    inside = depth_inside(item, depth)
    return around + sum(max(1, count_lines(inner, inside)) for inner in item.lists)


@lru_cache(_MOST_REMEMBERED)
def _count_leaf(item: Item, n_around: int) -> int:
    """Count by writing the entry as deep as it stands, with another below so that it is not put beside a key."""
    written: Any = [write_item(item), {"call": "end"}]
    for _ in range(n_around):
        written = [{"residual": written}]
    return dump_document({"hidden": written}).partition("- call: end")[0].count("\n") - 1 - n_around
