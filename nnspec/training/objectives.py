"""What an output should do: its loss, its metrics and the unit its target is in."""

from __future__ import annotations

from typing import Any

import keras
import tensorflow as tf

from nnspec.records import record
from nnspec.spec.losses import Encoding, metric_encoding

Tensor = Any


@record(kw_only=True)
class Objective:
    """One output of the trunk and how it is judged.

    Args:
        name: the output's name.
        loss: a Keras loss; its own `reduction` is respected.
        metrics: Keras metrics, made inside the strategy's scope. As in Keras' `metrics`, example weights do not
            touch them; a mask of the output does.
        weight: the factor of this loss in the sum.
        mean: per target column; with `deviation`, the loss compares `(target - mean) / deviation` with the raw
            output, and the metrics compare `output * deviation + mean` with the target.
        deviation: per target column, positive.
        encoding: the form of the target; metrics of a `category` output that take the other form get that.
        per_position: it has a target for each position; metrics take every position as a row.
        target_input: the input that is the target (an autoencoder); None takes the target of the output's name.
    """

    name: str
    loss: keras.losses.Loss
    metrics: tuple[keras.metrics.Metric, ...] = ()
    weight: float = 1.0
    mean: tuple[float, ...] | None = None
    deviation: tuple[float, ...] | None = None
    encoding: Encoding = "values"
    per_position: bool = False
    target_input: str | None = None

    def target(self, batch: dict[str, dict[str, Tensor]]) -> Tensor:
        """Find the target in a batch of `inputs`, `targets` and `weights`."""
        if self.target_input is not None:
            return batch["inputs"][self.target_input]
        return batch["targets"][self.name]

    def to_loss_unit(self, target: Tensor) -> Tensor:
        """Standardise a target for the loss."""
        if self.mean is None or self.deviation is None:
            return target
        target = tf.cast(target, self.loss.dtype)
        return (target - tf.constant(self.mean, target.dtype)) / tf.constant(self.deviation, target.dtype)

    def to_metric_form(self, target: Tensor, metric: keras.metrics.Metric, *, n_classes: int) -> Tensor:
        """Bring the target of a `category` output into the form that a metric takes.

        Args:
            target: class indices, shape (rows, ...), or one-hot, shape (rows, ..., n_classes).
            metric: of this output.
            n_classes: the last dimension of the output.
        """
        wanted = "values" if self.encoding == "values" else metric_encoding(type(metric).__name__)
        if wanted == self.encoding:
            return target
        if wanted == "onehot":
            return tf.one_hot(tf.cast(target, "int32"), n_classes)
        return tf.argmax(target, axis=-1)

    def to_data_unit(self, output: Tensor) -> Tensor:
        """Bring a raw output back to the unit of the data."""
        if self.mean is None or self.deviation is None:
            return output
        return output * tf.constant(self.deviation, output.dtype) + tf.constant(self.mean, output.dtype)
