"""Text -> a network that was trained for a few steps by nnspec's own loop, on rows drawn for it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np

from nnspec.compiler.optimizers import build_optimizer
from nnspec.pipeline import compile_source
from nnspec.spec.losses import target_encoding
from nnspec.spec.outputs import Output
from nnspec.tables.state import State
from nnspec.training.declared import declared_state
from nnspec.training.examples import Examples
from nnspec.training.network import build_network
from nnspec.training.plan import Fitted, Plan
from nnspec.training.strategy import open_strategy
from nnspec.training.trainer import Trainer

N_ROWS, N_CLASSES = 12, 3


@dataclass(frozen=True)
class Trained:
    """A trunk after its training, with what the training said."""

    trunk: keras.Model
    fitted: Fitted
    before: list[np.ndarray]


def train(content: dict[str, Any]) -> Trained:
    """Check a spec, build it and train it for an epoch of three steps.

    Args:
        content: the spec without `nnspec` and `inputs`.
    """
    text = json.dumps({"nnspec": 1, "inputs": {"x": {"type": "array", "shape": [4]}}, **content}, indent=1)
    compiled = compile_source(text, file="conformance.yaml")
    assert not compiled.diagnostics.errors, str(compiled.diagnostics)
    spec, graph = compiled.spec, compiled.graph
    assert spec is not None
    assert graph is not None
    state, devices = declared_state(spec), open_strategy("none")
    assert state is not None
    models, objectives = build_network(spec, graph, state, devices=devices, bases={})
    before = [np.array(weight) for weight in models.trunk.trainable_weights]
    fitted = Trainer(models.trunk, objectives=objectives, devices=devices).fit(
        _examples(spec.outputs, state),
        plan=Plan(batch_size=4, epochs=1),
        optimizer=build_optimizer(spec.optimizer),
    )
    return Trained(models.trunk, fitted, before)


def _examples(outputs: tuple[Output, ...], state: State) -> Examples:
    x = np.random.default_rng(0).uniform(0.1, 0.9, (N_ROWS, 4)).astype("float32")
    targets = {output.name: _target(output, state.outputs[output.name].shape) for output in outputs}
    return Examples(inputs={"x": x}, targets=targets)


def _target(output: Output, shape: tuple[int, ...]) -> np.ndarray:
    """Draw what an output should give: classes as its loss takes them, 0 or 1, or numbers between."""
    rng = np.random.default_rng(1)
    if output.type == "category":
        classes = rng.permutation(np.arange(N_ROWS) % N_CLASSES).astype("int32")
        as_index = target_encoding(output.type, output.loss.name) == "index"
        return classes if as_index else np.eye(N_CLASSES, dtype="float32")[classes]
    if output.type in ("binary", "multilabel"):
        return rng.integers(0, 2, (N_ROWS, *shape)).astype("float32")
    return rng.uniform(0.1, 0.9, (N_ROWS, *shape)).astype("float32")
