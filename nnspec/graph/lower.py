"""`Spec` -> `Graph`: every entry gets its name and its sources; what does not connect is a finding."""

from __future__ import annotations

from nnspec.diagnostics.diagnostic import Diagnostic, Path
from nnspec.graph.connections import unknown_head
from nnspec.graph.entries import Builder, Edges
from nnspec.graph.graph import Edge, Graph, Node
from nnspec.graph.heads import head_findings
from nnspec.graph.joining import join_finding
from nnspec.graph.masking import mask_embeddings, masking_node
from nnspec.graph.names import LayerNames
from nnspec.graph.ranks import input_rank
from nnspec.graph.reach import find_unreached
from nnspec.graph.scope import declare_names
from nnspec.spec.calls import Call
from nnspec.spec.inputs import Input
from nnspec.spec.outputs import Output
from nnspec.spec.sources import Source
from nnspec.spec.spec import Spec


def lower_spec(spec: Spec) -> tuple[Graph, tuple[Diagnostic, ...]]:
    """Lower a spec to its graph.

    Reports: NN110, NN136, NN150 to NN156, NN158, NN159, and NN025 for a word that is neither a layer nor a base.
    """
    lowering = _Lowering(spec)
    graph = lowering.build()
    findings = lowering.builder.findings
    return graph, tuple(findings or find_unreached(graph, spec))


class _Lowering:
    """Lowers one spec: its inputs, its entries, its outputs."""

    def __init__(self, spec: Spec) -> None:
        self.spec = spec
        scope, findings = declare_names(spec)
        bases = frozenset((*(base.name for base in spec.bases), *spec.written.data.get("blocks", ())))
        names = LayerNames(scope.places)
        top = _JoinedInputs(spec.inputs)
        self.builder = Builder(scope=scope, names=names, bases=bases, top=top, findings=list(findings))

    def build(self) -> Graph:
        for item in self.spec.inputs:
            self.builder.add_node(Node(name=item.name, kind="input", path=item.path))
            self.builder.ranks[item.name] = input_rank(item)
            self.mask_input(item)
        last = self.builder.add_entries(self.spec.hidden, ())
        outputs = {output.name: self.add_output(output, last) for output in self.spec.outputs}
        made = {name: node for name, node in outputs.items() if node is not None}
        nodes = mask_embeddings(self.builder.nodes.values(), self.spec.inputs)
        return Graph(nodes=tuple(nodes), outputs=made)

    def mask_input(self, item: Input) -> None:
        """Put a Masking below an input of padded numbers; what takes the input takes it from there."""
        node = masking_node(item, self.builder.names.next_for)
        if node is not None:
            self.builder.scope.known[item.name] = self.builder.add_node(node)[0]

    def add_output(self, output: Output, last: Edges) -> str | None:
        """Add what leads to one output; return the name of the node that makes it, None after a finding."""
        unknown = unknown_head(output, self.spec)
        if unknown is not None:
            self.builder.findings.append(unknown)
            return None
        above = last if output.source is None else self._source_of(output, output.source)
        above = self.builder.add_entries(output.layers, above) or (
            self.builder.top(self.builder, output.path) if output.source is None else ()
        )
        if not above:
            return None
        if output.head is None:
            return self.builder.first_output(above[0], output.path)
        self.builder.findings += head_findings(output, above[0], self.builder.ranks)
        head = Node(
            name=output.name,
            kind="layer",
            path=output.path,
            call=output.head,
            edges=above,
            output=output.name,
        )
        return self.builder.add_node(head)[0].source

    def _source_of(self, output: Output, source: Source) -> Edges:
        edge = self.builder.find_edge(source, own=output.name)
        return () if edge is None else (edge,)


class _JoinedInputs:
    """Stands above what has nothing above it: the one input, or all of them joined, once.

    Args:
        inputs: of the spec.
    """

    def __init__(self, inputs: tuple[Input, ...]) -> None:
        self._inputs = inputs
        self._joined: Edges = ()

    def __call__(self, builder: Builder, path: Path) -> Edges:
        """Give the tensors to an entry at `path`; nothing after a finding."""
        names = [item.name for item in self._inputs]
        if self._joined or len(names) == 1:
            return self._joined or (builder.scope.known[names[0]],)
        finding = join_finding(self._inputs, path)
        if finding is not None:
            builder.findings.append(finding)
            return ()
        call = Call("layers", "Concatenate")
        name, edges = builder.names.next_for("inputs_joined"), tuple(map(Edge, names))
        self._joined = builder.add_node(Node(name=name, kind="layer", path=("inputs",), call=call, edges=edges))
        return self._joined
