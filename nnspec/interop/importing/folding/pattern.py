"""Runs of entries that differ only in values -> one pattern with holes, and what fills them in each place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from nnspec.interop.importing.folding.defaults import Defaults
from nnspec.interop.importing.folding.texts import names_in
from nnspec.interop.importing.item import Item
from nnspec.records import record

Run = tuple[Item, ...]
_SETTINGS = ("join", "as", "inputs", "outputs")
DEFAULT_COUNTER = "i"
_SMALLEST_SIZE = 4


@record(eq=False)
class Hole:
    """A place of a pattern where the runs differ.

    Args:
        argument: whose value stands there.
        values: one for each run.
    """

    argument: str
    values: tuple[Any, ...]


@record
class Pattern:
    """What runs have in common.

    Args:
        items: with `Hole`s among their arguments.
        holes: in order of appearance.
    """

    items: Run
    holes: tuple[Hole, ...]


class Shapes:
    """Numbers for entries: two have the same where they can stand in one pattern.

    What may be None or given, such as an activation, must be the same in both: a block's argument is never None.

    Args:
        defaults: of the entries' arguments.
        constants: names that mean the same everywhere in the spec.
    """

    def __init__(self, defaults: Defaults, constants: frozenset[str] = frozenset()) -> None:
        self.defaults = defaults
        self.constants = constants
        self._numbers: dict[Any, int] = {}
        self._known: dict[int, tuple[Item, int]] = {}

    def copy(self) -> Shapes:
        """Give the same numbers, apart from which further blocks may be declared."""
        other = Shapes(self.defaults.copy(), self.constants)
        other._numbers = dict(self._numbers)
        other._known = dict(self._known)
        return other

    def number(self, item: Item) -> int:
        """Give the number of an entry's shape."""
        known = self._known.get(id(item))
        if known is None:
            known = self._known[id(item)] = (item, self._intern(self._shape(item, frozenset())))
        return known[1]

    def numbers(self, items: Run) -> tuple[int, ...]:
        """Give the numbers of entries."""
        return tuple(self.number(item) for item in items)

    def _intern(self, shape: Any) -> int:
        return self._numbers.setdefault(shape, len(self._numbers))

    def _shape(self, item: Item, counters: frozenset[str]) -> Any:
        if item.is_bound:
            return id(item)
        inside = counters | ({counter_of(item)} if item.word == "repeat" else set())
        lists = tuple(tuple(self._shape(inner, inside) for inner in each) for each in item.lists)
        fixed = tuple(
            sorted((n, repr(v)) for n, v in item.arguments.items() if n in _SETTINGS or names_in(v) & counters)
        )
        given = tuple(sorted(n for n in item.arguments if self.defaults.value(item.word, n) is None))
        return item.word, given, fixed, lists


def counter_of(repeat: Item) -> str:
    """Name the counter of a `repeat`."""
    return str(repeat.arguments.get("as", DEFAULT_COUNTER))


def find_pattern(runs: Sequence[Run], shapes: Shapes, *, open_names: bool) -> Pattern:
    """Find what runs of equal shapes have in common.

    Args:
        runs: two or more.
        shapes: by which they are equal.
        open_names: whether a value that takes a name from around its run is a hole even where it is always the same.
    """
    numbers: dict[Run, int] = {}
    indices = tuple(numbers.setdefault(run, len(numbers)) for run in runs)
    finder = _Finder(shapes, open_names, indices)
    items = tuple(finder.join(alike, frozenset()) for alike in zip(*numbers, strict=True))
    return Pattern(items, tuple(finder.holes))


class _Finder:
    """Joins runs that are all different; `indices` says, for each run of the pattern, which of these it is."""

    def __init__(self, shapes: Shapes, open_names: bool, indices: tuple[int, ...]) -> None:
        self.defaults = shapes.defaults
        self.constants = shapes.constants
        self.open_names = open_names
        self.indices = indices
        self.holes: list[Hole] = []

    def join(self, alike: tuple[Item, ...], counters: frozenset[str]) -> Item:
        first = alike[0]
        if self.says_all(first) and all(item.text == first.text for item in alike):
            return first
        arguments = {}
        for name in _names_of(alike):
            given = [name in item.arguments for item in alike]
            values = [
                item.arguments[name] if here else self.defaults.value(item.word, name)
                for item, here in zip(alike, given, strict=True)
            ]
            joined = self.join_values(name, values, counters)
            if any(given):
                arguments[name] = joined
        inside = counters | ({counter_of(first)} if first.word == "repeat" else set())
        lists = tuple(
            tuple(self.join(inner, inside) for inner in zip(*lists, strict=True))
            for lists in zip(*(item.lists for item in alike), strict=True)
        )
        return Item(first.word, arguments, lists, first.first)

    def says_all(self, item: Item) -> bool:
        return not self.open_names or "$" not in item.text

    def join_values(self, name: str, values: list[Any], counters: frozenset[str]) -> Any:
        first = values[0]
        if all(_is_same(value, first) for value in values) and not self.is_open(first, counters):
            return first
        if isinstance(first, list) and _differ_in_sizes(values):
            return [self.join_values(name, list(column), counters) for column in zip(*values, strict=True)]
        hole = Hole(name, tuple(values[index] for index in self.indices))
        self.holes.append(hole)
        return hole

    def is_open(self, value: Any, counters: frozenset[str]) -> bool:
        return self.open_names and bool(names_in(value) - counters - self.constants)


def _names_of(alike: tuple[Item, ...]) -> dict[str, None]:
    """List the arguments' names; those of the entry with the most come first, as it knows the order."""
    richest = max(alike, key=lambda item: len(item.arguments))
    return dict.fromkeys([*richest.arguments, *(name for item in alike for name in item.arguments)])


def _differ_in_sizes(values: list[Any]) -> bool:
    """Tell whether lists are equal but for sizes, such as the channels of a shape."""
    if not all(isinstance(value, list) and len(value) == len(values[0]) for value in values):
        return False
    columns = [column for column in zip(*values, strict=True) if len(set(map(repr, column))) > 1]
    return all(is_size(value) for column in columns for value in column)


def is_size(value: Any) -> bool:
    """Tell whether a value is a number of neurons or channels: equal ones, or multiples, are seldom chance."""
    if isinstance(value, str):
        return value.startswith("$")
    return isinstance(value, int) and not isinstance(value, bool) and value >= _SMALLEST_SIZE


def _is_same(one: Any, other: Any) -> bool:
    return bool(one == other) and type(one) is type(other)


def fill(items: Run, filling: Mapping[Hole, Any]) -> Run:
    """Put values into the holes of a pattern."""
    return tuple(
        Item(item.word, {n: _filled(v, filling) for n, v in item.arguments.items()}, lists, item.first)
        for item in items
        for lists in [tuple(fill(inner, filling) for inner in item.lists)]
    )


def _filled(value: Any, filling: Mapping[Hole, Any]) -> Any:
    if isinstance(value, Hole):
        return filling[value]
    return [_filled(item, filling) for item in value] if isinstance(value, list) else value
