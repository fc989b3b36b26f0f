"""Entries -> nodes: constructs become the layers that they stand for."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from nnspec.diagnostics.diagnostic import Diagnostic, Path
from nnspec.graph.arguments import check_sources, several_for_one
from nnspec.graph.connections import find_output, find_source, find_target, unknown_function, unknown_layer
from nnspec.graph.graph import Edge, Graph, Node
from nnspec.graph.names import LayerNames
from nnspec.graph.ranks import edge_rank, output_rank
from nnspec.graph.scope import Scope, declare_names_inside
from nnspec.graph.signature import Signature, signature_of
from nnspec.records import field, record, replace
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

# Stands for a tensor that a finding has been reported about, so that what takes it is not blamed too.
_BROKEN = ""


def no_inputs(builder: Builder, path: Path) -> Edges:
    """Give nothing to an entry that has nothing above it."""
    return ()


@record(frozen=False, kw_only=True)
class Builder:
    """Collects nodes from top to bottom.

    Args:
        scope: the names that may be taken.
        names: for layers that the spec leaves unnamed.
        bases: names of the transfer bases and blocks, for hints.
        top: gives the tensors for an entry that has nothing above it, at the entry's place.
        nodes: so far, by name.
        ranks: of the first tensor of each node, batch axis included; None where it is open.
        findings: so far.
    """

    scope: Scope
    names: LayerNames
    bases: frozenset[str]
    top: Callable[[Builder, Path], Edges] = no_inputs
    nodes: dict[str, Node] = field(default_factory=dict)
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
        """Add what one entry stands for; return its tensor."""
        added = self._add(entry, self._edges_of(entry, above), entry.name or name)
        if entry.name and isinstance(entry, RepeatEntry | ResidualEntry | ParallelEntry):
            self.scope.groups.add(entry.name)
        if added[0].source not in self.scope.places:
            self.scope.unnamed.add(added[0].source)
        for given in (name, entry.name, entry.base if isinstance(entry, BaseEntry) else None):
            if given is not None:
                self.scope.known[given] = added[0]
        return added

    def add_node(self, node: Node) -> Edges:
        """Add a node; return its first tensor."""
        self.nodes[node.name] = node
        self.ranks[node.name] = output_rank(node, self.ranks, self._called(node))
        return (Edge(node.name),)

    def find_edge(self, source: Source, *, own: str | None) -> Edge | None:
        """Find the tensor that a source names; None after a finding."""
        finding = find_source(source, self.scope, own=own)
        edge = None if finding is not None else self.scope.known[source.name]
        if edge is not None and edge.source in self.nodes:
            node = self.nodes[edge.source]
            finding = find_output(source, self._called(node) or node)
        if finding is not None:
            self.findings.append(finding)
        if finding is not None or edge is None:
            return None
        return Edge(edge.source, source.output or edge.output, source.argument, source.listed)

    def first_output(self, edge: Edge, path: Path) -> str:
        """Name a node whose first tensor is that of an edge: the edge's own, or an Identity below it."""
        if edge.output == 0:
            return edge.source
        call = Call("layers", "Identity", path=path)
        name = self.names.next_for("Identity")
        return self.add_node(Node(name=name, kind="layer", call=call, edges=(edge,), path=path))[0].source

    def build_model(self, entry: ModelEntry, ranks: tuple[int | None, ...]) -> Graph:
        """Build the inside of a nested model; inputs that the spec does not name get names of our own.

        Args:
            entry: the model.
            ranks: of the tensors that it takes where it stands.
        """
        names = entry.inputs or tuple(self.names.next_for("Input") for _ in ranks)
        inputs = tuple(e for n in names for e in self.add_node(Node(name=n, kind="input", path=entry.path)))
        self.ranks |= dict(zip(names, ranks, strict=False))
        last = self.add_entries(entry.layers, inputs)
        path = (*entry.content_path, "outputs")
        sources = read_sources(list(entry.outputs), path)
        found = [self.find_edge(source, own=None) for source in sources] if sources else last
        outputs = {str(i): self.first_output(edge or Edge(_BROKEN), path) for i, edge in enumerate(found)}
        return Graph(nodes=tuple(self.nodes.values()), outputs=outputs)

    def _called(self, node: Node) -> Node | None:
        return None if node.target is None else self.nodes[node.target]

    def _edges_of(self, entry: Entry, above: Edges) -> Edges:
        if entry.sources is None:
            return above or self.top(self, entry.path) or (Edge(_BROKEN),)
        own = entry.name or (entry.base if isinstance(entry, BaseEntry) else None)
        return tuple(
            self.find_edge(source, own=own) or Edge(_BROKEN, argument=source.argument, listed=source.listed)
            for source in entry.sources
        )

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
        if self._refuse(unknown_layer(entry.call, self.bases)):
            return (Edge(_BROKEN),)
        name = name or self.names.next_for(entry.call.name)
        return self._add_checked(Node(name=name, kind="layer", call=entry.call, edges=edges, path=entry.path), entry)

    def _add_residual(self, entry: ResidualEntry, edges: Edges, name: str | None) -> Edges:
        if len(edges) != 1:
            self.findings.append(several_for_one(entry, edges))
            edges = (Edge(_BROKEN),)
        inside = self.add_entries(entry.layers, edges)
        name = name or self.names.next_for("Add")
        if entry.project:
            projection = self.names.next_like(f"{name}_projection")
            edges = self.add_node(Node(name=projection, kind="projection", edges=(*edges, *inside), path=entry.path))
        call = Call("layers", "Add", path=entry.path)
        return self.add_node(Node(name=name, kind="layer", call=call, edges=(*edges, *inside), path=entry.path))

    def _add_parallel(self, entry: ParallelEntry, edges: Edges, name: str | None) -> Edges:
        joined = tuple(edge for branch in entry.branches for edge in self.add_entries(branch, edges))
        if self._refuse(unknown_layer(entry.join)):
            return (Edge(_BROKEN),)
        name = name or self.names.next_for(entry.join.name)
        node = Node(name=name, kind="layer", call=entry.join, edges=joined, path=entry.path)
        join = Entry(written=entry.join.written or entry.join.name, path=entry.join.path)
        if entry.join.entry.inputs == "several":
            # `nnspec.validation` has refused a join that merges nothing.
            self.findings += check_sources(node, join)
        return self.add_node(node)

    def _add_model(self, entry: ModelEntry, edges: Edges, name: str | None) -> Edges:
        scope, findings = declare_names_inside(entry, self.scope)
        self.findings += findings
        inside = Builder(scope=scope, names=LayerNames(scope.places), bases=self.bases, findings=self.findings)
        graph = inside.build_model(entry, tuple(edge_rank(edge, self.ranks) for edge in edges))
        name = name or self.names.next_for("Model")
        node = Node(name=name, kind="model", graph=graph, edges=edges, path=entry.path)
        added = self._add_checked(node, entry)
        self.ranks[name] = inside.ranks.get(graph.outputs.get("0", _BROKEN))
        return added

    def _add_call(self, entry: CallEntry, edges: Edges, name: str | None) -> Edges:
        target, finding = find_target(entry, self.scope, self.nodes)
        self._refuse(finding)
        if target is None:
            return (Edge(_BROKEN),)
        name = name or self.names.next_like(target)
        return self._add_checked(Node(name=name, kind="call", target=target, edges=edges, path=entry.path), entry)

    def _add_op(self, entry: OpEntry, edges: Edges, name: str | None) -> Edges:
        if self._refuse(unknown_function(entry.function, entry.path)):
            return (Edge(_BROKEN),)
        node = Node(
            name=name or self.names.next_for(entry.function.rpartition(".")[2]),
            kind="op",
            function=entry.function,
            arguments=entry.arguments,
            edges=edges,
            path=entry.path,
        )
        return self._add_checked(node, entry)

    def _add_checked(self, node: Node, entry: Entry) -> Edges:
        """Add a node whose tensors are checked; those with a name stand in the order of its call."""
        called = self._called(node)
        self.findings += check_sources(node, entry, called)
        if any(edge.argument for edge in node.edges):
            node = replace(node, edges=_in_order(node.edges, signature_of(called or node)))
        return self.add_node(node)

    def _refuse(self, finding: Diagnostic | None) -> bool:
        if finding is not None:
            self.findings.append(finding)
        return finding is not None


def _in_order(edges: Edges, takes: Signature) -> Edges:
    """Sort tensors by the arguments that take them; those of a nested model need no names then."""
    names = takes.arguments
    if names is None:
        return edges
    known = [edge for edge in edges if edge.argument in names]
    ordered = sorted(known, key=lambda edge: names.index(edge.argument or ""))
    if takes.form == "model":
        return tuple(Edge(edge.source, edge.output) for edge in ordered)
    return (*ordered, *(edge for edge in edges if edge.argument not in names))
