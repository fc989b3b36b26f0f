"""Inputs of sequences -> the layers that make padding count for nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from nnspec.graph.graph import Edge, Node
from nnspec.records import replace
from nnspec.spec.calls import Call
from nnspec.spec.inputs import Input, SequenceInput


def masking_node(item: Input, name_for: Callable[[str], str]) -> Node | None:
    """Make the Masking below an input of padded decimal numbers; None for any other input.

    Args:
        item: any input.
        name_for: gives a name for a layer class.
    """
    if not isinstance(item, SequenceInput) or not item.mask or not item.dtype.startswith("float"):
        return None
    call = Call("layers", "Masking", {"mask_value": float(item.padding_value)}, item.path)
    return Node(name=name_for("Masking"), kind="layer", path=item.path, call=call, edges=(Edge(item.name),))


def mask_embeddings(nodes: Iterable[Node], inputs: Iterable[Input]) -> Iterator[Node]:
    """Give each Embedding right below padded whole numbers `mask_zero`, where the spec leaves it open.

    Args:
        nodes: of the network.
        inputs: of the spec.
    """
    masked = {item.name for item in inputs if isinstance(item, SequenceInput) and item.mask}
    for node in nodes:
        yield _masked(node) if node.call is not None and _is_open(node.call, node.sources, masked) else node


def _is_open(call: Call, sources: tuple[str, ...], masked: set[str]) -> bool:
    return call.name == "Embedding" and "mask_zero" not in call.arguments and not masked.isdisjoint(sources)


def _masked(node: Node) -> Node:
    assert node.call is not None
    call = replace(node.call, arguments={**node.call.arguments, "mask_zero": True})
    return replace(node, call=call)
