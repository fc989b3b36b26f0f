"""Entries -> nodes: constructs become the layers that they stand for."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from nnspec.diagnostics.diagnostic import Diagnostic, Path
from nnspec.graph.connections import check_model, check_sources, find_source, find_target, unknown_word
from nnspec.graph.graph import Edge, Graph, Node
from nnspec.graph.names import LayerNames
from nnspec.graph.ranks import output_rank
from nnspec.graph.scope import Scope, declare_names_inside
from nnspec.records import field, record
from nnspec.spec.calls import Call
from nnspec.spec.entries import (
    BaseEntry,
    CallEntry,
    Entry,
    LayerEntry,
    ModelEntry,
    OpEntry,
    ParallelEntry,
    RepeatEntry,
    ResidualEntry,
)
from nnspec.spec.sources import Source, read_sources

Edges = tuple[Edge, ...]


def no_inputs(path: Path) -> Edges:
    """Give nothing to an entry that has nothing above it."""
    return ()


@record(frozen=False, kw_only=True)
class Builder:
    """Collects nodes from top to bottom.

    Args:
        scope: the names that may be taken.
        names: for layers that the spec leaves unnamed.
        bases: names of the transfer bases.
        top: gives the tensors for an entry that has nothing above it, by the entry's place.
        nodes: so far.
        ranks: of the first tensor of each node, batch axis included; None where it is open.
        findings: so far.
    """

    scope: Scope
    names: LayerNames
    bases: frozenset[str]
    top: Callable[[Path], Edges] = no_inputs
    nodes: list[Node] = field(default_factory=list)
    ranks: dict[str, int | None] = field(default_factory=dict)
    findings: list[Diagnostic] = field(default_factory=list)

    def add_entries(self, entries: Iterable[Entry], above: Edges, *, name: str | None = None) -> Edges:
        """Add entries one below the other; return the tensor of the last, or `above` where there is none.

        Args:
            entries: from top to bottom.
            above: the tensors that the first entry takes.
            name: for the last entry, where it has none of its own.
        """
        entries = tuple(entries)
        for i, entry in enumerate(entries):
            above = self.add_entry(entry, above, name=name if i == len(entries) - 1 else None)
        return above

    def add_entry(self, entry: Entry, above: Edges, *, name: str | None = None) -> Edges:
        """Add what one entry stands for; return its tensor, nothing after a finding."""
        added = self._add(entry, self._edges_of(entry, above), entry.name or name)
        for given in (name, entry.name, entry.base if isinstance(entry, BaseEntry) else None):
            if given is not None:
                self.scope.known[given] = added[0] if added else Edge(given)
        return added

    def add_node(self, node: Node) -> Edges:
        """Add a node; return its first tensor."""
        self.nodes.append(node)
        self.ranks[node.name] = output_rank(node, self.ranks, self.nodes)
        return (Edge(node.name),)

    def find_edge(self, source: Source, *, own: str | None) -> Edge | None:
        """Find the tensor that a source names; None after a finding."""
        finding = find_source(source, self.scope, own=own)
        if finding is not None:
            self.findings.append(finding)
            return None
        edge = self.scope.known[source.name]
        return Edge(edge.source, source.output or edge.output, source.argument, source.listed)

    def _edges_of(self, entry: Entry, above: Edges) -> Edges:
        if entry.sources is None:
            return above or self.top(entry.path)
        own = entry.name or (entry.base if isinstance(entry, BaseEntry) else None)
        found = (self.find_edge(source, own=own) for source in entry.sources)
        return tuple(edge for edge in found if edge is not None)

    def _add(self, entry: Entry, edges: Edges, name: str | None) -> Edges:
        match entry:
            case LayerEntry():
                return self._add_layer(entry, edges, name)
            case BaseEntry(base=base):
                node = Node(name=name or base, kind="base", base=base, edges=edges, path=entry.path)
                return self._add_checked(node, entry)
            case RepeatEntry():
                return self.add_entries(entry.layers, edges, name=name)
            case ResidualEntry():
                return self._add_residual(entry, edges, name)
            case ParallelEntry():
                return self._add_parallel(entry, edges, name)
            case ModelEntry():
                return self._add_model(entry, edges, name)
            case CallEntry():
                return self._add_call(entry, edges, name)
            case OpEntry():
                return self._add_op(entry, edges, name)
        raise TypeError(f"an entry of an unknown kind: {entry!r}")

    def _add_layer(self, entry: LayerEntry, edges: Edges, name: str | None) -> Edges:
        unknown = unknown_word(entry, self.bases)
        if unknown is not None:
            self.findings.append(unknown)
            return ()
        name = name or self.names.next_for(entry.call.name)
        return self._add_checked(Node(name=name, kind="layer", call=entry.call, edges=edges, path=entry.path), entry)

    def _add_residual(self, entry: ResidualEntry, edges: Edges, name: str | None) -> Edges:
        inside = self.add_entries(entry.layers, edges)
        name = name or self.names.next_for("Add")
        if entry.project:
            projected = (*edges, *inside)
            edges = self.add_node(Node(name=f"{name}_projection", kind="projection", edges=projected, path=entry.path))
        call = Call("layers", "Add", path=entry.path)
        return self.add_node(Node(name=name, kind="layer", call=call, edges=(*edges, *inside), path=entry.path))

    def _add_parallel(self, entry: ParallelEntry, edges: Edges, name: str | None) -> Edges:
        joined = tuple(edge for branch in entry.branches for edge in self.add_entries(branch, edges))
        name = name or self.names.next_for(entry.join.name)
        return self.add_node(Node(name=name, kind="layer", call=entry.join, edges=joined, path=entry.path))

    def _add_model(self, entry: ModelEntry, edges: Edges, name: str | None) -> Edges:
        scope, findings = declare_names_inside(entry)
        self.findings += [*findings, *check_model(entry, edges)]
        inside = Builder(scope=scope, names=LayerNames(scope.places), bases=self.bases, findings=self.findings)
        graph = inside.build_model(entry, edges)
        name = name or self.names.next_for("Model")
        return self.add_node(Node(name=name, kind="model", graph=graph, edges=edges, path=entry.path))

    def build_model(self, entry: ModelEntry, edges: Edges) -> Graph:
        """Build the inside of a nested model; inputs that the spec does not name get names of our own.

        Args:
            entry: the model.
            edges: the tensors that it takes where it stands.
        """
        names = entry.inputs or tuple(self.names.next_for("Input") for _ in edges)
        inputs = tuple(e for n in names for e in self.add_node(Node(name=n, kind="input", path=entry.path)))
        last = self.add_entries(entry.layers, inputs)
        path = (*entry.content_path, "outputs")
        sources = read_sources(list(entry.outputs), path)
        found = [self.find_edge(source, own=None) for source in sources] if sources else last
        outputs = {str(i): self.first_output(edge, path) for i, edge in enumerate(found) if edge is not None}
        return Graph(nodes=tuple(self.nodes), outputs=outputs)

    def first_output(self, edge: Edge, path: Path) -> str:
        """Name a node whose first tensor is that of an edge: the edge's own, or an Identity below it."""
        if edge.output == 0:
            return edge.source
        call = Call("layers", "Identity", path=path)
        name = self.names.next_for("Identity")
        return self.add_node(Node(name=name, kind="layer", call=call, edges=(edge,), path=path))[0].source

    def _add_call(self, entry: CallEntry, edges: Edges, name: str | None) -> Edges:
        target, finding = find_target(entry, self.scope, self.nodes)
        if target is None:
            self.findings += [finding] if finding is not None else []
            return ()
        name = name or self.names.next_for(target)
        return self._add_checked(Node(name=name, kind="call", target=target, edges=edges, path=entry.path), entry)

    def _add_op(self, entry: OpEntry, edges: Edges, name: str | None) -> Edges:
        return self._add_checked(
            Node(
                name=name or self.names.next_for(entry.function),
                kind="op",
                function=entry.function,
                arguments=entry.arguments,
                edges=edges,
                path=entry.path,
            ),
            entry,
        )

    def _add_checked(self, node: Node, entry: Entry) -> Edges:
        self.findings += check_sources(node, entry, self.nodes)
        return self.add_node(node)
