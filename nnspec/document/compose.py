"""Events of a reader -> plain data, the places of all nodes, and findings; one pass, never recursive."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from nnspec.diagnostics.diagnostic import Diagnostic, Path
from nnspec.document.limits import MAX_ALIAS_NODES, MAX_DEPTH, MAX_FINDINGS, MAX_NODES
from nnspec.document.places import Places, Table
from nnspec.document.source import Source


class Refused(Exception):  # noqa: N818
    """The text cannot be read any further.

    Args:
        finding: why.
    """

    def __init__(self, finding: Diagnostic) -> None:
        self.finding = finding
        super().__init__(finding.message)


class Frame:
    """A collection that is still open.

    A mapping's `key` is the key whose value comes next or came last; `kept` is false where that value is dropped.
    """

    __slots__ = (
        "anchor",
        "awaits_key",
        "data",
        "expanded",
        "height",
        "is_flow",
        "is_list",
        "kept",
        "key",
        "node",
        "step",
        "table",
    )

    def __init__(self, data: Any, table: Any, *, node: int, step: str | int, expanded: int) -> None:
        self.data = data
        self.table = table
        self.node = node
        self.step = step
        self.expanded = expanded
        self.is_list = type(data) is list
        self.awaits_key = not self.is_list
        self.key = ""
        self.kept = False
        self.is_flow = False
        self.anchor: str | None = None
        self.height = 1


@dataclass(frozen=True, slots=True)
class Anchored:
    """What an alias stands for; `weight` counts its nodes with all expansions, None while it is still open."""

    node: int
    data: Any
    weight: int | None
    height: int


class Composer:
    """Receives nodes in the order of the text; afterwards `root`, `places` and `findings` hold the result.

    Args:
        source: the text that the offsets of all nodes refer to.
    """

    __slots__ = (
        "_anchors",
        "_ends",
        "_expanded",
        "_stack",
        "_starts",
        "findings",
        "frame",
        "places",
        "source",
    )

    def __init__(self, source: Source) -> None:
        self.source = source
        self.findings: list[Diagnostic] = []
        self.places = Places()
        self.frame = Frame([], [], node=0, step=0, expanded=0)
        self._starts = self.places.starts
        self._ends = self.places.ends
        self._stack = [self.frame]
        self._anchors: dict[str, Anchored] = {}
        self._expanded = 0

    @property
    def root(self) -> Any:
        """The document's data, None for an empty document."""
        top: list[Any] = self._stack[0].data
        return top[0] if top else None

    @property
    def depth(self) -> int:
        """The number of collections that are open."""
        return len(self._stack) - 1

    def key(self, text: str, start: int, end: int) -> None:
        """Take a mapping's key; a repeated one is reported and its value dropped."""
        node = len(self._starts)
        self._starts.append(start)
        self._ends.append(end)
        frame = self.frame
        frame.awaits_key = False
        frame.key = text
        frame.kept = text not in frame.table
        if frame.kept:
            frame.table[text] = node
        else:
            self._report_duplicate(text, start, end)

    def drop_key(self, text: str, start: int, end: int) -> None:
        """Take a key whose value shall not be kept."""
        self._starts.append(start)
        self._ends.append(end)
        frame = self.frame
        frame.awaits_key = frame.kept = False
        frame.key = text

    def value(self, value: Any, start: int, end: int) -> None:
        """Take a scalar that is an item, or the value of the key before it."""
        node = len(self._starts)
        if node >= MAX_NODES:
            raise Refused(self._too_many(start))
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
        self,
        data: dict[str, Any] | list[Any],
        start: int,
        end: int,
        *,
        is_flow: bool,
        anchor: str | None = None,
    ) -> None:
        """Open a mapping or a list, given as the empty collection that will hold its children.

        Args:
            data: `{}` or `[]`.
            start: the offset where it begins.
            end: the offset after its introduction (bracket, anchor, tag).
            is_flow: whether it stands in brackets.
            anchor: the name that aliases may give it.
        """
        if len(self._stack) > MAX_DEPTH:
            raise Refused(self._too_deep(start))
        parent = self.frame
        if parent.awaits_key:
            self._drop_complex_key(start, end)
        else:
            self.value(data, start, end)
        node = len(self._starts) - 1
        table: Table = {} if type(data) is dict else []
        step = len(parent.table) - 1 if parent.is_list else parent.key
        self.places.tables[node] = table
        self.frame = Frame(data, table, node=node, step=step, expanded=self._expanded)
        self.frame.is_flow = is_flow
        self._stack.append(self.frame)
        if anchor is not None:
            self.frame.anchor = anchor
            self._anchors[anchor] = Anchored(node, data, None, 0)

    def close(self, end: int) -> None:
        """Close the innermost collection, whose bracket, if it has one, ends before `end`."""
        frame = self._stack.pop()
        parent = self.frame = self._stack[-1]
        if frame.is_flow:
            self._ends[frame.node] = end
        if parent.height <= frame.height:
            parent.height = frame.height + 1
        if frame.anchor is not None:
            weight = len(self._starts) - frame.node + self._expanded - frame.expanded
            self._anchors[frame.anchor] = Anchored(frame.node, frame.data, weight, frame.height)

    def anchor_last(self, name: str, value: Any) -> None:
        """Give the scalar that was taken last, whose value is `value`, the anchor `name`."""
        self._anchors[name] = Anchored(len(self._starts) - 1, value, 1, 0)

    def alias(self, name: str, start: int, end: int) -> None:
        """Take `*name`; it shares the data and the places of what it stands for."""
        target = self._anchors.get(name)
        if target is None or target.weight is None:
            self._report_alias(name, start, end, recursive=target is not None)
            target = Anchored(-1, f"*{name}", 0, 0)
        self._check_expansion(target, start, end)
        if not self.frame.awaits_key:
            self.value(target.data, start, end)
        elif isinstance(target.data, str):
            self.key(target.data, start, end)
        else:
            self._drop_complex_key(start, end)
        if target.node in self.places.tables:
            self.places.tables[len(self._starts) - 1] = self.places.tables[target.node]

    def report(
        self,
        code: str,
        message: str,
        start: int,
        end: int,
        *,
        hint: str | None = None,
        received: str | None = None,
        replacement: str | None = None,
    ) -> None:
        """Add a finding about the node that comes next; beyond 500 none is kept."""
        if len(self.findings) >= MAX_FINDINGS:
            return
        frame = self.frame
        step = len(frame.table) if frame.is_list else frame.key
        path = self.path() if frame.awaits_key else self.path(step)
        self.findings.append(
            self.source.finding(
                code,
                message,
                start=start,
                end=end,
                path=path,
                hint=hint,
                received=received,
                replacement=replacement,
            )
        )

    def path(self, *last: str | int) -> Path:
        """Give the path of the innermost open collection, followed by `last`."""
        return (*(frame.step for frame in self._stack[2:]), *last)

    def _too_many(self, start: int) -> Diagnostic:
        message = f"more than {MAX_NODES:,} nodes"
        return self.source.finding("NN010", message, start=start, hint="split the file, or use `repeat`")

    def _check_expansion(self, target: Anchored, start: int, end: int) -> None:
        self._expanded += target.weight or 0
        if self._expanded > MAX_ALIAS_NODES:
            message = f"aliases expand to more than {MAX_ALIAS_NODES:,} nodes"
            hint = "use `blocks` and `repeat` for repeated structure"
            raise Refused(self.source.finding("NN011", message, start=start, end=end, hint=hint))
        if len(self._stack) - 1 + target.height > MAX_DEPTH:
            raise Refused(self._too_deep(start, end=end))
        self.frame.height = max(self.frame.height, target.height + 1)

    def _too_deep(self, start: int, *, end: int | None = None) -> Diagnostic:
        message = f"nested more than {MAX_DEPTH} levels deep"
        return self.source.finding("NN009", message, start=start, end=end, path=self.path())

    def _report_duplicate(self, text: str, start: int, end: int) -> None:
        first = self.source.line_number(self._starts[self.frame.table[text]])
        hint = f"it first stands in line {first}; remove or rename one of the two"
        self.report("NN004", f"`{text}` stands here twice", start, end, hint=hint)

    def _drop_complex_key(self, start: int, end: int) -> None:
        message = "a key must be text, received a collection"
        hint = "a line that starts with `? ` or a key in brackets makes such a key"
        self.report("NN014", message, start, max(end, start + 1), hint=hint)
        self.drop_key("?", start, end)

    def _report_alias(self, name: str, start: int, end: int, *, recursive: bool) -> None:
        message = (
            f"`*{name}` stands inside what it names" if recursive else f"no anchor `&{name}` stands above"
        )
        hint = None if recursive else f'quote patterns that start with `*`: `"*{name}"`'
        self.report("NN013", message, start, end, hint=hint)
