"""The graph of a network: every layer that will be built, named, with the tensors it takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from nnspec.diagnostics.diagnostic import Path
from nnspec.spec.calls import Call


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One tensor of the network and what makes it.

    Args:
        name: unique in the graph; the name of the Keras layer.
        kind: `input` (an encoded input), `layer`, or `base` (a transfer base).
        call: the layer and its arguments; None for inputs and bases.
        base: the name of the transfer base; None otherwise.
        sources: names of the nodes whose tensors it takes, in call order.
        path: where the spec says so; where nnspec supplied the node, the place that caused it.
        output: the output whose head this is, whose `units` the data may still have to fill in.
    """

    name: str
    kind: Literal["input", "layer", "base"]
    path: Path
    call: Call | None = None
    base: str | None = None
    sources: tuple[str, ...] = ()
    output: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """Nodes in an order in which each stands below its sources.

    Args:
        nodes: all nodes.
        outputs: output name -> name of the node whose tensor it is.
    """

    nodes: tuple[Node, ...]
    outputs: Mapping[str, str]

    def __iter__(self) -> Iterator[Node]:
        return iter(self.nodes)

    def node(self, name: str) -> Node:
        """Return the node of that name."""
        return next(node for node in self.nodes if node.name == name)

    @property
    def inputs(self) -> tuple[str, ...]:
        """The names of the inputs, in the spec's order."""
        return tuple(node.name for node in self.nodes if node.kind == "input")
