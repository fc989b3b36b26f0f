"""What a node takes and gives: the arguments of its call, and how many tensors come out."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Literal

from nnspec.catalog.catalog import Entry, load_catalog
from nnspec.catalog.ranks import resolve_output_rank
from nnspec.graph.graph import Node
from nnspec.records import record
from nnspec.spec.calls import Call

Form = Literal["one", "several", "call", "model"]

_STATES = {"LSTMCell": 2, "GRUCell": 1, "SimpleRNNCell": 1}


@record
class Signature:
    """What a node takes.

    Args:
        form: `one` tensor, a list of `several`, several arguments of the `call`, or the inputs of a nested `model`.
        arguments: the names of the call's tensors, in order; None where nothing is known of them.
        needed: how many tensors at least.
    """

    form: Form
    arguments: tuple[str, ...] | None
    needed: int = 1

    @property
    def attends_to_itself(self) -> bool:
        """Whether one tensor alone is query and value at once."""
        return self.form == "call" and self.arguments is not None and self.arguments[:2] == ("query", "value")


def signature_of(node: Node) -> Signature:
    """Say what a node takes; of a `call`, ask for the node whose layer it calls."""
    if node.graph is not None:
        return Signature("model", node.graph.inputs)
    if node.kind == "op":
        entry = load_catalog().find("ops", node.function or "")
        return Signature("call", None) if entry is None else _op_signature(entry, node)
    if node.call is None:
        return Signature("one", ())
    return _layer_signature(node.call.name)


@cache
def _layer_signature(name: str) -> Signature:
    entry = Call("layers", name).entry
    return Signature(entry.inputs, entry.call_arguments)


def count_outputs(node: Node) -> int | None:
    """Count the tensors that a node gives; None where the catalog does not tell."""
    if node.graph is not None:
        return len(node.graph.outputs)
    if node.kind == "op":
        return None
    return 1 if node.call is None else _layer_outputs(node.call)


def _op_signature(entry: Entry, node: Node) -> Signature:
    """Leave out what the spec gives as a number: `ops.subtract: {x1: 1.0, from: x}` takes `x` as `x2`."""
    arguments = tuple(name for name in entry.call_arguments if name not in node.arguments)
    needed = sum(name not in entry.optional_call_arguments for name in arguments)
    return Signature(entry.inputs, arguments, needed)


def _layer_outputs(call: Call) -> int | None:
    inner: Any = call.get("layer")
    if call.name == "Bidirectional" and isinstance(inner, Call):
        return _bidirectional_outputs(inner, joined=call.get("merge_mode") is not None)
    if call.name == "RNN":
        states = _count_states(call.get("cell"))
        return 1 if not call.get("return_state") else None if states is None else 1 + states
    rule = call.entry.outputs
    arguments: Mapping[str, Any] = {name: call.get(name) for name in call.entry.arguments}
    return resolve_output_rank(rule, arguments=arguments, input_rank=None)


def _bidirectional_outputs(inner: Call, *, joined: bool) -> int | None:
    given = _layer_outputs(inner)
    return None if given is None else 2 * (given - 1) + (1 if joined else 2)


def _count_states(cells: Any) -> int | None:
    """Count the states of an RNN cell, or of those that are stacked."""
    if isinstance(cells, tuple):
        counts = [_count_states(cell) for cell in cells]
        return None if None in counts else sum(count or 0 for count in counts)
    if isinstance(cells, Call) and cells.name == "StackedRNNCells":
        return _count_states(cells.get("cells"))
    return _STATES.get(cells.name) if isinstance(cells, Call) else None
