"""The graph of a network: every layer that will be built, named, with the tensors it takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from nnspec.diagnostics.diagnostic import Path
from nnspec.records import field, record
from nnspec.spec.calls import Call

Kind = Literal["input", "layer", "base", "model", "call", "op", "projection"]


@record
class Edge:
    """One tensor that a node takes.

    Args:
        source: name of the node that makes it.
        output: which of that node's outputs, counted from 0.
        argument: the argument of the call that takes it; None by position.
        listed: whether the argument takes a list of tensors, of which this is one.
    """

    source: str
    output: int = 0
    argument: str | None = None
    listed: bool = False


@record(kw_only=True)
class Node:
    """One call of the network: what is called, and on which tensors.

    Args:
        name: unique in the graph; the name of the Keras layer where the node makes one.
        kind: `input` (an encoded input, or an input of a nested model), `layer`, `base` (a transfer base), `model`
            (a nested model), `call` (a layer, model or base from above once more), `op` (a function of `keras.ops`),
            or `projection` (fits the first tensor's shape to the second's, by a 1x1 convolution or a Dense; as it
            is where the shapes are equal).
        path: where the spec says so; where nnspec supplied the node, the place that caused it.
        call: of a `layer`, the layer and its arguments.
        base: of a `base`, the name of the transfer base.
        graph: of a `model`, what is inside; its outputs are named `0`, `1` and so on.
        target: of a `call`, the node whose layer is called.
        function: of an `op`, its name in `keras.ops`.
        arguments: of an `op`, everything that is no tensor.
        edges: the tensors that it takes, in call order.
        output: the output whose head this is, whose `units` the data may still have to fill in.
    """

    name: str
    kind: Kind
    path: Path
    call: Call | None = None
    base: str | None = None
    graph: Graph | None = None
    target: str | None = None
    function: str | None = None
    arguments: Mapping[str, Any] = field(default_factory=dict)
    edges: tuple[Edge, ...] = ()
    output: str | None = None

    @property
    def sources(self) -> tuple[str, ...]:
        """The names of the nodes whose tensors it takes, in call order."""
        return tuple(edge.source for edge in self.edges)


@record(kw_only=True)
class Graph:
    """Nodes in an order in which each stands below its sources.

    Args:
        nodes: all nodes.
        outputs: output name -> name of the node whose first tensor it is.
    """

    nodes: tuple[Node, ...]
    outputs: Mapping[str, str]
    _by_name: dict[str, Node] = field(default_factory=dict, hidden=True)

    def __iter__(self) -> Iterator[Node]:
        return iter(self.nodes)

    def node(self, name: str) -> Node:
        """Return the node of that name."""
        if not self._by_name:
            self._by_name.update({node.name: node for node in self.nodes})
        return self._by_name[name]

    @property
    def inputs(self) -> tuple[str, ...]:
        """The names of the inputs, in the spec's order."""
        return tuple(node.name for node in self.nodes if node.kind == "input")
