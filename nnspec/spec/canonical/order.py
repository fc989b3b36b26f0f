"""The slots of a mapping -> their canonical order, as far as anchors allow it."""

from __future__ import annotations

from collections.abc import Sequence

from nnspec.document.tree import Node, Slot


def sort_slots(node: Node, order: Sequence[str], *, last: Sequence[str] = ()) -> None:
    """Put a mapping's keys in order.

    An alias stays below its anchor, and keys that `order` does not know keep their places among themselves.

    Args:
        node: a mapping.
        order: keys, first to last.
        last: keys that come after all others.
    """
    ranks = {name: i for i, name in enumerate(order)} | {name: len(order) + 1 + i for i, name in enumerate(last)}
    wanted = sorted(node.slots, key=lambda slot: ranks.get(slot.name, len(order)))
    if [slot.name for slot in wanted] != [slot.name for slot in node.slots]:
        node.slots = _respecting_anchors(node.slots, wanted)


def _respecting_anchors(written: list[Slot], wanted: list[Slot]) -> list[Slot]:
    names = {id(slot): _anchor_names(slot) for slot in written}
    if not any(anchors for anchors, _ in names.values()):
        return wanted
    placed: list[Slot] = []
    while len(placed) < len(wanted):
        left = [slot for slot in written if all(slot is not other for other in placed)]
        free = [slot for i, slot in enumerate(left) if not any(_binds(names[id(o)], names[id(slot)]) for o in left[:i])]
        placed.append(next(slot for slot in wanted if any(slot is other for other in free)))
    return placed


def _anchor_names(slot: Slot) -> tuple[set[str], set[str]]:
    """Give the anchors that a slot sets, and the names that its aliases use."""
    nodes = [*(() if slot.key is None else (slot.key,)), *slot.value.walk()]
    anchors = {part[1:] for node in nodes for part in node.properties.split() if part.startswith("&")}
    return anchors, {node.text for node in nodes if node.kind == "alias"}


def _binds(above: tuple[set[str], set[str]], below: tuple[set[str], set[str]]) -> bool:
    """Tell whether one slot must stay above another: they share an anchor."""
    return bool(above[0] & (below[0] | below[1]) or above[1] & below[0])
