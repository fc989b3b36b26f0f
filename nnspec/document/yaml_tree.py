"""YAML text -> the tree of what was written, each comment with the key or item that it belongs to."""

from __future__ import annotations

from collections import deque
from typing import Any, Final

import yaml
from yaml.events import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from nnspec.document.comments import Comment, block_end, find_comments
from nnspec.document.tree import Beside, Node, Slot, has_comments
from nnspec.records import record

_Loader: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CORE = "tag:yaml.org,2002:"


def read_yaml_tree(text: str) -> Node:
    """Read a text that `parse_document` found sound; nested at most as deep as it allows.

    Args:
        text: with `\\n` as its only line end.
    """
    reader = _Reader(text)
    for event in yaml.parse(text, Loader=_Loader):
        reader.take(event)
    return reader.finish()


@record(frozen=False, eq=False)
class _Open:
    """A collection that is still open: its node, its column, and the slot that it is the value of."""

    node: Node
    column: int
    owner: Slot


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.comments: deque[Comment] = deque(find_comments(text))
        self.top = Slot(Node(kind="list"))
        self.stack: list[_Open] = []
        self.awaiting: Slot | None = None
        self.anchors: dict[str, Node] = {}
        self.pending: list[str] = []
        self.last, self.last_end = self.top, -1
        self.deepest = 0
        self.tail: Node | None = None

    def take(self, event: Any) -> None:
        """Take one event, and before it the comments that stand above it."""
        start, end = event.start_mark.index, event.end_mark.index
        kind = type(event)
        if kind in (ScalarEvent, AliasEvent, MappingStartEvent, SequenceStartEvent):
            self.take_comments(start)
            self.add(self.node_of(event, start, end), start, end)
        elif kind in (MappingEndEvent, SequenceEndEvent):
            self.take_comments(start)
            self.close(end)

    def finish(self) -> Node:
        """Give the tree; what is left of the comments stands at its end."""
        self.take_comments(len(self.text) + 1)
        root = self.top.value
        root.below += self.pending
        return root

    def add(self, node: Node, start: int, end: int) -> None:
        """Put a node where it belongs."""
        slot = self.slot_for(node, start)
        if node.kind in ("mapping", "list"):
            self.stack.append(_Open(node, self.column(start), slot))
        self.last, self.deepest, self.tail = slot, len(self.stack), None
        if node.kind in ("mapping", "list") and not node.is_flow:
            self.last_end = start + len(node.properties) if node.properties else -1
        else:
            self.last_end = block_end(self.text, start, end)

    def slot_for(self, node: Node, start: int) -> Slot:
        """Find the slot that a node fills, or open one; comments that wait go above it."""
        if not self.stack:
            self.top = Slot(node)
            return self.top
        holder = self.stack[-1].node
        if self.awaiting is not None:
            slot, self.awaiting = self.awaiting, None
            slot.value = node
            if node.kind in ("scalar", "alias") or node.is_flow:
                slot.above += self.take_pending()
            return slot
        slot = Slot(node) if holder.kind == "list" else Slot(Node(kind="scalar"), node)
        self.awaiting = None if holder.kind == "list" else slot
        slot.above = [*self.take_pending(), *self.blank_above(start)]
        holder.slots.append(slot)
        return slot

    def close(self, end: int) -> None:
        """Close the innermost collection; a comment after its bracket stays below those inside it."""
        closed = self.stack.pop()
        if not closed.node.is_flow:
            return
        closed.node.below += self.take_pending()
        if not closed.node.slots:
            closed.owner.beside += [Beside(0, line) for line in closed.node.below if line]
            closed.node.below = []
        if closed.node.below:
            self.tail = closed.node
        if not has_comments(closed.node):
            self.last = closed.owner
        self.last_end = end

    def take_comments(self, before: int) -> None:
        """Give each comment up to an offset its place."""
        while self.comments and self.comments[0].start < before:
            self.place(self.comments.popleft())

    def place(self, comment: Comment) -> None:
        """Put a comment at a line's end beside what ends there, another above what follows or below what ends."""
        if not comment.is_alone and (comment.start < self.last_end or self.is_on_line_of_last(comment)):
            if self.tail is None:
                self.last.beside.append(Beside(comment.column, comment.text))
            else:
                self.tail.below.append(comment.text)
            return
        lines = [*(self.blank_above(comment.start) if comment.is_alone else []), comment.text]
        ended = self.ended_above(comment)
        if ended is None:
            self.pending += lines
        else:
            ended.below += lines

    def ended_above(self, comment: Comment) -> Node | None:
        """Find the block that ends before the next token and that a comment is indented like; None for none."""
        if self.pending or not comment.is_alone or (self.stack and self.stack[-1].node.is_flow):
            return None
        ends = [opened for opened in self.stack[: self.deepest] if opened.column > comment.next_column]
        columns = [opened.column for opened in ends if opened.column <= comment.column]
        if not columns:
            return None
        chosen = next(opened for opened in ends if opened.column == max(columns))
        self.deepest = self.stack.index(chosen) + 1
        return chosen.node

    def is_on_line_of_last(self, comment: Comment) -> bool:
        return self.last_end >= 0 and "\n" not in self.text[self.last_end : comment.start]

    def take_pending(self) -> list[str]:
        pending, self.pending = self.pending, []
        return pending

    def blank_above(self, offset: int) -> list[str]:
        """Give an empty line where the line above that of an offset is blank and no part of a text."""
        line_start = self.text.rfind("\n", 0, offset) + 1
        above = self.text.rfind("\n", 0, max(line_start - 1, 0)) + 1
        is_blank = line_start > 0 and above >= self.last_end and not self.text[above:line_start].strip()
        return [""] if is_blank else []

    def column(self, offset: int) -> int:
        return offset - self.text.rfind("\n", 0, offset) - 1

    def node_of(self, event: Any, start: int, end: int) -> Node:
        """Make the node of an event; an anchor gives it a name."""
        if type(event) is AliasEvent:
            name = str(event.anchor)
            return Node(kind="alias", text=name, raw=f"*{name}", target=self.anchors[name])
        properties = " ".join(part for part in (_anchor(event), _tag(event)) if part)
        if type(event) is ScalarEvent:
            node = self.scalar_of(event, start, end, properties)
        else:
            kind = type(event) is MappingStartEvent
            node = Node(kind="mapping" if kind else "list", properties=properties, is_flow=event.flow_style)
        if event.anchor is not None:
            self.anchors[event.anchor] = node
        return node

    def scalar_of(self, event: Any, start: int, end: int, properties: str) -> Node:
        raw = self.text[start : block_end(self.text, start, end)]
        style = event.style or ""
        if properties:
            raw = _without_properties(raw, event)
            raw = raw[: block_end(raw, 0, len(raw))]
        margin = self.margin_of(raw) if style in ("|", ">") else 0
        return Node(kind="scalar", text=event.value, raw=raw, style=style, margin=margin, properties=properties)

    def margin_of(self, raw: str) -> int:
        """Say how far a block text is indented: as its first line, or as the digit in its head says."""
        head, *lines = raw.split("\n")
        digits = [sign for sign in head.partition("#")[0] if sign.isdigit()]
        if digits:
            blocks = [opened.column for opened in self.stack if not opened.node.is_flow]
            return max(blocks[-1] if blocks else 0, 0) + int(digits[0])
        first = next((line for line in lines if line.strip()), "")
        return len(first) - len(first.lstrip(" "))


def _anchor(event: Any) -> str:
    return f"&{event.anchor}" if event.anchor else ""


def _tag(event: Any) -> str:
    tag = event.tag
    if not tag or (type(event) is not ScalarEvent and event.implicit):
        return ""
    return str(tag).replace(_CORE, "!!")


def _without_properties(raw: str, event: Any) -> str:
    """Cut anchor, tag and the comments between them off the beginning of a scalar's text."""
    n_properties = (event.anchor is not None) + (event.tag is not None)
    for _ in range(n_properties):
        raw = _skip_blanks(raw)
        end = next((i for i, sign in enumerate(raw) if sign in " \t\n"), len(raw))
        raw = raw[end:]
    return _skip_blanks(raw)


def _skip_blanks(raw: str) -> str:
    raw = raw.lstrip()
    while raw.startswith("#"):
        raw = raw.partition("\n")[2].lstrip()
    return raw
