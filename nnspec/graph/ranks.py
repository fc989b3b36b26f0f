"""The rank of every tensor (batch axis included) from what the catalog says; None where it is open."""

from __future__ import annotations

from collections.abc import Mapping

from nnspec.catalog.ranks import resolve_output_rank
from nnspec.graph.graph import Node
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


def output_rank(node: Node, ranks: Mapping[str, int | None]) -> int | None:
    """Return the rank of what a node gives.

    Args:
        node: a layer or a base.
        ranks: of the nodes above it.
    """
    if node.call is None or not node.sources:
        return None
    return _layer_rank(node.call, ranks.get(node.sources[0]))


def _layer_rank(call: Call, source: int | None) -> int | None:
    entry = call.entry
    rule = entry.output_rank
    arguments = {name: call.get(name) for name in entry.arguments} if isinstance(rule, dict) else {}
    return resolve_output_rank(rule, arguments=arguments, input_rank=source)
