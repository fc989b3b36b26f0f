"""A list of entries -> the same list with `repeat` where one run of entries follows the other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nnspec.interop.importing.folding.pattern import (
    DEFAULT_COUNTER,
    Pattern,
    Run,
    Shapes,
    counter_of,
    fill,
    find_pattern,
)
from nnspec.interop.importing.folding.sizes import DEPTH_OF_HIDDEN, count_lines
from nnspec.interop.importing.folding.texts import progression
from nnspec.interop.importing.item import Item
from nnspec.records import record

_COUNTERS = (DEFAULT_COUNTER, "j", "k", "m", "n")
_SMALLEST_GAIN = 3
_LONGEST_ROUND = 40
# Two values always have equal steps: that would be chance.
_FEWEST_STEPS = 3


@record
class _Found:
    """One way to fold: which entries, how often, as what, and how many lines it saves."""

    gain: int
    start: int
    end: int
    item: Item


def fold_repeats(items: Run, shapes: Shapes) -> Run:
    """Fold runs that follow each other, the inner lists first.

    Args:
        items: from top to bottom.
        shapes: numbers of entries.
    """
    items = tuple(_fold_inside(item, shapes) for item in items)
    while True:
        best = max(_find(items, shapes), key=lambda found: (found.gain, found.start), default=None)
        if best is None:
            return items
        items = (*items[: best.start], best.item, *items[best.end :])


def _fold_inside(item: Item, shapes: Shapes) -> Item:
    if not item.lists:
        return item
    lists = tuple(fold_repeats(inner, shapes) for inner in item.lists)
    return item if lists == item.lists else Item(item.word, item.arguments, lists, item.first)


def _find(items: Run, shapes: Shapes) -> Iterator[_Found]:
    numbers = shapes.numbers(items)
    for length in range(1, min(_LONGEST_ROUND, len(items) // 2) + 1):
        for start, times in _tandems(numbers, length):
            found = _fold_at(items, start, length, times, shapes)
            if found is not None and found.gain >= _SMALLEST_GAIN:
                yield found


def _tandems(numbers: tuple[int, ...], length: int) -> Iterator[tuple[int, int]]:
    """Find where runs of a length follow each other, and how often; later starts within a round as well."""
    alike = [one == other for one, other in zip(numbers, numbers[length:], strict=False)]
    begin = 0
    for end in range(len(alike) + 1):
        if end < len(alike) and alike[end]:
            continue
        for start in range(begin, min(end - length, begin + length - 1) + 1):
            yield start, (end - start) // length + 1
        begin = end + 1


def _fold_at(items: Run, start: int, length: int, most: int, shapes: Shapes) -> _Found | None:
    rounds = [items[start + i * length : start + (i + 1) * length] for i in range(most)]
    if any(item.is_bound or _holds_names(item) for item in rounds[0]):
        return None
    for times in range(most, 1, -1):
        pattern = find_pattern(rounds[:times], shapes, open_names=False)
        body = _with_counter(pattern)
        if body is not None:
            arguments: dict[str, Any] = {"times": times, **body[1]}
            item = Item("repeat", arguments, (body[0],))
            end = start + times * length
            return _Found(
                count_lines(items[start:end], DEPTH_OF_HIDDEN) - count_lines([item], DEPTH_OF_HIDDEN), start, end, item
            )
    return None


def _with_counter(pattern: Pattern) -> tuple[Run, dict[str, Any]] | None:
    """Write the holes as functions of the counter; None where one of them is none."""
    inner = set(_counters_in(pattern.items))
    counter = next(name for name in _COUNTERS if name not in inner)
    filling = {hole: progression(hole.values, counter) for hole in pattern.holes}
    if any(text is None or len(hole.values) < _FEWEST_STEPS for hole, text in filling.items()):
        return None
    named = filling and counter != DEFAULT_COUNTER
    return fill(pattern.items, filling), {"as": counter} if named else {}


def _counters_in(items: Run) -> Iterator[str]:
    for item in items:
        if item.word == "repeat":
            yield counter_of(item)
        for inner in item.lists:
            yield from _counters_in(inner)


def _holds_names(item: Item) -> bool:
    return item.is_bound or any(_holds_names(inner) for each in item.lists for inner in each)
