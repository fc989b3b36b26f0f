"""The rank of every tensor (batch axis included) from what the catalog says; None where it is open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nnspec.catalog.ranks import resolve_output_rank
from nnspec.graph.graph import Edge, Node
from nnspec.spec.calls import Call
from nnspec.spec.inputs import ArrayInput, CategoryInput, ImageInput, Input


def input_rank(item: Input) -> int | None:
    """Return the rank of an encoded input."""
    if isinstance(item, ImageInput):
        return 4
    if isinstance(item, ArrayInput):
        return None if item.shape is None else 1 + len(item.shape)
    if isinstance(item, CategoryInput) and item.encode == "index":
        return 1
    return 2


def output_rank(node: Node, ranks: Mapping[str, int | None], above: Sequence[Node] = ()) -> int | None:
    """Return the rank of the first tensor that a node gives.

    Args:
        node: any node but an input.
        ranks: of the first tensors of the nodes above it.
        above: the nodes above it, among them the one that a `call` calls again.
    """
    if not node.edges:
        return None
    if node.kind == "projection":
        return _rank_of(node.edges[1], ranks)
    called = next((each for each in above if each.name == node.target), node) if node.target else node
    return None if called.call is None else _layer_rank(called.call, _rank_of(node.edges[0], ranks))


def _rank_of(edge: Edge, ranks: Mapping[str, int | None]) -> int | None:
    return ranks.get(edge.source) if edge.output == 0 else None


def _layer_rank(call: Call, source: int | None) -> int | None:
    entry = call.entry
    rule = entry.output_rank
    arguments = {name: call.get(name) for name in entry.arguments} if isinstance(rule, dict) else {}
    return resolve_output_rank(rule, arguments=arguments, input_rank=source)
