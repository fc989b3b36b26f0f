"""The tree of a spec -> the same tree in canonical order, with documented names and the shortest forms."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from nnspec.document.tree import Node, Slot
from nnspec.spec.bases import Base
from nnspec.spec.canonical.calls import (
    arrange_call,
    arrange_content,
    arrange_entries,
    arrange_entry,
    arrange_value,
)
from nnspec.spec.canonical.order import sort_slots
from nnspec.spec.data import Data, Split
from nnspec.spec.inputs import INPUT_TYPES
from nnspec.spec.keys import Key, keys_of, split_type
from nnspec.spec.outputs import Output
from nnspec.spec.spec import Spec
from nnspec.spec.train import Stage, Train

_TOP = ("nnspec", "name", "description", "seed", "extends", "vars", "blocks", "data", "inputs", "bases", "hidden")
_BELOW = ("outputs", "optimizer", "train", "expect", "search", "report")


def arrange_spec(root: Node) -> None:
    """Arrange a whole spec; comments that begin the file stay at its beginning.

    Args:
        root: the top-level mapping.
    """
    header = _take_header(root.slots[0]) if root.slots else []
    _arrange_section(root, keys_of(Spec), order=(*_TOP, *_BELOW))
    if root.slots:
        root.slots[0].above = [*header, *root.slots[0].above]


def _take_header(first: Slot) -> list[str]:
    """Take what stands above the first key: down to its last blank line, all of it where it has none."""
    above = first.above[next((i for i, line in enumerate(first.above) if line), len(first.above)) :]
    end = max((i + 1 for i, line in enumerate(above) if not line), default=len(above))
    first.above = above[end:]
    return above[:end]


def _arrange_section(node: Node, keys: tuple[Key, ...], *, order: tuple[str, ...] = ()) -> None:
    if node.kind != "mapping" or node.is_anchored:
        return
    sort_slots(node, order or tuple(key.name for key in keys))
    types = {key.name: key.type for key in keys}
    types |= {"blocks": "@blocks"} if "blocks" not in types else {}
    for slot in node.slots:
        if slot.name in types:
            _arrange_typed(slot.value, types[slot.name])


def _arrange_typed(node: Node, type: str) -> None:
    own, rest = split_type(type)
    for name in own:
        _OWN.get(name, _leave)(node)
    if rest is not None:
        arrange_value(node, rest)


def _leave(node: Node) -> None:
    """Leave as it is what has no order of its own."""


def _arrange_named(node: Node, arrange: Callable[[Node], None]) -> None:
    """Arrange what stands under names that a person gave; their order has a meaning and stays."""
    for slot in node.slots if node.kind == "mapping" and not node.is_anchored else ():
        arrange(slot.value)


def _arrange_items(node: Node, arrange: Callable[[Node], None]) -> None:
    for slot in node.slots if node.kind == "list" and not node.is_anchored else ():
        arrange(slot.value)


def _arrange_columns_section(node: Node, section: Any) -> None:
    keys = keys_of(section)
    names = ("type", *(key.name for key in keys if key.name != "type"))
    columns = names.index("columns") if "columns" in names else 1
    _arrange_section(node, keys, order=(*names[:columns], "column", *names[columns:]))


def _arrange_input(node: Node) -> None:
    slot = node.slot("type")
    kind = "number" if slot is None else slot.value.resolved.text
    _arrange_columns_section(node, INPUT_TYPES.get(kind, INPUT_TYPES["number"]))


def _arrange_block(node: Node) -> None:
    if node.kind == "mapping" and not node.is_anchored:
        sort_slots(node, ("args", "layers"))
        layers = node.slot("layers")
        if layers is not None:
            arrange_entries(layers.value)


def _arrange_plain(node: Node, section: Any) -> None:
    _arrange_section(node, keys_of(section))


def _arrange_bound(node: Node) -> None:
    if node.kind == "mapping" and not node.is_anchored:
        sort_slots(node, ("min", "max"))


_OWN: dict[str, Callable[[Node], None]] = {
    "data": partial(_arrange_plain, section=Data),
    "split": partial(_arrange_plain, section=Split),
    "inputs": partial(_arrange_named, arrange=_arrange_input),
    "outputs": partial(_arrange_named, arrange=partial(_arrange_columns_section, section=Output)),
    "bases": partial(_arrange_named, arrange=partial(_arrange_plain, section=Base)),
    "blocks": partial(_arrange_named, arrange=_arrange_block),
    "hidden": arrange_entries,
    "entries": arrange_entries,
    "head": arrange_entry,
    "optimizer": partial(arrange_call, family="optimizers"),
    "train": partial(_arrange_plain, section=Train),
    "stages": partial(_arrange_items, arrange=partial(_arrange_plain, section=Stage)),
    "stop": partial(arrange_content, family="callbacks", name="EarlyStopping"),
    "callbacks": partial(_arrange_items, arrange=partial(arrange_call, family="callbacks")),
    "expect": partial(_arrange_named, arrange=_arrange_bound),
}
