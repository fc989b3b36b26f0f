"""For every layer of the catalog the smallest network that it makes sense in, as a spec."""

from __future__ import annotations

import json
from typing import Any

from nnspec.catalog.catalog import Argument, Entry, load_catalog
from nnspec.catalog.types import Family, Items, Literal, Number, Plain, Table, Type, Union, parse_type

_SIZES = (8, 6, 6, 6)
_CHANNELS = 3

# What the catalog does not tell: the shape and dtype of the input, arguments, and further inputs with `from`.
SITUATIONS: dict[str, dict[str, Any]] = {
    "Attention": {"shape": [4, 3]},
    "BatchNormalization": {"shape": [4]},
    "Bidirectional": {"shape": [4, 3], "arguments": {"layer": {"LSTM": 2}}},
    "CategoryEncoding": {"shape": [4], "dtype": "int32", "arguments": {"num_tokens": 3}},
    "Discretization": {"shape": [4], "arguments": {"bin_boundaries": [0.0, 1.0]}},
    "Dot": {"shape": [4, 3], "arguments": {"axes": -1}},
    "EinsumDense": {"shape": [4, 3], "arguments": {"equation": "abc,cd->abd", "output_shape": [4, 5]}},
    "Embedding": {"shape": [4], "dtype": "int32", "arguments": {"input_dim": 3, "output_dim": 2}},
    "GroupNormalization": {"shape": [4, 4], "arguments": {"groups": 2}},
    "GRUCell": {"shape": [3], "arguments": {"units": 2}, "states": [2]},
    "HashedCrossing": {"shape": [1], "dtype": "int32", "arguments": {"num_bins": 3}},
    "Hashing": {"shape": [4], "dtype": "int32", "arguments": {"num_bins": 3}},
    "IntegerLookup": {"shape": [4], "dtype": "int64", "arguments": {"vocabulary": [0, 1]}},
    "LSTMCell": {"shape": [3], "arguments": {"units": 2}, "states": [2, 2]},
    "Masking": {"shape": [4, 3], "head": "GlobalAveragePooling1D"},
    "MelSpectrogram": {
        "shape": [64],
        "arguments": {"fft_length": 32, "sequence_stride": 8, "num_mel_bins": 4},
    },
    "Normalization": {"shape": [3], "arguments": {"mean": [0.0, 1.0, 2.0], "variance": [1.0, 1.0, 4.0]}},
    "Permute": {"shape": [4, 3], "arguments": {"dims": [2, 1]}},
    "Pipeline": {
        "shape": [8, 8, 3],
        "arguments": {"layers": [{"RandomFlip": "horizontal"}, {"CenterCrop": {"height": 4, "width": 4}}]},
    },
    "RandomCrop": {"shape": [8, 6, 3], "arguments": {"height": 4, "width": 4}, "head": "GlobalAveragePooling2D"},
    "Reshape": {"shape": [4, 3], "arguments": {"target_shape": [3, -1]}},
    "ReversibleEmbedding": {"shape": [4], "dtype": "int32", "arguments": {"input_dim": 3, "output_dim": 2}},
    "RNN": {"shape": [4, 3], "arguments": {"cell": [{"LSTMCell": 2}, {"GRUCell": 2}]}},
    "SimpleRNNCell": {"shape": [3], "arguments": {"units": 2}, "states": [2]},
    "SpectralNormalization": {"shape": [3], "arguments": {"layer": {"Dense": 2}}},
    "StackedRNNCells": {"shape": [3], "arguments": {"cells": [{"GRUCell": 2}, {"SimpleRNNCell": 2}]}, "states": [2, 2]},
    "STFTSpectrogram": {"shape": [64, 1], "arguments": {"frame_length": 8}},
    "TimeDistributed": {"shape": [4, 3], "arguments": {"layer": {"Dense": 2}}},
}
WHOLE_OUTPUTS = ("Discretization", "HashedCrossing", "Hashing", "IntegerLookup")


def layer_names() -> tuple[str, ...]:
    """List the layers that a spec may name."""
    return tuple(entry.name for entry in load_catalog().entries("layers") if entry.refused is None)


def network_around(name: str) -> str:
    """Write a spec with one layer between inputs and a head.

    Args:
        name: the layer's documented name.
    """
    entry = load_catalog().find("layers", name)
    assert entry is not None
    situation = SITUATIONS.get(name, {})
    shape, dtype = situation.get("shape") or _shape(entry), situation.get("dtype", "float32")
    arguments = situation.get("arguments") or {a.name: sample(a) for a in entry.arguments.values() if a.required}
    inputs = {"x": {"type": "array", "shape": shape, "dtype": dtype}}
    if "states" in situation:
        states = {f"s{i}": {"type": "array", "shape": [units]} for i, units in enumerate(situation["states"])}
        inputs |= states
        arguments = {**arguments, "from": dict(zip(entry.call_arguments, ("x", list(states)), strict=False))}
    elif entry.inputs in ("several", "call"):
        inputs["z"] = inputs["x"]
        arguments = {**arguments, "from": ["x", "z"]}
    cast = [{"ops.cast": {"dtype": "float32"}}] if name in WHOLE_OUTPUTS else []
    spec = {
        "nnspec": 1,
        "inputs": inputs,
        "hidden": [{name: {**arguments, "name": "probed"}}],
        "outputs": {"y": {"type": "number", "layers": [*cast, situation.get("head", "Flatten")]}},
    }
    return json.dumps(spec, indent=1)


def sample(argument: Argument) -> Any:
    """Give a plain value that an argument takes, as a spec would write it."""
    return _sample(parse_type(argument.type))


def _shape(entry: Entry) -> list[int]:
    allowed = entry.input_rank
    rank = allowed if isinstance(allowed, int) else 3 if allowed is None else max(allowed[0] or 2, 2)
    return [*_SIZES[: rank - 2], _CHANNELS]


def _sample(expected: Type) -> Any:
    match expected:
        case Union(options):
            return _sample(options[0])
        case Number(whole, low, high):
            return _number(whole, low, high)
        case Items(item, shortest, _):
            return [_sample(item)] * max(shortest, 1)
        case Table(item):
            return {"key": _sample(item)}
        case Literal(text):
            return text
        case Family("layer"):
            return {"Dense": 2}
        case Family("activation"):
            return "relu"
        case Plain("bool"):
            return True
        case Plain("dtype"):
            return "float32"
    raise LookupError(f"no sample for the type {expected}")


def _number(whole: bool, low: float | None, high: float | None) -> float:
    if high is None:
        return 2 if low is None or low < 2 else low + 1
    value = ((0 if low is None else low) + high) / 2
    return round(value) if whole else value
