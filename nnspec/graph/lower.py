"""`Spec` -> `Graph`: every entry gets its name and its sources; what does not connect is a finding."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from nnspec.diagnostics.diagnostic import Diagnostic, Path
from nnspec.graph.connections import check_sources, find_source, unknown_base_word, unknown_head
from nnspec.graph.graph import Graph, Node
from nnspec.graph.joining import join_finding
from nnspec.graph.names import LayerNames
from nnspec.graph.ranks import input_rank, output_rank
from nnspec.graph.reach import find_unreached
from nnspec.graph.scope import Scope, declare_names
from nnspec.spec.calls import Call
from nnspec.spec.entries import Entry
from nnspec.spec.outputs import Output
from nnspec.spec.spec import Spec


def lower_spec(spec: Spec) -> tuple[Graph, tuple[Diagnostic, ...]]:
    """Lower a spec to its graph.

    Reports: NN110, NN150 to NN156, and NN025 for a word that is neither a layer nor a base.
    """
    scope, findings = declare_names(spec)
    builder = _Builder(spec, scope, LayerNames(scope.places), findings=list(findings))
    builder.add_inputs()
    last = builder.add_entries(spec.hidden, above=None)
    outputs = {output.name: builder.add_output(output, last) for output in spec.outputs}
    graph = Graph(nodes=tuple(builder.nodes), outputs={k: v for k, v in outputs.items() if v is not None})
    if not builder.findings:
        builder.findings += find_unreached(graph, spec)
    return graph, tuple(builder.findings)


@dataclass(slots=True)
class _Builder:
    """Collects nodes from top to bottom."""

    spec: Spec
    scope: Scope
    names: LayerNames
    nodes: list[Node] = field(default_factory=list)
    ranks: dict[str, int | None] = field(default_factory=dict)
    findings: list[Diagnostic] = field(default_factory=list)
    joined: str | None = None

    def add_inputs(self) -> None:
        for item in self.spec.inputs:
            self.nodes.append(Node(name=item.name, kind="input", path=item.path))
            self.ranks[item.name] = input_rank(item)

    def add_entries(self, entries: Iterable[Entry], *, above: str | None) -> str | None:
        """Add entries one below the other; return the name of the last, or `above` where there is none."""
        for entry in entries:
            above = self.add_entry(entry, above)
        return above

    def add_entry(self, entry: Entry, above: str | None) -> str:
        stem = entry.written if entry.call is None else entry.call.name
        name = entry.name or (stem if entry.base else self.names.next_for(stem))
        sources = self.sources_of(entry, above, name)
        if entry.name or entry.base:
            self.scope.passed.add(name)
        unknown = unknown_base_word(entry, self.spec)
        if unknown is not None:
            self.findings.append(unknown)
            return name
        node = Node(
            name=name,
            kind="layer" if entry.base is None else "base",
            path=entry.path,
            call=entry.call,
            base=entry.base,
            sources=sources,
        )
        self.findings += check_sources(node, entry)
        return self.add_node(node)

    def add_node(self, node: Node) -> str:
        self.nodes.append(node)
        self.ranks[node.name] = output_rank(node, self.ranks)
        return node.name

    def sources_of(self, entry: Entry, above: str | None, name: str) -> tuple[str, ...]:
        if entry.sources is None:
            source = above or self.join_inputs(entry.path)
            return () if source is None else (source,)
        found = []
        for i, wanted in enumerate(entry.sources):
            path = entry.from_path if len(entry.sources) == 1 else (*entry.from_path, i)
            finding = find_source(wanted, self.scope, own=name, path=path)
            found += [wanted] if finding is None else []
            self.findings += [finding] if finding else []
        return tuple(found)

    def join_inputs(self, path: Path) -> str | None:
        """Give the one input, or all of them joined; None after a finding."""
        if self.joined is not None:
            return self.joined
        names = [item.name for item in self.spec.inputs]
        if len(names) == 1:
            self.joined = names[0]
            return self.joined
        finding = join_finding(self.spec.inputs, path)
        if finding is not None:
            self.findings.append(finding)
            return None
        call = Call("layers", "Concatenate")
        name = self.names.next_for("inputs_joined")
        self.joined = self.add_node(Node(name=name, kind="layer", path=("inputs",), call=call, sources=tuple(names)))
        return self.joined

    def add_output(self, output: Output, last: str | None) -> str | None:
        above = last
        unknown = unknown_head(output, self.spec)
        if unknown is not None:
            self.findings.append(unknown)
            return None
        if output.source is not None:
            finding = find_source(output.source, self.scope, own=output.name, path=(*output.path, "from"))
            if finding is not None:
                self.findings.append(finding)
                return None
            above = output.source
        above = self.add_entries(output.layers, above=above) or self.join_inputs(output.path)
        if output.head is None or above is None:
            return above
        self.findings += head_findings(output, above, self.ranks)
        head = Node(
            name=output.name,
            kind="layer",
            path=output.path,
            call=output.head,
            sources=(above,),
            output=output.name,
        )
        return self.add_node(head)


def head_findings(output: Output, source: str, ranks: dict[str, int | None]) -> list[Diagnostic]:
    """Report NN110 where a head would act on every position of a feature map."""
    rank = ranks.get(source)
    if rank is None or rank <= 2 or output.head is None or output.head.name not in ("Dense", "KAN"):
        return []
    pooling = {3: "GlobalAveragePooling1D", 4: "GlobalAveragePooling2D", 5: "GlobalAveragePooling3D"}.get(rank)
    return [
        Diagnostic(
            code="NN110",
            message=f"the head of `{output.name}` would act on every position of `{source}`",
            path=output.path,
            received=f"a tensor with {rank - 1} axes beside the batch",
            expected="a vector per example",
            hint=f"end `hidden` with `Flatten`{f' or `{pooling}`' if pooling else ''}",
        )
    ]
