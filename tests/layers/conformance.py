"""A layer, its arguments and an input shape in; every part of the Keras layer contract checked on them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import keras
import numpy as np


@dataclass(frozen=True)
class LayerCase:
    """A layer to hold against the contract.

    Args:
        layer: the class.
        arguments: its constructor's arguments, without `name` and `dtype`.
        input_shape: shape of one input, batch included; an axis of size 4 or more fits a mask best.
    """

    layer: type[keras.layers.Layer]
    arguments: dict[str, Any] = field(default_factory=dict)
    input_shape: tuple[int, ...] = (32, 3)

    def build(self, **overrides: Any) -> keras.layers.Layer:
        """Make the layer with the same initial weights at every call."""
        keras.utils.set_random_seed(1)
        return self.layer(**self.arguments, **overrides)

    def model(self, *, free_axes: int = 1, **overrides: Any) -> keras.Model:
        """Make a functional model of the layer, the first `free_axes` axes of which have no fixed size."""
        inputs = keras.Input((*[None] * (free_axes - 1), *self.input_shape[free_axes:]))
        return keras.Model(inputs, self.build(**overrides)(inputs))

    def inputs(self, dtype: str = "float32") -> np.ndarray:
        """Draw numbers from (-1, 1)."""
        return np.random.default_rng(2).uniform(-1, 1, self.input_shape).astype(dtype)

    def __str__(self) -> str:
        given = ",".join(f"{name}={value}" for name, value in self.arguments.items())
        return f"{self.layer.__name__}({given})-{len(self.input_shape)}d"


def check_build_creates_all_weights_once(case: LayerCase) -> None:
    layer = case.build()
    assert not layer.weights
    layer(case.inputs())
    created = len(layer.weights)
    layer(case.inputs())
    assert layer.built
    assert len(layer.weights) == created


def check_symbolic_shape_equals_eager_shape(case: LayerCase) -> None:
    layer = case.build()
    symbolic = layer(keras.Input(batch_shape=case.input_shape))
    eager = layer(case.inputs())
    assert tuple(symbolic.shape) == tuple(eager.shape) == layer.compute_output_shape(case.input_shape)
    assert symbolic.dtype == keras.backend.standardize_dtype(eager.dtype)


def check_unknown_axes_give_equal_outputs(case: LayerCase) -> None:
    free = case.model(free_axes=len(case.input_shape) - 1)
    assert_equal(free(case.inputs()), case.build()(case.inputs()))


def check_config_survives_a_round_trip(case: LayerCase) -> None:
    config = case.build(name="given").get_config()
    again = case.layer.from_config(json.loads(json.dumps(config)))
    assert again.get_config() == config


def check_saved_model_gives_equal_outputs(case: LayerCase) -> None:
    model = case.model()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "model.keras"
        model.save(path)
        loaded = keras.models.load_model(path)
    assert_equal(loaded(case.inputs()), model(case.inputs()), tolerance=0)


def check_mixed_bfloat16_keeps_float32_weights(case: LayerCase) -> None:
    layer = case.build(dtype="mixed_bfloat16")
    outputs = layer(case.inputs())
    assert keras.backend.standardize_dtype(outputs.dtype) == "bfloat16"
    assert {weight.dtype for weight in layer.weights} == {"float32"}
    assert_equal(outputs, case.build()(case.inputs()), tolerance=0.03)


def check_float64_is_float64_throughout(case: LayerCase) -> None:
    layer = case.build(dtype="float64")
    outputs = layer(case.inputs("float64"))
    assert keras.backend.standardize_dtype(outputs.dtype) == "float64"
    assert {weight.dtype for weight in layer.weights} == {"float64"}
    reference = case.build()
    reference(case.inputs())
    layer.set_weights(reference.get_weights())
    assert_equal(layer(case.inputs("float64")), reference(case.inputs()), tolerance=1e-5)


def check_compiled_outputs_equal_eager_outputs(case: LayerCase) -> None:
    model = case.model()
    model.compile(jit_compile=True)
    assert_equal(model.predict(case.inputs(), verbose=0), model(case.inputs()))


def check_mask_is_passed_on(case: LayerCase) -> None:
    masked = keras.layers.Masking(mask_value=0.0)(np.ones((2, 4, case.input_shape[-1]), "float32"))
    mask = keras.src.backend.get_keras_mask(masked)
    assert mask is not None
    outputs = case.build()(masked)
    assert np.array_equal(keras.src.backend.get_keras_mask(outputs), mask)


def check_training_step_changes_every_weight(case: LayerCase) -> None:
    model = case.model()
    before = [keras.ops.convert_to_numpy(weight) for weight in model.trainable_weights]
    targets = np.random.default_rng(3).normal(size=model.compute_output_shape(case.input_shape))
    model.compile(keras.optimizers.SGD(0.1), "mse")
    model.train_on_batch(case.inputs(), targets.astype("float32"))
    assert before
    for old, weight in zip(before, model.trainable_weights, strict=True):
        new = keras.ops.convert_to_numpy(weight)
        assert np.all(np.isfinite(new)), weight.path
        assert not np.array_equal(old, new), weight.path


def assert_equal(left: Any, right: Any, *, tolerance: float = 1e-6) -> None:
    """Compare two tensors of any backend and float dtype."""
    left, right = (keras.ops.convert_to_numpy(x).astype("float64") for x in (left, right))
    np.testing.assert_allclose(left, right, rtol=tolerance, atol=tolerance)


CHECKS: tuple[Callable[[LayerCase], None], ...] = (
    check_build_creates_all_weights_once,
    check_symbolic_shape_equals_eager_shape,
    check_unknown_axes_give_equal_outputs,
    check_config_survives_a_round_trip,
    check_saved_model_gives_equal_outputs,
    check_mixed_bfloat16_keeps_float32_weights,
    check_float64_is_float64_throughout,
    check_compiled_outputs_equal_eager_outputs,
    check_mask_is_passed_on,
    check_training_step_changes_every_weight,
)
