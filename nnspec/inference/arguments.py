"""A node with the tensors of its edges -> the `LayerCall` that its rule is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nnspec.graph.graph import Edge, Node
from nnspec.graph.signature import Signature, signature_of
from nnspec.inference.facts import Facts
from nnspec.inference.heads import head_units
from nnspec.inference.layer_call import LayerCall
from nnspec.inference.outcome import Outcome
from nnspec.inference.tensor import NOTHING_KNOWN, Tensor
from nnspec.records import replace
from nnspec.spec.calls import Call
from nnspec.spec.spec import Spec

Named = dict[str, Tensor | tuple[Tensor, ...]]

# Heads compute in float32 all the same, where they say nothing else.
REDUCED_PRECISIONS = frozenset({"mixed_bfloat16", "mixed_float16", "bfloat16", "float16"})


def layer_call(node: Node, tensors: Sequence[Tensor], spec: Spec, facts: Facts, *, edges: Sequence[Edge]) -> LayerCall:
    """Ask for a layer on tensors.

    Args:
        node: of kind `layer`; of a `call`, the node whose layer is called.
        tensors: in the order of the edges.
        spec: its precision, and the outputs that decide units.
        facts: of the data.
        edges: name the call's arguments.
    """
    assert node.call is not None
    positional, named = sort_tensors(edges, tensors, signature_of(node))
    call = _head_call(node, node.call, spec, facts)
    return LayerCall(call, positional, named, spec.train.precision)


def tensor_of(edge: Edge, outcomes: Mapping[str, Outcome]) -> Tensor:
    """Give the tensor of an edge."""
    outputs = outcomes[edge.source].outputs
    return NOTHING_KNOWN if outputs is None or edge.output >= len(outputs) else outputs[edge.output]


def sort_tensors(
    edges: Sequence[Edge], tensors: Sequence[Tensor], takes: Signature
) -> tuple[tuple[Tensor, ...], Named]:
    """Sort tensors into those by position and those by name; the first argument is always by position.

    Args:
        edges: of a node.
        tensors: in their order.
        takes: the arguments in order; attention over one tensor is its own query and value.
    """
    positional: tuple[Tensor, ...] = ()
    named: Named = {}
    for edge, tensor in zip(edges, tensors, strict=True):
        if edge.argument is None:
            positional += (tensor,)
        elif edge.listed:
            before = named.get(edge.argument, ())
            named[edge.argument] = (*before, tensor) if isinstance(before, tuple) else (before, tensor)
        else:
            named[edge.argument] = tensor
    if named and takes.arguments and takes.arguments[0] in named:
        first = named.pop(takes.arguments[0])
        positional = first if isinstance(first, tuple) else (first,)
    if takes.attends_to_itself and not named and len(positional) == 1:
        positional *= 2
    return positional, named


def _head_call(node: Node, call: Call, spec: Spec, facts: Facts) -> Call:
    """Give a head the units that its output asks for, and full precision."""
    if node.output is None:
        return call
    arguments = dict(call.arguments)
    if "units" in call.entry.arguments and "units" not in arguments:
        arguments["units"] = head_units(spec, node.output, facts)
    if spec.train.precision in REDUCED_PRECISIONS:
        arguments.setdefault("dtype", "float32")
    return replace(call, arguments=arguments)
