"""An Embedding right below an input of whole numbers: whether it has a place for each of them."""

from __future__ import annotations

from collections.abc import Mapping

from nnspec.errors import spec_error
from nnspec.graph.graph import Node
from nnspec.records import record
from nnspec.tables.state import InputState, State


@record
class _Need:
    """How many places an input's whole numbers take, what for, and the largest `max_tokens` that the rest allows."""

    places: int
    content: str
    limit: str | None


def check_places(node: Node, source_dtype: str, state: State, *, origins: Mapping[str, str]) -> None:
    """Refuse an Embedding with fewer places than the index that it takes.

    Args:
        node: any layer; nothing happens where it is no Embedding of an input.
        source_dtype: of its source; an index is a whole number, one-hot is not.
        state: has the vocabularies, and the largest number of a sequence.
        origins: names of inputs as the node knows them -> their names in the network.

    Raises:
        SpecError: NN157.
    """
    if node.call is None or node.call.name != "Embedding" or "int" not in source_dtype:
        return
    name = origins.get(node.sources[0], "")
    need = _need(state.inputs[name], node.call.get("input_dim")) if name in state.inputs else None
    given = node.call.get("input_dim")
    if need is None or given is None or given >= need.places:
        return
    message = f"`Embedding` (layer `{node.name}`) has {given} places, `{name}` needs {need.places}"
    expected = f"`input_dim: {need.places}`: {need.content}"
    hint = None if need.limit is None else f"or say `{need.limit}` in `{name}`"
    raise spec_error("NN157", message, path=node.path, received=f"`input_dim: {given}`", expected=expected, hint=hint)


def _need(state: InputState, given: int | None) -> _Need | None:
    if state.n_tokens is not None:
        return _Need(state.n_tokens, f"0 to {state.n_tokens - 1}, the largest number in training", None)
    if state.vocabulary is None:
        return None
    n = len(state.vocabulary)
    limit = f"max_tokens: {given}"
    if state.length is not None:
        return _Need(n + 2, f"{n} tokens, padding and the unknown", limit if (given or 0) > 2 else None)
    return _Need(n + 1, f"{n} categories and the unknown", limit if (given or 0) > 1 else None)
