"""A document as it was written: values with their spelling, their comments and their anchors, ready to be changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from nnspec.records import field, record

NodeKind = Literal["scalar", "alias", "mapping", "list"]


@record(frozen=False)
class Beside:
    """A comment that ends a line.

    Args:
        column: where it began, counted from 0.
        text: from `#` on.
    """

    column: int
    text: str


@record(frozen=False, kw_only=True, eq=False)
class Node:
    """One key or value.

    Args:
        kind: what it is.
        text: of a scalar, what it says without quotes; of an alias, the name of its anchor.
        raw: of a scalar, its spelling.
        style: of a scalar: empty for plain, else the quote, `|` or `>`.
        margin: of a block text, how far its lines are indented.
        properties: its anchor and tag, such as `&a !!str`.
        is_flow: of a collection, whether it stands in brackets.
        slots: of a collection, what it holds.
        below: comments after the last of them; an empty one is a blank line.
        target: of an alias, what it stands for.
    """

    kind: NodeKind
    text: str = ""
    raw: str = ""
    style: str = ""
    margin: int = 0
    properties: str = ""
    is_flow: bool = False
    slots: list[Slot] = field(default_factory=list)
    below: list[str] = field(default_factory=list)
    target: Node | None = None

    @property
    def resolved(self) -> Node:
        """The node itself, or what an alias stands for."""
        return self if self.target is None else self.target.resolved

    @property
    def is_anchored(self) -> bool:
        """Whether an alias may stand for it, so that what it says must fit several places."""
        return "&" in self.properties

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of a mapping, in order."""
        return tuple(slot.name for slot in self.slots)

    def slot(self, name: str) -> Slot | None:
        """Find a mapping's slot by its key."""
        return next((slot for slot in self.slots if slot.key is not None and slot.name == name), None)

    def walk(self) -> Iterator[Node]:
        """Go through the node and everything inside it, keys included."""
        yield self
        for slot in self.slots:
            yield from () if slot.key is None else (slot.key,)
            yield from slot.value.walk()

    def rename(self, text: str) -> None:
        """Make a scalar say something else, without quotes."""
        self.text, self.raw, self.style = text, text, ""


@record(frozen=False, eq=False)
class Slot:
    """A key with its value, or an item of a list.

    Args:
        value: what stands there; its `key` is None in a list.
        above: comments in the lines above; an empty one is a blank line.
        beside: comments at the line's end.
    """

    value: Node
    key: Node | None = None
    above: list[str] = field(default_factory=list)
    beside: list[Beside] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What the key says."""
        key = Node(kind="scalar") if self.key is None else self.key.resolved
        return key.text


def has_comments(node: Node) -> bool:
    """Tell whether a comment stands inside a value."""
    if any(line for line in node.below):
        return True
    return any(any(slot.above) or slot.beside or has_comments(slot.value) for slot in node.slots)


def comments_of(node: Node) -> Iterator[str]:
    """Go through all comments inside a value, from top to bottom."""
    for slot in node.slots:
        yield from (line for line in slot.above if line)
        yield from (beside.text for beside in slot.beside)
        yield from comments_of(slot.value)
    yield from (line for line in node.below if line)
