"""Objectives with Keras metrics in, their values out under the names that Keras' logs have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from nnspec.training.losses import mask_of
from nnspec.training.objectives import Objective
from nnspec.training.placement import Batch
from nnspec.training.strategy import Devices

Tensor = Any


def named_metrics(objectives: Sequence[Objective]) -> Iterator[tuple[str, keras.metrics.Metric]]:
    """Give each metric with its name in the logs: `OUTPUT_metric` where there are several outputs."""
    for objective in objectives:
        prefix = f"{objective.name}_" if len(objectives) > 1 else ""
        for metric in objective.metrics:
            yield f"{prefix}{metric.name}", metric


def update_metrics(
    objective: Objective,
    *,
    target: Tensor,
    output: Tensor,
    n_counted: Tensor | None,
    counted: Tensor | None = None,
) -> None:
    """Show some rows to the metrics of one output, in the unit of the data.

    Args:
        objective: whose metrics.
        target: shape (rows, ...).
        output: the raw output, shape (rows, ...); its mask weighs the positions.
        n_counted: how many rows count, from the first; None counts all.
        counted: shape (rows, positions...), bool: weighs the positions as the output's mask does.
    """
    mask, output = _joined(mask_of(output), counted), objective.to_data_unit(output)
    if n_counted is not None:
        target, output = target[:n_counted], output[:n_counted]
        mask = None if mask is None else mask[:n_counted]
    if objective.per_position:
        target, output, mask = _as_rows(target, output, mask)
    for metric in objective.metrics:
        truth = objective.to_metric_form(target, metric, n_classes=output.shape[-1])
        metric.update_state(truth, output, sample_weight=mask)


def _joined(first: Tensor | None, second: Tensor | None) -> Tensor | None:
    return first & second if first is not None and second is not None else first if second is None else second


def _as_rows(target: Tensor, output: Tensor, mask: Tensor | None) -> tuple[Tensor, Tensor, Tensor | None]:
    """Make a row of each position: some metrics (AUC) take weights for rows only."""
    width = [] if target.shape.rank < output.shape.rank else [target.shape[-1]]
    flat_mask = None if mask is None else tf.reshape(mask, [-1])
    return tf.reshape(target, [-1, *width]), tf.reshape(output, [-1, output.shape[-1]]), flat_mask


def metric_values(objectives: Sequence[Objective]) -> dict[str, float]:
    """Read all metrics; one that gives several numbers gets a name per number."""
    values: dict[str, float] = {}
    for name, metric in named_metrics(objectives):
        result = metric.result()
        parts = result if isinstance(result, dict) else {name: result}
        for part, value in parts.items():
            values |= _numbers(part, np.asarray(value))
    return values


def reset_metrics(objectives: Sequence[Objective]) -> None:
    """Start all metrics anew."""
    for _, metric in named_metrics(objectives):
        metric.reset_state()


def build_metrics(
    objectives: Sequence[Objective], *, outputs: dict[str, Tensor], batch: Batch, devices: Devices
) -> None:
    """Let metrics that make their variables at the first update make them now, outside of any traced function.

    Args:
        objectives: whose metrics.
        outputs: the trunk's symbolic outputs, by name.
        batch: any placed examples.
        devices: whose scope the variables belong to.
    """
    for objective in objectives:
        target = objective.target(batch)[:1]
        output = tf.zeros([1, *(size or 1 for size in outputs[objective.name].shape[1:])])
        for metric in objective.metrics:
            if getattr(metric, "_built", True):
                continue
            with devices.strategy.scope():
                # The stateless form touches no variable but creates those that are missing.
                if objective.per_position:
                    target, output, _ = _as_rows(target, output, None)
                truth = objective.to_metric_form(target, metric, n_classes=output.shape[-1])
                metric.stateless_update_state(metric.variables, truth, output)


def _numbers(name: str, value: np.ndarray[Any, Any]) -> dict[str, float]:
    if value.size == 1:
        return {name: float(value.reshape(()))}
    return {f"{name}_{i}": float(number) for i, number in enumerate(value.ravel())}
