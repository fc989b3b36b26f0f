"""Lists of entries -> runs of equal shape that stand in several places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nnspec.interop.importing.folding.pattern import Run, Shapes
from nnspec.interop.importing.folding.sizes import count_lines, depth_inside
from nnspec.interop.importing.item import Item
from nnspec.records import record, replace

Key = tuple[int, ...]

_LONGEST = 48


@record
class Window:
    """Runs that may become one block.

    Args:
        key: the shapes of their entries.
        runs: without overlaps.
        depths: blanks before each run.
        most: more lines than this no block can save.
    """

    key: Key
    runs: tuple[Run, ...]
    depths: tuple[int, ...]
    most: int

    @property
    def n_lines(self) -> int:
        """The lines that the runs take as they are."""
        return sum(count_lines(run, depth) for run, depth in zip(self.runs, self.depths, strict=True))


@record
class _Place:
    """Where a run stands: in which list, from which entry on, how deep."""

    list_number: int
    start: int
    depth: int
    run: Run


def find_windows(lists: Iterable[tuple[Run, int]], shapes: Shapes, *, fewest: int) -> list[Window]:
    """Find the runs that stand in several places, those that promise most first.

    Args:
        lists: of entries, from everywhere in the spec, with the blanks before them.
        shapes: numbers of entries.
        fewest: in how many places a run must stand.
    """
    places: dict[Key, list[_Place]] = {}
    for number, (items, depth) in enumerate(lists):
        for key, start, run in _runs_in(items, shapes):
            places.setdefault(key, []).append(_Place(number, start, depth, run))
    found = (_window(key, runs, fewest) for key, runs in places.items() if len(runs) >= fewest)
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


def _runs_in(items: Run, shapes: Shapes) -> Iterator[tuple[Key, int, Run]]:
    numbers = shapes.numbers(items)
    for start in range(len(items)):
        for end in range(start + 1, min(len(items), start + _LONGEST) + 1):
            if _holds_names(items[end - 1]):
                break
            yield numbers[start:end], start, items[start:end]


def _window(key: Key, places: list[_Place], fewest: int) -> Window | None:
    chosen: list[_Place] = []
    for place in places:
        last = chosen[-1] if chosen else None
        if last is None or place.list_number != last.list_number or place.start >= last.start + len(key):
            chosen.append(place)
    runs = tuple(place.run for place in chosen)
    if len(runs) < fewest or (len(key) == 1 and not runs[0][0].lists):
        return None
    window = Window(key, runs, tuple(place.depth for place in chosen), 0)
    return replace(window, most=window.n_lines - len(runs) - len(key) - 3)


def _holds_names(item: Item) -> bool:
    return item.is_bound or any(_holds_names(inner) for each in item.lists for inner in each)
