"""The tensors of a node -> the arguments of its call, by position and by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from nnspec.graph.graph import Edge, Node
from nnspec.graph.signature import Signature
from nnspec.interop.ejecting.python import Code, Invocation

Arguments = list[tuple[str | None, Any]]

# The functions whose tensors are `*operands`, behind everything else.
_TENSORS_LAST = ("einsum",)
_ATTENTION = ("query", "value", "key", "query_mask", "value_mask")


def bind_tensors(edges: Iterable[Edge], tensors: list[Code], *, takes: Signature, word: str) -> Arguments:
    """Write tensors as arguments; the first one of the call always stands by position.

    Args:
        edges: of the node, in order.
        tensors: the expression of each.
        takes: what is called.
        word: the class of the layer, where it is one.
    """
    if word == "Attention":
        return _attention(edges, tensors)
    named = _by_name(edges, tensors)
    if named:
        first = next((name for name in takes.arguments or () if name in named), None)
        return [*([(None, named.pop(first))] if first else []), *named.items()]
    if takes.form == "several":
        return [(None, tensors)]
    return [(None, tensor) for tensor in (tensors * 2 if takes.attends_to_itself and len(tensors) == 1 else tensors)]


def write_function(node: Node, arguments: Arguments, *, clashes: bool) -> Any:
    """Write the call of a function of `keras.ops`; a slice as Python has it.

    Args:
        node: of kind `op`.
        arguments: its tensors.
        clashes: whether the name that Keras would give the result may be that of a layer.
    """
    given: Arguments = [(name, _plain(value)) for name, value in node.arguments.items()]
    if node.function == "get_item":
        written: Any = Code(f"{arguments[0][1].text}[{node.arguments['key']}]")
    elif node.function in _TENSORS_LAST:
        tensors = [each for _, value in arguments for each in (value if isinstance(value, list) else [value])]
        positional = (*(value for _, value in given), *tensors)
        written = Invocation(f"ops.{node.function}", tuple((None, value) for value in positional))
    else:
        written = Invocation(f"ops.{node.function}", _with_names(node, arguments, given))
    return Invocation("named", ((None, written), (None, node.name))) if clashes else written


def _with_names(node: Node, arguments: Arguments, given: Arguments) -> tuple[tuple[str | None, Any], ...]:
    """Put tensors behind a number that takes the first place: `ops.subtract(1.0, x)`."""
    if node.arguments and "x1" in node.arguments and arguments[0][0] is None:
        first = next(pair for pair in given if pair[0] == "x1")
        rest = [pair for pair in given if pair[0] != "x1"]
        return ((None, first[1]), *arguments, *rest)
    return (*arguments, *given)


def _attention(edges: Iterable[Edge], tensors: list[Code]) -> Arguments:
    """Write `Attention`, which takes its tensors as one list and its masks as another."""
    order = iter(_ATTENTION)
    given = {edge.argument or next(order): tensor for edge, tensor in zip(edges, tensors, strict=True)}
    given = {"value": given["query"], **given}
    called = [given[name] for name in _ATTENTION[:3] if name in given]
    masks = [given.get(name) for name in _ATTENTION[3:]]
    return [(None, called), *([("mask", masks)] if any(masks) else [])]


def _by_name(edges: Iterable[Edge], tensors: list[Code]) -> dict[str | None, Any]:
    arguments: dict[str | None, Any] = {}
    for edge, tensor in zip(edges, tensors, strict=True):
        if edge.listed:
            arguments.setdefault(edge.argument, []).append(tensor)
        elif edge.argument is not None:
            arguments[edge.argument] = tensor
    return arguments


def _plain(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return value
