"""Every initializer, regularizer, constraint and activation of the catalog works inside a layer of a spec."""

from __future__ import annotations

import json
from typing import Any

import keras
import numpy as np
import pytest

from building import build, rows_for
from layer_situations import sample
from nnspec.catalog.catalog import Entry, load_catalog
from nnspec.compiler.instantiate import locate_class

pytestmark = pytest.mark.backend

ARGUMENTS = {
    "initializers": "kernel_initializer",
    "regularizers": "kernel_regularizer",
    "constraints": "kernel_constraint",
}
# Layers other than `Dense` that a part is for; they stand first, where there is one channel.
ELSEWHERE: dict[str, dict[str, Any]] = {"STFT": {"Conv1D": {"filters": 2, "kernel_size": 4}}}


def _entries(family: str) -> list[Entry]:
    return [entry for entry in load_catalog().entries(family) if entry.refused is None]


def _written(entry: Entry) -> Any:
    required = {a.name: sample(a) for a in entry.arguments.values() if a.required}
    return {entry.name: required} if required else entry.name


def _network(hidden: list[Any], shape: list[int]) -> keras.Model:
    spec = {
        "nnspec": 1,
        "inputs": {"x": {"type": "array", "shape": shape}},
        "hidden": hidden,
        "outputs": {"y": {"type": "number", "layers": ["Flatten"]}},
    }
    return build(json.dumps(spec, indent=1)).trunk


@pytest.mark.parametrize("family", ARGUMENTS)
def test_parts_from_a_spec_reach_their_layers(family: str) -> None:
    argument, entries = ARGUMENTS[family], sorted(_entries(family), key=lambda entry: entry.name not in ELSEWHERE)
    layers = [ELSEWHERE.get(entry.name, {"Dense": {"units": 3}}) for entry in entries]
    hidden = []
    for entry, layer in zip(entries, layers, strict=True):
        ((word, arguments),) = layer.items()
        hidden.append({word: {**arguments, argument: _written(entry), "name": f"with_{entry.name}"}})
    trunk = _network(hidden, [8, 1])
    trunk(rows_for(trunk))
    for entry in entries:
        part = getattr(trunk.get_layer(f"with_{entry.name}"), argument)
        assert isinstance(part, locate_class(entry.path))
    assert len(trunk.losses) == (len(entries) if family == "regularizers" else 0)


def test_activations_from_a_spec_reach_their_layers() -> None:
    entries = [e for e in _entries("activations") if not any(a.required for a in e.arguments.values())]
    hidden = [{"Dense": {"units": 4, "activation": entry.name, "name": f"with_{entry.name}"}} for entry in entries]
    trunk = _network(hidden, [4])
    assert np.isfinite(trunk(rows_for(trunk))["y"]).all()
    for entry in entries:
        assert trunk.get_layer(f"with_{entry.name}").activation is locate_class(entry.path)
