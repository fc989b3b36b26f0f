"""A model -> a spec -> a model again, with the same weights: what both give on the same arrays."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

import nnspec
from nnspec.document.dump import dump_document


def shake(model: keras.Model) -> None:
    """Give every weight a value of its own, so that no two layers can be taken for each other."""
    rng = np.random.default_rng(0)
    for weight in model.weights:
        if "float" in weight.dtype and "seed" not in weight.path:
            values = rng.uniform(0.5, 1.5, size=weight.shape) * rng.choice([-1.0, 1.0], size=weight.shape)
            n_inputs = np.prod(weight.shape[:-1])
            weight.assign(np.abs(values) if "variance" in weight.path else values / np.sqrt(n_inputs))
    for layer in model._flatten_layers():
        if isinstance(layer, keras.layers.Normalization):
            layer.finalize_state()


def come_back(source: Any, folder: Path, **options: Any) -> tuple[dict[str, Any], keras.Model]:
    """Import a model with its weights, and build the spec."""
    file = folder / "copied.weights.h5"
    data = nnspec.import_model(source, weights=file, **options)
    built = nnspec.build(dump_document(data))
    built.load_weights(file)
    return data, built


def assert_same(model: keras.Model, folder: Path, *, source: Any = None, n_rows: int = 3) -> dict[str, Any]:
    """Check that a model comes back with as many parameters and the same outputs; return its spec."""
    shake(model)
    data, built = come_back(model if source is None else source, folder)
    arrays = [_array(tensor, n_rows, seed=i) for i, tensor in enumerate(model.inputs)]
    given = keras.tree.flatten(model(arrays if len(arrays) > 1 else arrays[0], training=False))
    got = built(dict(zip(data["inputs"], arrays, strict=True)), training=False)
    assert len(given) == len(data["outputs"])
    for name, expected in zip(data["outputs"], given, strict=True):
        expected = keras.ops.convert_to_numpy(expected)
        assert np.ptp(expected) > 0
        assert keras.ops.convert_to_numpy(got[name]) == pytest.approx(expected, rel=1e-5, abs=1e-6)
    assert built.count_params() == model.count_params() - _statistics(model)
    return data


def _statistics(model: keras.Model) -> int:
    """Count what a Normalization has learned: in a spec these are arguments and no weights."""
    layers = model._flatten_layers()
    return sum(layer.count_params() for layer in layers if isinstance(layer, keras.layers.Normalization))


def _array(tensor: keras.KerasTensor, n_rows: int, *, seed: int) -> Any:
    rng = np.random.default_rng(seed)
    shape = (n_rows, *tensor.shape[1:])
    if "int" in tensor.dtype:
        return rng.integers(0, 4, size=shape).astype(tensor.dtype)
    return rng.normal(size=shape).astype("float32")
