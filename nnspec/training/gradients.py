"""A replica's gradients in; one update of the weights, the same on any number of replicas, out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import keras
import tensorflow as tf

from nnspec.records import record

Tensor = Any


@record(kw_only=True)
class Clipping:
    """How an optimizer clips, under the names of its own arguments.

    Args:
        clipnorm: the largest norm of one variable's gradient.
        global_clipnorm: the largest norm of all gradients together.
        clipvalue: the largest absolute value of an element.
    """

    clipnorm: float | None
    global_clipnorm: float | None
    clipvalue: float | None

    @property
    def is_used(self) -> bool:
        """Whether anything is clipped."""
        return (self.clipnorm, self.global_clipnorm, self.clipvalue) != (None, None, None)


@contextmanager
def clipping_taken_over(optimizer: keras.optimizers.Optimizer, *, n_replicas: int) -> Iterator[Clipping]:
    """Switch an optimizer's clipping off for a while under several replicas, and say what it was.

    Keras clips the gradient of each replica and then adds them up, which is another thing than clipping their sum.
    """
    inner = getattr(optimizer, "inner_optimizer", optimizer)
    names = ("clipnorm", "global_clipnorm", "clipvalue") if n_replicas > 1 else ()
    own = {name: getattr(inner, name, None) for name in names}
    try:
        for name in names:
            setattr(inner, name, None)
        yield Clipping(**{"clipnorm": None, "global_clipnorm": None, "clipvalue": None, **own})
    finally:
        for name, value in own.items():
            setattr(inner, name, value)


def apply_gradients(
    optimizer: keras.optimizers.Optimizer,
    *,
    gradients: Sequence[Tensor | None],
    variables: Sequence[keras.Variable],
    clipping: Clipping,
    n_replicas: int,
) -> None:
    """Update variables by the sum of all replicas' gradients; runs inside a replica.

    The optimizer adds the replicas' gradients up itself. Where the sum matters before that, for clipping and for the
    decision of a LossScaleOptimizer whether it is finite (Keras asks the first replica only), it is made here.
    """
    pairs = [(g, v) for g, v in zip(gradients, variables, strict=True) if g is not None]
    own, touched = [g for g, _ in pairs], [v for _, v in pairs]
    if n_replicas > 1 and (clipping.is_used or isinstance(optimizer, keras.optimizers.LossScaleOptimizer)):
        context = tf.distribute.get_replica_context()
        summed = context.all_reduce(tf.distribute.ReduceOp.SUM, own)
        # The optimizer will add this up once more.
        own = [tf.math.scalar_mul(1 / n_replicas, g) for g in _clipped(summed, clipping, optimizer.scale_loss(1.0))]
    optimizer.apply(own, touched)


def _clipped(gradients: list[Tensor], clipping: Clipping, scale: Tensor | float) -> list[Tensor]:
    """Clip as Keras does, with limits that follow the scale of the loss."""
    if clipping.clipnorm is not None:
        return [tf.clip_by_norm(g, clipping.clipnorm * scale) for g in gradients]
    if clipping.global_clipnorm is not None:
        clipped: list[Tensor] = tf.clip_by_global_norm(gradients, clipping.global_clipnorm * scale)[0]
        return clipped
    if clipping.clipvalue is not None:
        return [tf.clip_by_value(g, -clipping.clipvalue * scale, clipping.clipvalue * scale) for g in gradients]
    return gradients
