"""The rank of every tensor (batch axis included) from what the catalog says; None where it is open."""

from __future__ import annotations

from collections.abc import Mapping

from nnspec.catalog.ranks import resolve_output_rank
from nnspec.graph.graph import Edge, Node
from nnspec.spec.calls import Call
from nnspec.spec.inputs import ArrayInput, CategoryInput, ImageInput, Input, SequenceInput


def input_rank(item: Input) -> int | None:
    """Return the rank of an encoded input."""
    if isinstance(item, ImageInput):
        return 4
    if isinstance(item, ArrayInput):
        return None if item.shape is None else 1 + len(item.shape)
    if isinstance(item, SequenceInput):
        # What one step of the data holds is open where the spec does not say it.
        return None if item.shape is None else 2 + len(item.shape)
    if isinstance(item, CategoryInput) and item.encode == "index":
        return 1
    return 2


def edge_rank(edge: Edge, ranks: Mapping[str, int | None]) -> int | None:
    """Return the rank of the tensor of an edge; only that of a node's first tensor is known."""
    return ranks.get(edge.source) if edge.output == 0 else None


def output_rank(node: Node, ranks: Mapping[str, int | None], called: Node | None = None) -> int | None:
    """Return the rank of the first tensor that a node gives.

    Args:
        node: any node but an input.
        ranks: of the first tensors of the nodes above it.
        called: of a `call`, the node whose layer it calls again.
    """
    if not node.edges:
        return None
    if node.kind == "projection":
        return edge_rank(node.edges[1], ranks)
    made = called or node
    call = Call("ops", made.function, made.arguments) if made.function else made.call
    return None if call is None else _call_rank(call, edge_rank(node.edges[0], ranks))


def _call_rank(call: Call, source: int | None) -> int | None:
    entry = call.entry
    rule = entry.output_rank
    arguments = {name: call.get(name) for name in entry.arguments} if isinstance(rule, dict) else {}
    return resolve_output_rank(rule, arguments=arguments, input_rank=source)
