"""Which word an entry begins with, and which lists of entries stand inside it, in a document as it is written."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from nnspec.catalog.catalog import load_catalog
from nnspec.catalog.types import Family, Items, Type, Union, parse_type
from nnspec.spec.expansion.part import Part

# What every entry takes.
OWN = ("name", "from")
# The constructs that hold layers, and the key that holds them.
LAYERS_OF = {"repeat": "layers", "residual": "layers", "model": "layers"}


def read_word(entry: Part) -> tuple[str | None, Part]:
    """Give the word of an entry and what stands under it.

    Args:
        entry: a word alone, or a mapping with one key.

    Returns:
        The word, None where this is no entry; its content, whose data are None for a word alone.
    """
    if isinstance(entry.data, str):
        return entry.data, entry._replace(data=None)
    if isinstance(entry.data, dict) and len(entry.data) == 1:
        word = next(iter(entry.data))
        return word, entry.child(word)
    return None, entry


def list_entries(layers: Part) -> Iterator[Part]:
    """Go through the entries of a list, or the one entry that stands in its place."""
    if isinstance(layers.data, list):
        yield from (layers.child(i) for i in range(len(layers.data)))
    elif layers.data is not None:
        yield layers


def entries_inside(word: str, content: Part) -> Iterator[Part]:
    """Go through the lists of entries that stand directly inside an entry."""
    if word in LAYERS_OF and isinstance(content.data, list):
        yield content
    elif not isinstance(content.data, dict):
        return
    elif word in LAYERS_OF:
        yield from _at(content, LAYERS_OF[word])
    elif word == "parallel":
        for branches in _at(content, "branches"):
            yield from list_entries(branches)
    else:
        for argument in layer_arguments(word):
            yield from _at(content, argument)


@cache
def layer_arguments(word: str) -> frozenset[str]:
    """List the arguments of a layer that take layers."""
    entry = load_catalog().find("layers", word)
    arguments = {} if entry is None else entry.arguments
    return frozenset(name for name, found in arguments.items() if _takes_layer(parse_type(found.type)))


def _at(content: Part, key: str) -> Iterator[Part]:
    if key in content.data:
        yield content.child(key)


def _takes_layer(type: Type) -> bool:
    match type:
        case Family(word=word):
            return word == "layer"
        case Items(item=item):
            return _takes_layer(item)
        case Union(options=options):
            return any(map(_takes_layer, options))
    return False
