"""Long values, and those with arguments that stand in several places -> `vars`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Mapping
from typing import Any

from nnspec.interop.importing.folding.pattern import Run
from nnspec.interop.importing.item import Item

_FEWEST_PLACES = 3
_LONGEST_IN_PLACE = 60
_SHORT = {"initializer": "init"}


def fold_constants(items: Run) -> tuple[dict[str, Any], Run]:
    """Name the values with arguments of their own, such as initializers, that stand in several places or are long.

    Args:
        items: from top to bottom.

    Returns:
        The values by name, and the entries that take them from there.
    """
    places = list(_values(items))
    counted = Counter(repr(value) for _, value in places)
    constants: dict[str, Any] = {}
    written: dict[str, Any] = {}
    for argument, value in places:
        text = repr(value)
        if text in written or (counted[text] < _FEWEST_PLACES and len(text) <= _LONGEST_IN_PLACE):
            continue
        name = _name(argument, constants)
        constants[name], written[text] = _split(value, f"${name}", alone=counted[text] < _FEWEST_PLACES)
    return constants, tuple(_replaced(item, written) for item in items)


def _split(value: Mapping[str, Any], reference: str, *, alone: bool) -> tuple[Any, Any]:
    """Say what to name, and what to write in its place: of a class that stands alone its arguments suffice."""
    inner = next(iter(value.values()))
    if alone and len(value) == 1 and isinstance(inner, Mapping):
        return inner, {next(iter(value)): reference}
    return value, reference


def _values(items: Run) -> Iterator[tuple[str, Any]]:
    for item in items:
        yield from ((name, value) for name, value in item.arguments.items() if _is_long(name, value))
        for inner in item.lists:
            yield from _values(inner)


def _is_long(name: str, value: Any) -> bool:
    return isinstance(value, Mapping) and name not in ("from", "join")


def _name(argument: str, taken: Container[str]) -> str:
    word = argument.rpartition("_")[2]
    stem = _SHORT.get(word, word)
    name, number = stem, 1
    while name in taken:
        number += 1
        name = f"{stem}{number}"
    return name


def _replaced(item: Item, written: Mapping[str, Any]) -> Item:
    arguments = {
        name: written.get(repr(value), value) if _is_long(name, value) else value
        for name, value in item.arguments.items()
    }
    lists = tuple(tuple(_replaced(inner, written) for inner in each) for each in item.lists)
    return Item(item.word, arguments, lists, item.first)
