"""A `Graph` -> the statements that connect its layers, one for each node, and functions for nested models."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from nnspec.compiler.statistics import wants_statistics
from nnspec.document.document import Document
from nnspec.graph.graph import Edge, Graph, Node
from nnspec.graph.signature import count_outputs, signature_of
from nnspec.interop.ejecting.blocks import fold_blocks
from nnspec.interop.ejecting.calls import write_call
from nnspec.interop.ejecting.folding import fold_rounds
from nnspec.interop.ejecting.passing import bind_tensors, write_function
from nnspec.interop.ejecting.pasting import reserved_names
from nnspec.interop.ejecting.python import Code, Invocation, to_identifier, write_statement
from nnspec.interop.ejecting.script import Function
from nnspec.interop.ejecting.statements import Statement, write_statements
from nnspec.records import field, record

_FLOW = "x"
_OWN = (_FLOW, "i", "tensor", "names", "inputs", "outputs", "classes", "train", "encoder", "encoded")
_FUNCTIONS = (
    "main",
    "read_parts",
    "read_table",
    "make_rows",
    "build_encoder",
    "build_trunk",
    "build_model",
    "classes_of",
    "build_augmenters",
    "make_examples",
    "train_network",
    "judge",
)
_LEARNING = (Code("inputs"), Code("encoded"))
_SEVERAL = frozenset(
    {"array_split", "divmod", "eig", "eigh", "lu_factor", "meshgrid", "moments", "qr", "slogdet", "split", "svd"}
    | {"top_k", "unstack"}
)


@record(frozen=False, kw_only=True)
class GraphWriter:
    """Writes the statements of one graph.

    Args:
        graph: what to write.
        tensors: node name -> the expression of what it gives; the inputs are there at the start.
        units: output name -> the expression of how many units its head has, where the data say.
        head_dtype: of heads, where layers compute in a reduced precision.
        loaders: base name -> the function that makes its model.
        document: tells which rounds of a `repeat` statements came from.
        statements: written so far.
        functions: that the statements call.
        taken: names that are in use for variables.
        heads: names that are in use for functions of the script.
    """

    graph: Graph
    tensors: dict[str, str]
    document: Document
    units: Mapping[str, Code] = field(default_factory=dict)
    head_dtype: str | None = None
    loaders: Mapping[str, str] = field(default_factory=dict)
    statements: list[Statement] = field(default_factory=list)
    functions: list[Function] = field(default_factory=list)
    taken: set[str] = field(default_factory=lambda: {*_OWN, *_FUNCTIONS, *reserved_names()})
    heads: set[str] = field(default_factory=lambda: set(_FUNCTIONS))
    layers: dict[str, str] = field(default_factory=dict)

    def write_nodes(self) -> list[str]:
        """Write all nodes, from top to bottom; blocks become functions, and rounds that are alike loops."""
        for position, node in enumerate(self.graph.nodes):
            if node.kind != "input":
                self._write_node(node, position)
        statements, functions = fold_blocks(self.statements, self.document, taken=self.taken, heads=self.heads)
        self.functions += functions
        folded, renamed = fold_rounds(statements, self.document)
        self.tensors = {name: renamed.get(tensor, tensor) for name, tensor in self.tensors.items()}
        return write_statements(folded)

    def first_tensor(self, name: str) -> str:
        """Give the expression of a node's first tensor, below all statements."""
        return self._tensor(Edge(name))

    def _write_node(self, node: Node, position: int) -> None:
        tensor = self._tensor_name(node, position)
        target = node if node.target is None else self.graph.node(node.target)
        arguments = self._arguments(node, target)
        if node.kind == "op":
            self._add(node, tensor, write_function(node, arguments, clashes=self._clashes(node)))
        elif node.target is not None:
            self._add(node, tensor, Invocation(self.layers[target.name], tuple(arguments)))
        elif node.kind == "projection":
            both = [(None, Code(self._tensor(edge))) for edge in node.edges]
            self._add(node, tensor, Invocation("project", (*both, ("name", node.name))))
        else:
            self._apply_made(node, tensor, self._layer(node), arguments)
        self.tensors[node.name] = tensor

    def _add(self, node: Node, tensor: str, value: Any) -> None:
        self.statements.append(Statement(target=tensor, value=value, path=node.path))

    def _apply_made(self, node: Node, tensor: str, layer: Any, arguments: list[tuple[str | None, Any]]) -> None:
        name = to_identifier(f"{node.name}_layer" if tensor != _FLOW else node.name, taken=self.taken)
        self.taken.add(name)
        self.layers[node.name] = name
        statement = Statement(
            target=tensor,
            layer=layer,
            layer_name=name,
            is_kept=any(other.target == node.name for other in self.graph),
            arguments=tuple(arguments),
            path=node.path,
        )
        self.statements.append(statement)

    def _layer(self, node: Node) -> Any:
        if node.base is not None:
            return Invocation(self.loaders[node.base], ((None, Code(self._tensor(node.edges[0]))),))
        if node.graph is not None:
            return self._nested_model(node, node.graph)
        assert node.call is not None
        options = node.call.entry.call_options
        layer = write_call(node.call, given={**self._head_arguments(node), "name": node.name}, left_out=options)
        if not wants_statistics(node):
            return layer
        return Invocation(
            "fitted", tuple((None, each) for each in (layer, Code(self._tensor(node.edges[0])), *_LEARNING))
        )

    def _head_arguments(self, node: Node) -> dict[str, Any]:
        if node.output is None or node.call is None:
            return {}
        arguments: dict[str, Any] = {}
        if "units" in node.call.entry.arguments and "units" not in node.call.arguments:
            arguments["units"] = self.units[node.output]
        if self.head_dtype is not None and "dtype" not in node.call.arguments:
            arguments["dtype"] = self.head_dtype
        return arguments

    def _nested_model(self, node: Node, graph: Graph) -> Any:
        head = to_identifier(f"build_{node.name}", taken=self.taken | self.heads)
        self.heads.add(head)
        inside = GraphWriter(graph=graph, tensors={}, loaders=self.loaders, document=self.document, heads=self.heads)
        names = [to_identifier(name, taken=inside.taken) for name in graph.inputs]
        inside.taken |= set(names)
        inside.tensors |= dict(zip(graph.inputs, names, strict=True))
        lines = inside.write_nodes()
        inputs = [
            f'    {name} = keras.Input({name}.shape[1:], dtype={name}.dtype, name="{given}")'
            for name, given in zip(names, graph.inputs, strict=True)
        ]
        outputs = [Code(inside.first_tensor(graph.outputs[str(i)])) for i in range(len(graph.outputs))]
        model = Invocation(
            "keras.Model",
            (
                (None, [Code(name) for name in names] if len(names) > 1 else Code(names[0])),
                (None, outputs if len(outputs) > 1 else outputs[0]),
                ("name", node.name),
            ),
        )
        body = (*inputs, *lines, *write_statement("return ", model, indent=1))
        about = f"Build the nested model `{node.name}` for tensors of these shapes."
        self.functions += [*inside.functions, Function(head=f"{head}({', '.join(names)})", about=about, body=body)]
        return Invocation(head, tuple((None, Code(self._tensor(edge))) for edge in node.edges))

    def _arguments(self, node: Node, called: Node) -> list[tuple[str | None, Any]]:
        """Write the tensors of a call, and the options that the call takes and not the constructor."""
        form, tensors = signature_of(called), [Code(self._tensor(edge)) for edge in node.edges]
        options: list[tuple[str | None, Any]] = []
        if called.call is not None:
            given = called.call.arguments
            options = list(_plain_items({n: given[n] for n in called.call.entry.call_options if n in given}))
        if form.form == "model" and len(tensors) > 1:
            return [(None, tensors), *options]
        return [*bind_tensors(node.edges, tensors, takes=form, word=called.call.name if called.call else ""), *options]

    def _clashes(self, node: Node) -> bool:
        """Tell whether the name that Keras gives a function's result may be that of a layer."""
        own = re.compile(rf"{node.function}(_\d+)?")
        return any(own.fullmatch(other.name) for other in self.graph if other.kind != "op")

    def _tensor(self, edge: Edge) -> str:
        tensor = self.tensors[edge.source]
        return f"{tensor}[{edge.output}]" if self._gives_several(edge.source) else tensor

    def _gives_several(self, name: str) -> bool:
        node = self.graph.node(name)
        made = node if node.target is None else self.graph.node(node.target)
        if made.kind == "op":
            return made.function in _SEVERAL
        return (count_outputs(made) or 1) > 1

    def _tensor_name(self, node: Node, position: int) -> str:
        """Name what a node gives: `x` where the next node alone takes it, a name of its own elsewhere."""
        takers = Counter(other.name for other in self.graph for edge in other.edges if edge.source == node.name)
        following = self.graph.nodes[position + 1].name if position + 1 < len(self.graph.nodes) else None
        ends = node.name in self.graph.outputs.values()
        if (set(takers) == {following} and not ends) or (not takers and following is None):
            return _FLOW
        name = to_identifier(node.name, taken=self.taken)
        self.taken.add(name)
        return name


def _plain_items(arguments: Mapping[str, Any]) -> Iterable[tuple[str | None, Any]]:
    return ((name, list(value) if isinstance(value, tuple) else value) for name, value in arguments.items())
