"""YAML and hand-made states -> what the compiler takes, so that a test says only what it is about."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import dedent

import numpy as np

from nnspec.compiler.models import Models, build_models
from nnspec.document.document import parse_document
from nnspec.graph.graph import Graph
from nnspec.graph.lower import lower_spec
from nnspec.spec.read import read_spec
from nnspec.spec.spec import Spec
from nnspec.tables.state import InputState, OutputState, State


@dataclass(frozen=True)
class Network:
    """A lowered spec with its state."""

    spec: Spec
    graph: Graph
    state: State

    def build(self, **options) -> Models:
        return build_models(self.spec, self.graph, self.state, **options)


def network(text: str, *, inputs=None, outputs=None, layers=None) -> Network:
    """Lower a spec and give it a state.

    Args:
        text: YAML; `nnspec: 1` is added.
        inputs: states by name; three standardised numbers called `x` by default.
        outputs: likewise; one number called `y` by default.
        layers: likewise.
    """
    document, findings = parse_document("nnspec: 1\n" + dedent(text), file="test.yaml")
    assert document is not None, findings
    spec = read_spec(document)
    graph, findings = lower_spec(spec)
    assert not findings, findings
    state = State(
        inputs=inputs or {"x": numbers(3)},
        outputs=outputs or {"y": target(1)},
        layers=layers or {},
    )
    return Network(spec, graph, state)


def numbers(n_features: int, **learned) -> InputState:
    learned = learned or {"mean": (0.0,) * n_features, "variance": (1.0,) * n_features}
    columns = tuple(f"c{i}" for i in range(n_features))
    return InputState(columns=columns, shape=(n_features,), dtype="float32", **learned)


def categories(*vocabulary, dtype: str = "string", fill=None) -> InputState:
    fill = None if fill is None else (fill,)
    return InputState(columns=("c",), shape=(), dtype=dtype, vocabulary=vocabulary, fill=fill)


def pictures(*shape: int, dtype: str = "uint8", **learned) -> InputState:
    return InputState(columns=("picture",), shape=shape, dtype=dtype, **learned)


def target(*shape: int, **learned) -> OutputState:
    return OutputState(columns=("y",), shape=shape, **learned)


def run(model, **arrays):
    """Call a model on arrays by name and return arrays by name."""
    results = model({name: np.asarray(value) for name, value in arrays.items()}, training=False)
    return {name: np.asarray(value) for name, value in results.items()}
