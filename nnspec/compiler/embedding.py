"""An Embedding right below a category input: whether it has a place for each category."""

from __future__ import annotations

from nnspec.errors import spec_error
from nnspec.graph.graph import Node
from nnspec.tables.state import State


def check_places(node: Node, source_dtype: str, state: State) -> None:
    """Refuse an Embedding with fewer places than the index that it takes.

    Args:
        node: any layer; nothing happens where it is no Embedding of a category input.
        source_dtype: of its source; an index is a whole number, one-hot is not.
        state: has the vocabulary; one place more is for the unknown.

    Raises:
        SpecError: NN157.
    """
    if node.call is None or node.call.name != "Embedding" or "int" not in source_dtype:
        return
    name = node.sources[0]
    vocabulary = state.inputs[name].vocabulary if name in state.inputs else None
    given, needed = node.call.get("input_dim"), 1 + len(vocabulary or ())
    if vocabulary is None or given is None or given >= needed:
        return
    message = f"`Embedding` (layer `{node.name}`) has {given} places, `{name}` needs {needed}"
    expected = f"`input_dim: {needed}`: {len(vocabulary)} categories and the unknown"
    hint = f"or say `max_tokens: {given}` in `{name}`" if given > 1 else None
    raise spec_error("NN157", message, path=node.path, received=f"`input_dim: {given}`", expected=expected, hint=hint)
