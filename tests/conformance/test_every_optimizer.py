"""Every optimizer and every schedule of the catalog takes steps in a training from a spec."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from brief_training import train
from nnspec.catalog.catalog import load_catalog
from nnspec.compiler.instantiate import locate_class

pytestmark = pytest.mark.backend

NETWORK: dict[str, Any] = {"hidden": [{"Dense": 4}], "outputs": {"y": {"type": "number", "metrics": []}}}
OPTIMIZERS: dict[str, Any] = {
    "LossScaleOptimizer": {"inner_optimizer": {"SGD": 0.1}, "initial_scale": 8.0},
    "MultiOptimizer": {"default_optimizer": {"SGD": 0.1}, "optimizer_map": {"dense/.*": {"Adam": 0.01}}},
}
SCHEDULES: dict[str, dict[str, Any]] = {
    "CosineDecay": {"decay_steps": 5, "warmup_steps": 1, "warmup_target": 0.1},
    "CosineDecayRestarts": {"first_decay_steps": 2},
    "ExponentialDecay": {"decay_steps": 2, "decay_rate": 0.5},
    "InverseTimeDecay": {"decay_steps": 2, "decay_rate": 0.5},
    "PiecewiseConstantDecay": {"boundaries": [1], "values": [0.1, 0.05]},
    "PolynomialDecay": {"decay_steps": 5},
}


def _usable(family: str) -> list[str]:
    return [entry.name for entry in load_catalog().entries(family) if entry.refused is None]


def _moved(content: dict[str, Any]) -> tuple[Any, bool]:
    trained = train({**NETWORK, **content})
    assert np.isfinite(trained.fitted.history["loss"]).all()
    pairs = zip(trained.before, trained.trunk.trainable_weights, strict=True)
    return trained.trunk.optimizer, all(not np.array_equal(a, b) for a, b in pairs)


@pytest.mark.parametrize("name", _usable("optimizers"))
def test_optimizer_from_a_spec_moves_every_weight(name: str) -> None:
    entry = load_catalog().find("optimizers", name)
    assert entry is not None
    optimizer, moved = _moved({"optimizer": {name: OPTIMIZERS[name]} if name in OPTIMIZERS else name})
    assert isinstance(optimizer, locate_class(entry.path))
    assert moved


@pytest.mark.parametrize("name", _usable("schedules"))
def test_schedule_from_a_spec_sets_the_learning_rate(name: str) -> None:
    start = {} if name == "PiecewiseConstantDecay" else {"initial_learning_rate": 0.1}
    optimizer, moved = _moved({"optimizer": {"SGD": {"learning_rate": {name: {**start, **SCHEDULES[name]}}}}})
    assert float(optimizer.learning_rate) != pytest.approx(0.1)
    assert moved
