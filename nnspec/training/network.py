"""A spec and what was learned of its data -> models, objectives and examples for the trainer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from nnspec.compiler.base_model import BaseModel
from nnspec.compiler.encoder import build_encoder
from nnspec.compiler.models import Models, build_models
from nnspec.compiler.objectives import build_loss, build_metrics, target_scale
from nnspec.compiler.statistics import unfitted_nodes
from nnspec.compiler.trunk import fit_layers
from nnspec.datasets.rows import Rows
from nnspec.datasets.table import Array
from nnspec.datasets.targets import encode_targets
from nnspec.graph.graph import Graph
from nnspec.spec.losses import target_encoding
from nnspec.spec.outputs import Output
from nnspec.spec.spec import Spec
from nnspec.tables.state import OutputState, State
from nnspec.training.examples import Examples
from nnspec.training.objectives import Objective
from nnspec.training.strategy import Devices

_ROWS_AT_ONCE = 8192


def build_network(
    spec: Spec, graph: Graph, state: State, *, devices: Devices, bases: Mapping[str, BaseModel]
) -> tuple[Models, tuple[Objective, ...]]:
    """Build the models and what judges them, on the devices of the run.

    Args:
        spec: of the network.
        graph: lowered from it.
        state: learned from the training split.
        devices: where the variables will live.
        bases: loaded, by name.

    Raises:
        SpecError: what Keras refuses, each at its place.
    """
    with devices.strategy.scope():
        models = build_models(spec, graph, state, bases=bases)
        return models, tuple(_objective(spec, output, state.outputs[output.name]) for output in spec.outputs)


def fit_hidden(spec: Spec, graph: Graph, state: State, rows: Rows, *, bases: Mapping[str, BaseModel]) -> State:
    """Learn the statistics of every Normalization in `hidden` that was given none, from training rows."""
    if not unfitted_nodes(graph, state):
        return state
    encoder = build_encoder(spec, graph, state, bases=bases)
    return fit_layers(spec, graph, state, run_in_batches(encoder, rows), bases=bases)


def run_in_batches(model: keras.Model, rows: Rows) -> dict[str, Array]:
    """Run a model that takes raw inputs by name over rows, some thousand at a time; arrays by output name."""
    parts = [
        model({name: _tensor(values[start : start + _ROWS_AT_ONCE]) for name, values in rows.inputs.items()})
        for start in range(0, len(rows), _ROWS_AT_ONCE)
    ]
    return {name: np.concatenate([part[name].numpy() for part in parts]) for name in parts[0]}


def make_examples(spec: Spec, state: State, rows: Rows, *, encoded: Mapping[str, Array]) -> Examples:
    """Put encoded inputs, targets and weights of the same rows together."""
    targets = encode_targets(spec, state, rows)
    weights = {
        output.name: weight
        for output in spec.outputs
        if (weight := _weight(output, state.outputs[output.name], targets, rows)) is not None
    }
    return Examples(inputs=encoded, targets=targets, weights=weights, counted=rows.counted)


def _objective(spec: Spec, output: Output, state: OutputState) -> Objective:
    precision = spec.train.precision
    scale = target_scale(state)
    return Objective(
        name=output.name,
        loss=build_loss(output, precision=precision),
        metrics=tuple(build_metrics(output, precision=precision)),
        weight=output.weight,
        encoding=target_encoding(output.type, output.loss.name),
        per_position=output.per_position,
        mean=None if scale is None else scale[0],
        deviation=None if scale is None else scale[1],
        target_input=output.target if output.target in {item.name for item in spec.inputs} else None,
    )


def _tensor(values: Array) -> Any:
    return tf.constant(values.tolist() if values.dtype.kind == "O" else values)


def _weight(output: Output, state: OutputState, targets: Mapping[str, Array], rows: Rows) -> Array | None:
    if state.class_weight is None:
        return rows.weight
    target = targets[output.name]
    by_class: Array = np.asarray(state.class_weight, dtype=np.float32)[_class_of_each(target, state)]
    return by_class if rows.weight is None else by_class * rows.weight.reshape(-1, *[1] * (by_class.ndim - 1))


def _class_of_each(target: Array, state: OutputState) -> Array:
    """Tell the class of each row or position from targets that are an index, one-hot, or 0 and 1."""
    if target.ndim == len(state.shape):
        return target.astype(np.int64)
    return target.argmax(axis=-1) if target.shape[-1] > 1 else target[..., 0].astype(np.int64)
