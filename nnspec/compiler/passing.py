"""A layer and the tensors of its node -> the tensors that it gives, called as Keras wants it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import keras

from nnspec.graph.graph import Node
from nnspec.graph.signature import Signature
from nnspec.spec.calls import Call

Tensors = tuple[keras.KerasTensor, ...]


def call_layer(
    layer: Any, tensors: Sequence[keras.KerasTensor], *, node: Node, takes: Signature, call: Call | None
) -> Tensors:
    """Call a layer, nested model or base.

    Args:
        layer: to call.
        tensors: in the order of the node's edges.
        node: says which argument takes which tensor.
        takes: what the layer takes.
        call: of the layer, for the options of its call; None for a model or base.
    """
    options = {} if call is None else {name: call.get(name) for name in call.entry.call_options}
    positional, named = bind_tensors(tensors, node=node, takes=takes)
    if isinstance(layer, keras.layers.Attention):
        return _flat(_call_attention(layer, positional, named, options))
    if takes.form == "several" or (takes.form == "model" and len(positional) > 1):
        return _flat(layer(list(positional)))
    return _flat(layer(*positional, **named, **options))


def bind_tensors(
    tensors: Sequence[keras.KerasTensor], *, node: Node, takes: Signature
) -> tuple[list[Any], dict[str, Any]]:
    """Sort tensors into those by position and those by name; the first argument is always by position.

    Args:
        tensors: in the order of the node's edges.
        node: whose edges name arguments.
        takes: the arguments in order; attention over one tensor is its own query and value.
    """
    positional: list[Any] = []
    named: dict[str, Any] = {}
    for edge, tensor in zip(node.edges, tensors, strict=True):
        if edge.argument is None:
            positional.append(tensor)
        elif edge.listed:
            named.setdefault(edge.argument, []).append(tensor)
        else:
            named[edge.argument] = tensor
    if named and takes.arguments:
        first = named.pop(takes.arguments[0])
        positional = first if takes.form == "several" and isinstance(first, list) else [first]
    if takes.attends_to_itself and not named and len(positional) == 1:
        positional *= 2
    return positional, named


def _call_attention(layer: Any, positional: list[Any], named: dict[str, Any], options: dict[str, Any]) -> Any:
    """Call `Attention`, which takes its tensors as one list and its masks as another."""
    names = ("query", "value", "key", "query_mask", "value_mask")
    given = dict(zip(names, positional, strict=False)) | named
    tensors = [given[name] for name in names[:3] if name in given]
    masks = [given.get(name) for name in names[3:]]
    return layer(tensors, mask=masks if any(mask is not None for mask in masks) else None, **options)


def _flat(result: Any) -> Tensors:
    return tuple(keras.tree.flatten(result))
