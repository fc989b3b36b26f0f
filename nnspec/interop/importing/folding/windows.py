"""Lists of entries -> runs of equal shape that stand in several places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from nnspec.interop.importing.folding.pattern import Run, Shapes
from nnspec.interop.importing.folding.sizes import count_lines, depth_inside
from nnspec.interop.importing.item import Item
from nnspec.records import record

Key = tuple[int, ...]

_LONGEST = 48


@record
class Window:
    """Runs that may become one block.

    Args:
        key: the shapes of their entries.
        runs: without overlaps.
        depths: blanks before each run.
        n_lines: the lines that the runs take as they are.
    """

    key: Key
    runs: tuple[Run, ...]
    depths: tuple[int, ...]
    n_lines: int

    @property
    def most(self) -> int:
        """More lines than this no block can save."""
        return self.n_lines - len(self.runs) - len(self.key) - 3


class _Place(NamedTuple):
    """Where a run stands: in which list, from which entry on; and how many lines it takes."""

    list_number: int
    start: int
    n_lines: int


def find_windows(lists: Iterable[tuple[Run, int]], shapes: Shapes, *, fewest: int) -> list[Window]:
    """Find the runs that stand in several places, those that promise most first.

    Args:
        lists: of entries, from everywhere in the spec, with the blanks before them.
        shapes: numbers of entries.
        fewest: in how many places a run must stand.
    """
    lists = list(lists)
    places: dict[Key, list[_Place]] = {}
    for number, (items, depth) in enumerate(lists):
        for key, start, n_lines in _runs_in(items, depth, shapes):
            places.setdefault(key, []).append(_Place(number, start, n_lines))
    found = (_window(key, runs, lists, fewest) for key, runs in places.items() if len(runs) >= fewest)
    return sorted((w for w in found if w is not None), key=lambda window: -window.most)


def lists_in(items: Run, depth: int) -> Iterator[tuple[Run, int]]:
    """Go through a list of entries and all lists inside its constructs, with the blanks before them."""
    yield items, depth
    for item in items:
        for inner in item.lists:
            yield from lists_in(inner, depth_inside(item, depth))


def replace_runs(items: Run, key: Key, shapes: Shapes, make: dict[int, Item]) -> Run:
    """Put one entry in place of each run of a shape.

    Args:
        items: a list of entries.
        key: the shape.
        shapes: numbers of entries.
        make: the entry for each run, by the identity of the run's first entry.
    """
    replaced: list[Item] = []
    numbers = shapes.numbers(items)
    at = 0
    while at < len(items):
        if numbers[at : at + len(key)] == key and id(items[at]) in make:
            replaced.append(make[id(items[at])])
            at += len(key)
        else:
            replaced.append(_replace_inside(items[at], key, shapes, make))
            at += 1
    return tuple(replaced)


def _replace_inside(item: Item, key: Key, shapes: Shapes, make: dict[int, Item]) -> Item:
    lists = tuple(replace_runs(inner, key, shapes, make) for inner in item.lists)
    return item if lists == item.lists else Item(item.word, item.arguments, lists, item.first)


def _runs_in(items: Run, depth: int, shapes: Shapes) -> Iterator[tuple[Key, int, int]]:
    numbers = shapes.numbers(items)
    lines = [count_lines([item], depth) for item in items]
    free = [not _holds_names(item) for item in items]
    for start in range(len(items)):
        n_lines = 0
        for end in range(start + 1, min(len(items), start + _LONGEST) + 1):
            if not free[end - 1]:
                break
            n_lines += lines[end - 1]
            yield numbers[start:end], start, n_lines


def _window(key: Key, places: list[_Place], lists: list[tuple[Run, int]], fewest: int) -> Window | None:
    chosen: list[_Place] = []
    for place in places:
        last = chosen[-1] if chosen else None
        if last is None or place.list_number != last.list_number or place.start >= last.start + len(key):
            chosen.append(place)
    if len(chosen) < fewest:
        return None
    runs = tuple(lists[place.list_number][0][place.start : place.start + len(key)] for place in chosen)
    if len(key) == 1 and not runs[0][0].lists:
        return None
    depths = tuple(lists[place.list_number][1] for place in chosen)
    return Window(key, runs, depths, sum(place.n_lines for place in chosen))


def _holds_names(item: Item) -> bool:
    return item.is_bound or any(_holds_names(inner) for each in item.lists for inner in each)
