"""Ranks, inputs and weights that the catalog tells of every layer are what Keras gives."""

from __future__ import annotations

import inspect
from typing import Any

import pytest

import layer_calls
from keras_samples import CATALOG, NEEDED, make, resolve, sample, usable_entries
from nnspec.catalog.catalog import Entry
from nnspec.catalog.ranks import resolve_output_rank
from nnspec.catalog.types import Literal, Union, parse_type

pytestmark = pytest.mark.backend
LAYERS = usable_entries("layers")


def _is_offered(entry: Entry, name: str, value: Any) -> bool:
    expected = parse_type(entry.arguments[name].type)
    texts = expected.options if isinstance(expected, Union) else (expected,)
    return not isinstance(value, str) or Literal(value) in texts


def _variants() -> list[tuple[Entry, str, Any]]:
    """Choose other values of the arguments that an output's rank hangs on."""
    values: dict[str, tuple[Any, ...]] = {
        "keepdims": (True,),
        "return_sequences": (True,),
        "expand_dims": (True,),
        "output_mode": ("one_hot", "multi_hot", "count"),
        "target_shape": ([2, -1], [2, 2, -1]),
    }
    return [
        (entry, name, value)
        for entry in LAYERS
        for name, choices in values.items()
        for value in choices
        if name in str(entry.output_rank) and _is_offered(entry, name, value)
    ]


def _arguments(entry: Entry, **chosen: Any) -> dict[str, Any]:
    required = {a.name: sample(entry, a) for a in entry.arguments.values() if a.required}
    defaults = {a.name: a.default for a in entry.arguments.values()}
    return {**defaults, **required, **NEEDED.get(entry.name, {}), **chosen}


def _expected_rank(entry: Entry, arguments: dict[str, Any], rank: int) -> int | None:
    """Work out an output's rank; a wrapper's is that of the layer inside."""
    if not (isinstance(entry.output_rank, dict) and "of" in entry.output_rank):
        return resolve_output_rank(entry.output_rank, arguments=arguments, input_rank=rank)
    ((name, first),) = arguments[entry.output_rank["of"]].items()
    inner = CATALOG.find("layers", name)
    assert inner is not None
    without = entry.output_rank.get("without", 0)
    first_argument = CATALOG.first_argument(inner) or ""
    found = _expected_rank(inner, _arguments(inner, **{first_argument: first}), rank - without)
    return None if found is None else found + without


def _id(value: Any) -> str:
    return value.name if isinstance(value, Entry) else str(value)


@pytest.mark.parametrize("entry", LAYERS, ids=_id)
def test_output_rank_with_default_arguments_is_what_keras_gives(entry: Entry) -> None:
    for rank in layer_calls.ranks_to_try(entry):
        expected = _expected_rank(entry, _arguments(entry), rank)
        outputs = layer_calls.call(make(entry), entry, rank)
        assert expected in (None, len(outputs[0].shape)), f"input rank {rank}"


@pytest.mark.parametrize(("entry", "name", "value"), _variants(), ids=_id)
def test_output_rank_with_another_argument_is_what_keras_gives(entry: Entry, name: str, value: Any) -> None:
    rank = layer_calls.ranks_to_try(entry)[-1]
    outputs = layer_calls.call(make(entry, **{name: value}), entry, rank)
    expected = _expected_rank(entry, _arguments(entry, **{name: value}), rank)
    assert expected in (None, len(outputs[0].shape))


def test_output_rank_is_told_for_all_but_a_few_layers() -> None:
    untold = {entry.name for entry in LAYERS if entry.output_rank is None}
    assert untold == {"Dot", "EinsumDense", "Pipeline"}


@pytest.mark.parametrize("entry", LAYERS, ids=_id)
def test_layer_with_default_arguments_has_trainable_weights_as_told(entry: Entry) -> None:
    layer = make(entry)
    layer_calls.call(layer, entry, layer_calls.ranks_to_try(entry)[0])
    assert bool(layer.trainable_weights) is entry.weights


@pytest.mark.parametrize("entry", [e for e in LAYERS if e.name not in layer_calls.IN_A_LIST], ids=_id)
def test_call_arguments_are_those_of_the_call_in_its_order(entry: Entry) -> None:
    taken = [name for name in inspect.signature(resolve(entry.path).call).parameters if name != "self"]
    assert list(entry.call_arguments) == [name for name in taken if name in entry.call_arguments]
