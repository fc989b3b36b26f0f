"""Sample values for catalog types, right and wrong, and Keras objects made from them."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any

import keras

from nnspec.catalog.catalog import Argument, Entry, load_catalog
from nnspec.catalog.types import Family, Items, Literal, Number, Plain, Table, Type, Union, accepts, parse_type

CATALOG = load_catalog()
NEEDED: dict[str, dict[str, Any]] = {
    "Attention": {"use_scale": False},
    "Discretization": {"bin_boundaries": [0.0, 1.0]},
    "Dot": {"axes": -1},
    "EinsumDense": {"equation": "abc,cd->abd", "output_shape": [8, 5]},
    "GroupNormalization": {"groups": 2},
    "GroupQueryAttention": {"head_dim": 2, "num_query_heads": 4, "num_key_value_heads": 2},
    "IntegerLookup": {"vocabulary": [1, 2, 3]},
    "MelSpectrogram": {"fft_length": 32, "sequence_stride": 8, "num_mel_bins": 4},
    "Normalization": {"mean": 0.0, "variance": 1.0},
    "Permute": {"dims": [2, 1]},
    "Reshape": {"target_shape": [-1]},
    "STFTSpectrogram": {"frame_length": 8},
    "StringLookup": {"vocabulary": ["a", "b"]},
    "TextVectorization": {"vocabulary": ["a", "b"]},
}
_INNER = {"Bidirectional": {"LSTM": 2}, "RNN": {"LSTMCell": 2}, "StackedRNNCells": {"LSTMCell": 2}}
_WRONG = ("no such value", -1, 0, 1.5, -0.5, 99, [], {"a": 1})


def make(entry: Entry, **arguments: Any) -> Any:
    """Construct what an entry stands for, with samples for what it requires."""
    given = {a.name: sample(entry, a) for a in entry.arguments.values() if a.required}
    given |= NEEDED.get(entry.name, {}) | arguments
    given = {name: build(entry, name, value) for name, value in given.items()}
    return resolve(entry.path)(**given)


def resolve(path: str) -> Any:
    """Import what a dotted path names."""
    module, _, name = path.rpartition(".")
    return getattr(importlib.import_module(module), name)


def sample(entry: Entry, argument: Argument) -> Any:
    """Give a plain value that an argument takes, as a spec would write it."""
    return _sample(parse_type(argument.type), _INNER.get(entry.name, {"Dense": 2}))


def wrong_values(argument: Argument) -> list[Any]:
    """Give up to two plain values that an argument must not take: one of another kind, one out of range."""
    expected = parse_type(argument.type)
    return [value for value in _WRONG if not accepts(expected, value)][:2]


def build(entry: Entry, name: str, value: Any) -> Any:
    """Turn entries inside a plain value into Keras objects, as a compiler does."""
    argument = entry.arguments.get(name)
    options = _options(parse_type(argument.type)) if argument else ()
    families = {_innermost(option) for option in options}
    return _build(families, value) if families & {"layer", "optimizer"} else value


def _options(expected: Type) -> tuple[Type, ...]:
    return expected.options if isinstance(expected, Union) else (expected,)


def _innermost(expected: Type) -> str | None:
    while isinstance(expected, Items):
        expected = expected.item
    return expected.word if isinstance(expected, Family) else None


def _build(families: set[str | None], value: Any) -> Any:
    if isinstance(value, list):
        return [_build(families, item) for item in value]
    if value == "SGD":
        return keras.optimizers.SGD()
    if isinstance(value, Mapping) and "layer" in families:
        ((name, units),) = value.items()
        entry = CATALOG.find("layers", name)
        return resolve(entry.path)(units) if entry else value
    return value


def _sample(expected: Type, layer: Any) -> Any:
    match expected:
        case Union(options):
            return _sample(options[0], layer)
        case Number():
            return _number(expected)
        case Literal(text):
            return text
        case Items(item, shortest):
            return [_sample(item, layer)] * max(shortest, 1)
        case Table(item):
            return {"key": _sample(item, layer)}
        case Family(word):
            return {"layer": layer, "optimizer": "SGD", "activation": "relu"}.get(word, word)
        case Plain(word):
            return {"str": "text", "path": "file.keras", "null": None, "bool": True, "dtype": "float32"}.get(word, 0)


def _number(expected: Number) -> float:
    low, high = expected.minimum, expected.maximum
    if high is None:
        return 1 if low is None else low + 1
    return high if expected.whole else (high + (low if low is not None else high - 2)) / 2
