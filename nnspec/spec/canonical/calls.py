"""A call as it was written -> documented names, arguments in order, the shortest of its three forms."""

from __future__ import annotations

from collections.abc import Callable

from nnspec.catalog.catalog import Entry, load_catalog
from nnspec.catalog.types import Family, Items, Number, Plain, Type, Union, parse_type
from nnspec.catalog.types import Literal as Word
from nnspec.document.tree import Node, Slot, has_comments
from nnspec.spec.calls import family_of
from nnspec.spec.canonical.order import sort_slots
from nnspec.spec.entries import OPS_PREFIX
from nnspec.spec.keys import split_type

_LAST = ("name", "from")
_CONSTRUCTS = {
    "repeat": ("times", "as", "layers"),
    "residual": ("layers", "project"),
    "parallel": ("branches", "join"),
    "model": ("name", "from", "layers", "inputs", "outputs"),
    "call": ("layer",),
}
# Keras reads these words by the form of the target; the class `Accuracy` is something else.
_WORDS = ("accuracy", "acc")


def arrange_entries(node: Node) -> None:
    """Arrange a list of entries."""
    for slot in node.slots if node.kind == "list" and not node.is_anchored else ():
        arrange_entry(slot.value)


def arrange_entry(node: Node) -> None:
    """Arrange one entry: a layer, a function of `keras.ops`, a construct, or the use of a block or a base."""
    word = _word_of(node)
    if word is None:
        return
    if word in _CONSTRUCTS:
        _arrange_construct(node, word)
    elif word.startswith(OPS_PREFIX):
        _arrange_op(node, word)
    elif load_catalog().canonical("layers", word) is not None:
        arrange_call(node, family="layers")
    elif node.kind == "mapping":
        _sort_arguments(node.slots[0].value, ())


def arrange_call(node: Node, *, family: str) -> None:
    """Arrange a name, or a name with arguments.

    Args:
        node: in one of the three written forms.
        family: the catalog's family to look the name up in.
    """
    word = _word_of(node)
    entry = None if word is None else load_catalog().find(family, word)
    if word is None or entry is None or (family == "metrics" and word in _WORDS):
        return
    if node.kind == "scalar":
        _rename(node, entry.name)
        return
    slot = node.slots[0]
    if slot.key is not None:
        _rename(slot.key, entry.name)
    arrange_arguments(slot.value, entry)
    _shorten(node, entry)


def arrange_content(node: Node, *, family: str, name: str) -> None:
    """Arrange a mapping that holds the arguments of a certain class.

    Args:
        node: the mapping.
        family: the catalog's family.
        name: of the class.
    """
    entry = load_catalog().find(family, name)
    if entry is not None:
        arrange_arguments(node, entry)


def arrange_arguments(node: Node, entry: Entry) -> None:
    """Arrange what stands under a name: a mapping of arguments, or the first argument alone."""
    first = load_catalog().first_argument(entry)
    if node.kind == "mapping" and not node.is_anchored:
        names = [name for name in entry.arguments if name not in _LAST]
        _sort_arguments(node, names if first is None else [first, *names])
        for slot in node.slots:
            if slot.name in entry.arguments:
                arrange_value(slot.value, entry.arguments[slot.name].type)
    elif first is not None and node.kind in ("scalar", "list"):
        arrange_value(node, entry.arguments[first].type)


def arrange_value(node: Node, type: str) -> None:
    """Arrange a value; a name of the catalog, or a mapping of one, becomes canonical.

    Args:
        node: what is written.
        type: a type expression of the catalog.
    """
    if node.kind == "list" and not node.is_anchored:
        for slot in node.slots:
            arrange_value(slot.value, type)
        return
    word = _word_of(node)
    family = None if word is None or split_type(type)[1] is None else family_of(word, type)
    if word is None or family is None:
        return
    documented = load_catalog().canonical(family, word)
    if family == "layers":
        arrange_entry(node)
    elif documented is not None and family_of(documented, type) == family:
        arrange_call(node, family=family)


def _word_of(node: Node) -> str | None:
    """Give the name that a value calls by; None where it calls nothing, or an anchor holds it as it is."""
    if node.is_anchored or node.kind not in ("scalar", "mapping"):
        return None
    if node.kind == "scalar":
        return None if node.properties else node.text
    is_plain = len(node.slots) == 1 and node.slots[0].key is not None and node.slots[0].key.kind == "scalar"
    return node.slots[0].name if is_plain else None


def _rename(node: Node, name: str) -> None:
    if node.text != name and not node.properties:
        node.rename(name)


def _sort_arguments(node: Node, order: tuple[str, ...] | list[str]) -> None:
    if node.kind == "mapping" and not node.is_anchored:
        sort_slots(node, list(dict.fromkeys(order)), last=[name for name in _LAST if name not in order])


def _arrange_construct(node: Node, word: str) -> None:
    if node.kind == "scalar":
        return
    content = node.slots[0].value
    _sort_arguments(content, _CONSTRUCTS[word])
    parts: dict[str, Callable[[Node], None]] = {
        "layers": arrange_entries,
        "branches": _arrange_branches,
        "join": _arrange_join,
    }
    if word == "residual":
        arrange_entries(content)
    for slot in content.slots if content.kind == "mapping" and not content.is_anchored else ():
        if slot.name in parts:
            parts[slot.name](slot.value)
    if word in ("residual", "call") and content.keys == _CONSTRUCTS[word][:1]:
        _lift(node.slots[0])


def _arrange_branches(node: Node) -> None:
    for slot in node.slots if node.kind == "list" and not node.is_anchored else ():
        arrange_entries(slot.value)


def _arrange_join(node: Node) -> None:
    arrange_call(node, family="layers")


def _arrange_op(node: Node, word: str) -> None:
    entry = load_catalog().find("ops", word.removeprefix(OPS_PREFIX))
    if entry is not None and node.kind == "mapping":
        arrange_arguments(node.slots[0].value, entry)


def _shorten(node: Node, entry: Entry) -> None:
    """Write `Flatten: {}` as `Flatten`, and `Dropout: {rate: 0.5}` as `Dropout: 0.5`.

    An argument that may be left out keeps its name, which says more than the value: `{learning_rate: 1e-3}`.
    """
    content = node.slots[0].value
    required = tuple(name for name, argument in entry.arguments.items() if argument.required)
    if content.kind != "mapping" or content.properties or content.below:
        return
    if not content.slots and not required:
        _write_name_alone(node)
    elif content.keys == required == (load_catalog().first_argument(entry),):
        type = parse_type(entry.arguments[required[0]].type)
        if _may_stand_alone(content.slots[0].value, type):
            _lift(node.slots[0])


def _write_name_alone(node: Node) -> None:
    slot = node.slots[0]
    if slot.key is not None and not (slot.key.properties or node.properties or has_comments(node)):
        node.kind, node.slots = "scalar", []
        node.rename(slot.key.text)


def _may_stand_alone(value: Node, type: Type) -> bool:
    """Tell whether an argument means the same without its name: it is no mapping, nor null, nor may become one."""
    found = value.resolved
    if found.kind == "mapping" or (found.kind == "scalar" and not found.style and found.raw in _NULLS):
        return False
    return "$" not in found.text or _is_simple(type)


_NULLS = ("", "~", "null", "Null", "NULL")


def _is_simple(type: Type) -> bool:
    match type:
        case Union(options):
            return all(_is_simple(option) for option in options)
        case Plain(word):
            return word in ("str", "bool", "dtype")
        case Items(item):
            return _is_simple(item)
        case Family(word):
            return word == "activation"
    return isinstance(type, Number | Word)


def _lift(slot: Slot) -> None:
    """Put the only argument in the place of the mapping that holds it, unless a comment would lose its place."""
    content = slot.value
    if content.kind != "mapping" or content.properties or content.below or len(content.slots) != 1:
        return
    inner = content.slots[0]
    if any(inner.above) or (inner.key is not None and inner.key.properties):
        return
    slot.value = inner.value
    slot.beside += inner.beside
