"""Text -> trunk, the way the whole compiler goes, without any data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import keras
import numpy as np

from nnspec.compiler.encoder import build_encoder
from nnspec.compiler.trunk import build_trunk
from nnspec.pipeline import compile_source
from nnspec.spec.spec import Spec
from nnspec.training.declared import declared_state

N_ROWS = 4


@dataclass(frozen=True)
class Built:
    """A checked spec with its trunk."""

    spec: Spec
    trunk: keras.Model


def build(text: str) -> Built:
    """Check a spec and build its trunk; any finding fails the test."""
    compiled = compile_source(text, file="conformance.yaml")
    assert not compiled.diagnostics.errors, str(compiled.diagnostics)
    spec, graph = compiled.spec, compiled.graph
    assert spec is not None
    assert graph is not None
    state = declared_state(spec)
    assert state is not None
    encoder = build_encoder(spec, graph, state)
    trunk, _ = build_trunk(spec, graph, state, encoder=encoder)
    return Built(spec, trunk)


def rows_for(trunk: keras.Model, *, seed: int = 0) -> dict[str, Any]:
    """Draw a few encoded rows for every input of a trunk: whole numbers are 0 or 1."""
    rng = np.random.default_rng(seed)
    rows = {}
    for name, tensor in trunk.input.items():
        shape, dtype = (N_ROWS, *tensor.shape[1:]), tensor.dtype
        drawn = rng.integers(0, 2, shape) if "int" in dtype else rng.uniform(0.05, 0.95, shape)
        rows[name] = keras.ops.convert_to_tensor(drawn.astype(dtype))
    return rows
