"""Symbolic inputs for every layer, and the call that a compiler would make with them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import keras

from nnspec.catalog.catalog import Entry

_SIZES = (None, 8, 6, 6, 6, 3)
_INPUT_RANKS = {
    "Embedding": (1, 2),
    "EinsumDense": (3,),
    "Permute": (3,),
    "Reshape": (3, 4),
    "ReversibleEmbedding": (2,),
    "Dot": (2, 3),
    "TimeDistributed": (3, 4),
    "SpectralNormalization": (2, 3),
    "RNN": (3,),
    "Bidirectional": (3,),
    "GroupNormalization": (3, 4),
    "MultiHeadAttention": (3, 4),
}
_SIZES_BY_LAYER = {"HashedCrossing": (None, 1), "TextVectorization": (None, 1), "GroupNormalization": (None, 8, 6, 4)}
# Their call takes the query, value and key in one list, which a spec names one by one.
IN_A_LIST = ("AdditiveAttention", "Attention")
_DTYPES = {
    "CategoryEncoding": "int32",
    "Embedding": "int32",
    "HashedCrossing": "int32",
    "Hashing": "int32",
    "IntegerLookup": "int64",
    "ReversibleEmbedding": "int32",
    "StringLookup": "string",
    "TextVectorization": "string",
}


def ranks_to_try(entry: Entry) -> tuple[int, ...]:
    """List ranks that a layer takes, batch axis included."""
    allowed = entry.input_rank
    if entry.name in _INPUT_RANKS:
        return _INPUT_RANKS[entry.name]
    if isinstance(allowed, int):
        return (allowed,)
    if allowed is None:
        return (2, 3, 4)
    if allowed[-1] is None:
        return (allowed[0] or 0, (allowed[0] or 0) + 1)
    return tuple(rank for rank in allowed if rank is not None)


def call(layer: Any, entry: Entry, rank: int) -> list[Any]:
    """Call a layer on symbolic inputs of a rank, and give its outputs."""
    tensor = _tensor(entry, rank)
    if entry.inputs == "several":
        outputs = layer([tensor, _tensor(entry, rank)])
    elif entry.name in IN_A_LIST:
        outputs = layer([tensor, tensor])
    elif entry.inputs == "call":
        outputs = layer(**dict(_call_arguments(layer, entry, tensor)))
    else:
        outputs = layer(tensor)
    return keras.tree.flatten(outputs)


def _call_arguments(layer: Any, entry: Entry, tensor: Any) -> Iterator[tuple[str, Any]]:
    """Fill the tensors that must be given: a cell's input and states, or a query and a value."""
    if "states" in entry.call_arguments:
        states = keras.tree.map_structure(lambda size: keras.Input((size,)), layer.state_size)
        return zip(entry.call_arguments, (tensor, states), strict=True)
    return zip(("query", "value"), itertools.repeat(tensor), strict=False)


def _tensor(entry: Entry, rank: int) -> Any:
    sizes = _SIZES_BY_LAYER.get(entry.name, _SIZES[: rank - 1] + _SIZES[-1:])
    shape = tuple(sizes[:rank])[1:]
    return keras.Input(shape, dtype=_DTYPES.get(entry.name, "float32"))
