"""Two graphs -> the layers that were added, removed and changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from nnspec.comparing.alignment import align_nodes, arguments_of, has_given_name, word_of
from nnspec.comparing.brevity import without_defaults
from nnspec.comparing.change import Change, find_changes
from nnspec.graph.graph import Edge, Graph, Node

SECTION = "layers"


def compare_layers(before: Graph, after: Graph, *, inside: str = "") -> Iterator[Change]:
    """Compare the layers of two graphs.

    Args:
        before: the first graph.
        after: the second.
        inside: the nested model that both are, for the places of the changes.
    """
    pairs = align_nodes(before, after)
    names = {old.name: new.name for old, new in pairs if old is not None and new is not None}
    for old, new in pairs:
        if old is not None and new is not None:
            yield from _compare(old, new, _Tracer(before, after, names), inside)
        elif new is not None:
            yield Change(kind="added", section=SECTION, place=inside + new.name, after=describe_node(new))
        elif old is not None:
            yield Change(kind="removed", section=SECTION, place=inside + old.name, before=describe_node(old))


def describe_node(node: Node) -> Any:
    """Write a node as an entry, without what holds by default."""
    if node.kind == "call":
        return {"call": node.target}
    if node.graph is not None:
        return {"model": [describe_node(each) for each in node.graph if each.kind != "input"]}
    arguments = arguments_of(node)
    return without_defaults({word_of(node): arguments}) if arguments else word_of(node)


class _Tracer:
    """Follows tensors upwards to layers that both graphs have, so that an insertion moves no tensor below it."""

    def __init__(self, before: Graph, after: Graph, names: Mapping[str, str]) -> None:
        self.before = {node.name: node for node in before}
        self.after = {node.name: node for node in after}
        self.names = names
        self.paired = set(names.values())

    def taken_before(self, node: Node) -> tuple[Edge, ...]:
        return tuple(self._follow(edge, self.before, self.names) for edge in node.edges)

    def taken_after(self, node: Node) -> tuple[Edge, ...]:
        return tuple(self._follow(edge, self.after, {name: name for name in self.paired}) for edge in node.edges)

    def _follow(self, edge: Edge, nodes: Mapping[str, Node], names: Mapping[str, str]) -> Edge:
        output, source = edge.output, nodes[edge.source]
        while source.name not in names and source.kind != "input" and len(source.edges) == 1:
            output, source = source.edges[0].output, nodes[source.edges[0].source]
        return Edge(names.get(source.name, source.name), output, edge.argument, edge.listed)


def _compare(old: Node, new: Node, tracer: _Tracer, inside: str) -> Iterator[Change]:
    place = inside + new.name
    if old.output is None or new.output is None:
        yield from _compare_calls(old, new, place)
    if old.name != new.name and (has_given_name(old) or has_given_name(new)):
        yield _changed(f"{place}.name", old.name, new.name)
    if tracer.taken_before(old) != tracer.taken_after(new):
        yield _changed(f"{place}.from", [_write(edge) for edge in old.edges], [_write(edge) for edge in new.edges])
    if tracer.names.get(old.target or "", old.target) != new.target:
        yield _changed(f"{place}.call", old.target, new.target)
    if old.graph is not None and new.graph is not None:
        yield from compare_layers(old.graph, new.graph, inside=f"{place}.")


def _compare_calls(old: Node, new: Node, place: str) -> Iterator[Change]:
    if word_of(old) != word_of(new):
        yield _changed(place, describe_node(old), describe_node(new))
    else:
        yield from find_changes(arguments_of(old), arguments_of(new), section=SECTION, place=place)


def _changed(place: str, before: Any, after: Any) -> Change:
    return Change(kind="changed", section=SECTION, place=place, before=before, after=after)


def _write(edge: Edge) -> str:
    name = f"{edge.source}:{edge.output}" if edge.output else edge.source
    return f"{edge.argument}: {name}" if edge.argument else name
