"""Sample values for catalog types, right and wrong, and Keras objects made from them."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from typing import Any

from nnspec.catalog.catalog import Argument, Entry, load_catalog
from nnspec.catalog.types import (
    FAMILY_WORDS,
    Family,
    Items,
    Literal,
    Number,
    Plain,
    Table,
    Type,
    Union,
    accepts,
    convert,
    parse_type,
)

CATALOG = load_catalog()
NEEDED: dict[str, dict[str, Any]] = {
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
_INNER_LAYERS = {
    "Bidirectional": {"LSTM": 2},
    "RNN": {"LSTMCell": 2},
    "StackedRNNCells": {"LSTMCell": 2},
}
_FAMILY_SAMPLES = {
    "activation": "relu",
    "constraint": "non_neg",
    "initializer": "ones",
    "optimizer": {"SGD": 0.1},
    "regularizer": "l2",
    "schedule": {"CosineDecay": 0.1},
}
_PLAIN_SAMPLES = {"bool": True, "dtype": "float32", "null": None, "path": "file.keras", "str": "text"}
_BUILT_FAMILIES = ("layers", "optimizers", "schedules")
_WRONG = ("no such value", -1, 0, 1.5, -0.5, 99, [], {"a": 1})


def usable_entries(*families: str) -> list[Entry]:
    """List Keras' entries that a spec may name, of some families or of all classes and activations."""
    wanted = families or [family for family in CATALOG.families if family not in ("applications", "ops")]
    entries = (entry for family in wanted for entry in CATALOG.entries(family))
    return [entry for entry in entries if entry.refused is None and _is_of_keras(entry)]


def _is_of_keras(entry: Entry) -> bool:
    """Tell whether the constructor's arguments are Keras' own; those of `MultiOptimizer` are nnspec's."""
    return entry.path.startswith("keras.") and entry.name != "MultiOptimizer"


def make(entry: Entry, **arguments: Any) -> Any:
    """Construct what an entry stands for, with samples for what it requires."""
    return resolve(entry.path)(**build_arguments(entry, arguments))


def build_arguments(entry: Entry, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Complete plain arguments by samples for what is required, and turn them into what Keras takes."""
    required = {a.name: sample(entry, a) for a in entry.arguments.values() if a.required}
    given = {**required, **NEEDED.get(entry.name, {}), **arguments}
    types = {name: parse_type(entry.arguments[name].type) for name in given}
    return {name: _build(types[name], value) for name, value in given.items()}


def resolve(path: str) -> Any:
    """Import what a dotted path names."""
    module, _, name = path.rpartition(".")
    return getattr(importlib.import_module(module), name)


def sample(entry: Entry, argument: Argument) -> Any:
    """Give a plain value that an argument takes, as a spec would write it."""
    return next(right_values(entry, argument))


def right_values(entry: Entry, argument: Argument) -> Iterator[Any]:
    """Give a plain value for each alternative of an argument's type, and the bounds that are allowed."""
    return _right(parse_type(argument.type), _INNER_LAYERS.get(entry.name, {"Dense": 2}))


def wrong_values(argument: Argument) -> list[Any]:
    """Give up to two plain values that an argument must not take: one of another kind, one out of range."""
    expected = parse_type(argument.type)
    return [value for value in _WRONG if not accepts(expected, value)][:2]


def _build(expected: Type, value: Any) -> Any:
    """Turn a value into what Keras takes; a value of a wrong type stays as it is."""
    if not accepts(expected, value):
        return value
    fitting = next(option for option in _options(expected) if accepts(option, value))
    if isinstance(fitting, Items):
        return [_build(fitting.item, item) for item in value] if _is_built(fitting.item) else convert(fitting, value)
    return _build_entry(fitting, value) if _is_built(fitting) else convert(fitting, value)


def _is_built(expected: Type) -> bool:
    return isinstance(expected, Family) and expected.family in _BUILT_FAMILIES


def _build_entry(expected: Type, value: Mapping[str, Any]) -> Any:
    ((name, first),) = value.items()
    entry = CATALOG.find(FAMILY_WORDS[expected.word] if isinstance(expected, Family) else "", name)
    assert entry is not None
    return make(entry, **{CATALOG.first_argument(entry) or "": first})


def _options(expected: Type) -> tuple[Type, ...]:
    return expected.options if isinstance(expected, Union) else (expected,)


def _right(expected: Type, layer: Any) -> Iterator[Any]:
    match expected:
        case Union(options):
            for option in options:
                yield from _right(option, layer)
        case Number():
            yield from _numbers(expected)
        case Items(item, shortest, longest):
            yield from ([value] * max(shortest, 1) for value in _right(item, layer))
            yield [next(_right(item, layer))] * (longest or shortest + 1)
        case Table(item):
            yield {"key": next(_right(item, layer))}
        case Plain("bool"):
            yield from (True, False)
        case Literal(text):
            yield text
        case Family(word):
            yield layer if word == "layer" else _FAMILY_SAMPLES[word]
        case Plain(word):
            yield _PLAIN_SAMPLES.get(word, 0)


def _numbers(expected: Number) -> Iterator[float]:
    low, high = expected.minimum, expected.maximum
    if high is None:
        yield 1 if low is None else low + 1
    else:
        yield high if expected.whole else (high + (low if low is not None else high - 2)) / 2
    if low is not None and not expected.above_minimum:
        yield low
    if high is not None and not expected.below_maximum:
        yield high
