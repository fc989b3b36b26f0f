"""Nodes in the order of the text -> plain data, the places of all nodes, and findings; never recursive."""

from __future__ import annotations

from typing import Any

from nnspec.diagnostics.diagnostic import Diagnostic, Path
from nnspec.document.anchors import Anchored, Anchors
from nnspec.document.limits import MAX_ALIAS_NODES, MAX_DEPTH, MAX_FINDINGS, MAX_NODES
from nnspec.document.places import Places
from nnspec.document.scalars import Plain
from nnspec.document.source import Refused, Source, shorten


class Frame:
    """A collection that is still open.

    A mapping's `key` is the one whose value comes next or came last; `kept` is false where it is dropped.
    """

    __slots__ = ("awaits_key", "data", "is_flow", "is_list", "kept", "key", "node", "table")

    key: str
    kept: bool

    def __init__(self, node: int, data: Plain, is_flow: bool) -> None:
        self.node = node
        self.data: Any = data
        self.is_flow = is_flow
        self.is_list = is_list = type(data) is list
        self.awaits_key = not is_list
        self.table: Any = [] if is_list else {}


class Composer:
    """Receives nodes in the order of the text; afterwards `root`, `places` and `findings` hold the result.

    Args:
        source: the text that the offsets of all nodes refer to.
    """

    __slots__ = (
        "_anchors",
        "_ends",
        "_open_anchors",
        "_stack",
        "_starts",
        "_tables",
        "findings",
        "frame",
        "places",
        "source",
    )

    def __init__(self, source: Source) -> None:
        self.source = source
        self.findings: list[Diagnostic] = []
        self.places = Places()
        self.frame = Frame(0, [], False)
        self._starts = self.places.starts
        self._ends = self.places.ends
        self._tables = self.places.tables
        self._stack = [self.frame]
        self._anchors = Anchors()
        self._open_anchors = self._anchors.open

    @property
    def root(self) -> Plain:
        """The document's data, None for an empty document."""
        top: list[Plain] = self._stack[0].data
        return top[0] if top else None

    @property
    def depth(self) -> int:
        """The number of collections that are open."""
        return len(self._stack) - 1

    def key(self, text: str, start: int, end: int) -> None:
        """Take a mapping's key; a repeated one is reported and its value dropped."""
        frame = self.frame
        frame.awaits_key = False
        frame.key = text
        if text in frame.table:
            frame.kept = False
            self._report_duplicate(text, start, end)
        else:
            frame.kept = True
            frame.table[text] = len(self._starts)
        self._starts.append(start)
        self._ends.append(end)

    def drop_key(self, text: str, start: int, end: int) -> None:
        """Take a key whose value shall not be kept."""
        self._starts.append(start)
        self._ends.append(end)
        frame = self.frame
        frame.awaits_key = frame.kept = False
        frame.key = text

    def value(self, value: Plain, start: int, end: int) -> None:
        """Take a scalar, or the beginning of a collection, that is an item or the value of the last key.

        Raises:
            Refused: more than 100,000 nodes (NN010).
        """
        node = len(self._starts)
        if node >= MAX_NODES:
            raise self.too_many(start)
        self._starts.append(start)
        self._ends.append(end)
        frame = self.frame
        if frame.is_list:
            frame.data.append(value)
            frame.table.append(node)
        else:
            if frame.kept:
                frame.data[frame.key] = value
            frame.awaits_key = True

    def open(
        self, data: dict[str, Any] | list[Any], start: int, end: int, is_flow: bool, anchor: str | None = None
    ) -> None:
        """Open a mapping or a list.

        Args:
            data: the empty collection that will hold its children.
            start: the offset where it begins.
            end: the offset after its introduction (bracket, anchor, tag).
            is_flow: whether it stands in brackets.
            anchor: the name that aliases give it.

        Raises:
            Refused: nested more than 64 levels deep (NN009), or more than 100,000 nodes (NN010).
        """
        stack = self._stack
        depth = len(stack)
        if depth > MAX_DEPTH:
            raise Refused(self._too_deep(start))
        if self.frame.awaits_key:
            self._drop_complex_key(start, end)
        else:
            self.value(data, start, end)
        node = len(self._starts) - 1
        self.frame = frame = Frame(node, data, is_flow)
        self._tables[node] = frame.table
        stack.append(frame)
        if self._open_anchors:
            self._anchors.deepen(depth)
        if anchor is not None:
            self._anchors.begin(anchor, node=node, data=data, depth=depth)

    def close(self, end: int) -> None:
        """Close the innermost collection, whose bracket, if it has one, ends before `end`."""
        frame = self._stack.pop()
        self.frame = self._stack[-1]
        if frame.is_flow:
            self._ends[frame.node] = end
        if self._open_anchors:
            self._anchors.finish(node=frame.node, n_nodes=len(self._starts))

    def anchor_last(self, name: str, value: Plain) -> None:
        """Give the scalar that was taken last, whose value is `value`, the anchor `name`."""
        self._anchors.by_name[name] = Anchored(len(self._starts) - 1, value)

    def alias(self, name: str, start: int, end: int) -> None:
        """Take `*name`; it shares the data and the places of what it stands for.

        Raises:
            Refused: aliases expand to more than 10,000 nodes (NN011), or too deep (NN009).
        """
        target = self._anchors.by_name.get(name)
        if target is None or target.weight is None:
            self._report_alias(name, start, end, recursive=target is not None)
            target = Anchored(-1, f"*{name}")
        self._expand(target, start, end)
        if not self.frame.awaits_key:
            self.value(target.data, start, end)
        elif isinstance(target.data, str):
            self.key(target.data, start, end)
        else:
            self._drop_complex_key(start, end)
        if target.node in self._tables:
            self._tables[len(self._starts) - 1] = self._tables[target.node]

    def report(
        self,
        code: str,
        message: str,
        start: int,
        end: int,
        *,
        hint: str | None = None,
        replacement: str | None = None,
    ) -> None:
        """Add a finding about the key or value that comes next; beyond 500 none is kept."""
        if len(self.findings) >= MAX_FINDINGS:
            return
        frame = self.frame
        path = self.path()
        if self.depth > 0 and not frame.awaits_key:
            path = (*path, len(frame.table) if frame.is_list else frame.key)
        self.findings.append(
            self.source.finding(code, message, start=start, end=end, path=path, hint=hint, replacement=replacement)
        )

    def too_many(self, start: int) -> Refused:
        """Make the refusal of the node at `start`, which is one too many."""
        message = f"more than {MAX_NODES:,} nodes"
        return Refused(self.source.finding("NN010", message, start=start, hint="split the file, or use `repeat`"))

    def path(self) -> Path:
        """Give the path of the innermost open collection."""
        parents = self._stack[1:-1]
        return tuple(len(frame.table) - 1 if frame.is_list else frame.key for frame in parents)

    def _expand(self, target: Anchored, start: int, end: int) -> None:
        anchors = self._anchors
        anchors.expanded += target.weight or 0
        if anchors.expanded > MAX_ALIAS_NODES:
            message = f"aliases expand to more than {MAX_ALIAS_NODES:,} nodes"
            hint = "use `blocks` and `repeat` for repeated structure"
            raise Refused(self.source.finding("NN011", message, start=start, end=end, hint=hint))
        if self.depth + target.height > MAX_DEPTH:
            raise Refused(self._too_deep(start, end=end))
        anchors.deepen(self.depth + target.height)

    def _too_deep(self, start: int, *, end: int | None = None) -> Diagnostic:
        message = f"nested more than {MAX_DEPTH} levels deep"
        return self.source.finding("NN009", message, start=start, end=end, path=self.path())

    def _report_duplicate(self, text: str, start: int, end: int) -> None:
        if len(self.findings) < MAX_FINDINGS:
            first = self.source.line_number(self._starts[self.frame.table[text]])
            hint = f"it first stands in line {first}; remove or rename one of the two"
            self.report("NN004", f"the key `{shorten(text)}` stands here twice", start, end, hint=hint)

    def _drop_complex_key(self, start: int, end: int) -> None:
        message = "a key must be text, received a collection"
        hint = "a line that starts with `? ` or a key in brackets makes such a key"
        self.report("NN014", message, start, max(end, start + 1), hint=hint)
        self.drop_key("?", start, end)

    def _report_alias(self, name: str, start: int, end: int, *, recursive: bool) -> None:
        message = f"`*{name}` stands inside what it names" if recursive else f"no anchor `&{name}` stands above"
        hint = None if recursive else f'quote patterns that start with `*`: `"*{name}"`'
        self.report("NN013", message, start, end, hint=hint)
