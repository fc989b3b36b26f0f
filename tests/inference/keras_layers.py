"""Layers of Keras called on symbolic tensors, and the same layers inferred without it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from nnspec.compiler.instantiate import instantiate
from nnspec.errors import SpecError
from nnspec.inference.dimension import evaluate
from nnspec.inference.layer_call import LayerCall
from nnspec.inference.outcome import Outcome, ShapeError, Weight
from nnspec.inference.registry import infer_layer
from nnspec.inference.tensor import BATCH, Tensor
from nnspec.spec.calls import Call, read_call

REFUSALS = (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError)
Shapes = Mapping[str, tuple[int, ...] | list[tuple[int, ...]]]


@dataclass(frozen=True)
class Trial:
    """A layer as a spec writes it, and the shapes of its tensors without the batch axis, by argument."""

    written: Mapping[str, Any]
    shapes: Shapes
    dtype: str = "float32"
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """Outputs as (shape, dtype), and weights as (name, shape, trainable, dtype)."""

    outputs: list[tuple[Any, Any]]
    weights: list[tuple[Any, ...]] | None


def call_of(trial: Trial) -> Call:
    """Read the layer as the spec is read."""
    return read_call(dict(trial.written), "layers", ())


def keras_answer(trial: Trial, batch: int | None) -> Answer | None:
    """Call the layer; None where Keras refuses."""
    call = call_of(trial)
    tensors = {name: _each(shape, lambda one: _keras_tensor(one, trial, batch)) for name, shape in trial.shapes.items()}
    try:
        layer = instantiate(call)
        outputs = _call(layer, tensors, {name: call.get(name) for name in call.entry.call_options})
    except (SpecError, *REFUSALS):
        return None
    weights = [(w.name, tuple(w.shape), w.trainable, w.dtype) for w in layer.weights]
    return Answer([(tuple(t.shape), t.dtype) for t in keras.tree.flatten(outputs)], weights)


def runs(trial: Trial) -> bool:
    """Tell whether the layer takes real numbers: Keras builds some networks that never run."""
    call = call_of(trial)
    tensors = {name: _each(shape, lambda one: np.ones((3, *one), trial.dtype)) for name, shape in trial.shapes.items()}
    try:
        _call(instantiate(call), tensors, {name: call.get(name) for name in call.entry.call_options})
    except (SpecError, tf.errors.OpError, *REFUSALS):
        return False
    return True


def our_answer(trial: Trial, batch: int | None) -> Answer | ShapeError:
    """Infer the layer, and put a number in place of the batch."""
    named = {name: _each(shape, lambda one: Tensor((BATCH, *one), trial.dtype)) for name, shape in trial.shapes.items()}
    frozen = {name: tuple(found) if isinstance(found, list) else found for name, found in named.items()}
    first = next(iter(frozen))
    try:
        outcome = infer_layer(LayerCall(call_of(trial), (frozen.pop(first),), frozen))
    except ShapeError as error:
        return error
    return _answer(outcome, batch)


def _call(layer: Any, tensors: dict[str, Any], options: dict[str, Any]) -> Any:
    first, *others = tensors
    if isinstance(layer, keras.layers.Attention):
        names = [name for name in ("query", "value", "key") if name in tensors]
        return layer([tensors[name] for name in names], **options)
    return layer(tensors[first], **{name: tensors[name] for name in others}, **options)


def _answer(outcome: Outcome, batch: int | None) -> Answer:
    weights = None if outcome.weights is None else list(map(_weight, outcome.weights))
    return Answer([(_at(tensor, batch), tensor.dtype) for tensor in outcome.outputs or ()], weights)


def _weight(weight: Weight) -> tuple[Any, ...]:
    return weight.name, weight.shape, weight.trainable, weight.dtype


def _at(tensor: Tensor, batch: int | None) -> Any:
    if tensor.shape is None:
        return None
    if batch is None:
        return tuple(size if isinstance(size, int) else None for size in tensor.shape)
    return tuple(evaluate(size, {str(BATCH): batch}) for size in tensor.shape)


def _keras_tensor(shape: tuple[int, ...], trial: Trial, batch: int | None) -> keras.KerasTensor:
    return keras.KerasTensor((batch, *shape), dtype=trial.dtype)


def _each(shape: Any, make: Any) -> Any:
    return [make(one) for one in shape] if isinstance(shape, list) else make(shape)
