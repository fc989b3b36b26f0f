"""Entries -> how many lines they take as YAML, by how deep they stand."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any, Final

from nnspec.document.dump import dump_document
from nnspec.interop.importing.item import Item, write_item

DEPTH_OF_HIDDEN: Final = 2
DEPTH_OF_BLOCKS: Final = 6

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


def _count(item: Item, depth: int) -> int:
    if not item.lists:
        return _count_leaf(item.word, repr(item.arguments), depth // 4, _Leaf(item))
    around = _FRAMES[item.word][0] + len(item.arguments)
    if item.word == "residual" and item.arguments:
        around += 1
    inside = depth_inside(item, depth)
    return around + sum(max(1, count_lines(inner, inside)) for inner in item.lists)


class _Leaf:
    """An entry that is equal to any other, so that its text alone tells it in a cache."""

    def __init__(self, item: Item) -> None:
        self.item = item

    def __eq__(self, other: Any) -> bool:
        return isinstance(other, _Leaf)

    def __hash__(self) -> int:
        return 0


@cache
def _count_leaf(word: str, arguments: str, n_around: int, leaf: _Leaf) -> int:
    """Count by writing the entry as deep as it stands, with another below so that it is not put beside a key."""
    written: Any = [write_item(leaf.item), {"call": "end"}]
    for _ in range(n_around):
        written = [{"residual": written}]
    return dump_document({"hidden": written}).partition("- call: end")[0].count("\n") - 1 - n_around
