"""A Keras loss and a part of a batch in, a sum and what it is divided by out, so that parts add up exactly."""

from __future__ import annotations

from typing import Any

import keras
import tensorflow as tf

Tensor = Any


def loss_terms(
    loss: keras.losses.Loss,
    *,
    target: Tensor,
    output: Tensor,
    weights: Tensor | None,
    fraction: Tensor,
    counted: Tensor | None = None,
) -> tuple[Tensor, Tensor]:
    """Sum the weighted losses of some rows, and count what the mean divides by.

    Over all parts of a batch, `sum(numerators) / sum(denominators)` is what the loss object gives for the whole batch
    on one device: for `sum_over_batch_size` and `mean` the weighted sum over the number of unmasked elements, for
    `mean_with_sample_weight` over the sum of the weights, for `sum` and `none` the sum itself. A loss that reduces
    its rows to one number counts as that number for each row, so there alone the parts' mean stands for the whole.

    Args:
        loss: its `call` gives losses of shape (rows, ...).
        target: shape (rows, ...).
        output: what the network gave, shape (rows, ...); may carry a Keras mask.
        weights: shape (rows,) or longer; None weighs all alike.
        fraction: the part's share of the batch; the shares add up to 1.
        counted: shape (rows, positions...), bool: masks what it leaves out, as the output's mask does.

    Returns:
        Numerator and denominator, scalars of the loss' dtype.

    Source: `keras.losses.Loss.__call__` and `reduce_weighted_values`. Deviation: weights of shape (rows,) are spread
    over the positions of a row, which Keras does for one position only.
    """
    values = _losses_per_element(loss, target, output)
    mask = _combined_mask(counted, mask_of(output), values)
    weighed = _product(mask, weights, like=values)
    numerator = tf.reduce_sum(values if weighed is None else values * weighed)
    if loss.reduction in ("sum", "none", None):
        return numerator, tf.cast(fraction, values.dtype)
    divisor = weighed if loss.reduction == "mean_with_sample_weight" else _product(mask, None, like=values)
    return numerator, tf.cast(tf.size(values), values.dtype) if divisor is None else tf.reduce_sum(divisor)


def mask_of(tensor: Tensor) -> Tensor | None:
    """Read the mask that Keras hangs on a tensor; there is no public accessor."""
    return getattr(tensor, "_keras_mask", None)


def _losses_per_element(loss: keras.losses.Loss, target: Tensor, output: Tensor) -> Tensor:
    values = loss.call(tf.cast(target, loss.dtype), tf.cast(output, loss.dtype))
    return tf.fill([tf.shape(output)[0]], values) if values.shape.rank == 0 else values


def _combined_mask(counted: Tensor | None, own: Tensor | None, values: Tensor) -> Tensor | None:
    """Join what the data leave out, the output's own mask, and the one of the losses (`ignore_class` makes it)."""
    masks = [tf.cast(mask, values.dtype) for mask in (counted, own, mask_of(values)) if mask is not None]
    return _product(*masks, like=values) if masks else None


def _product(*factors: Tensor | None, like: Tensor) -> Tensor | None:
    product = None
    for factor in factors:
        if factor is not None:
            spread = _spread(factor, like)
            product = spread if product is None else product * spread
    return product


def _spread(factor: Tensor, like: Tensor) -> Tensor:
    """Repeat what is given per row, or per leading axes, over the remaining axes."""
    missing = like.shape.rank - factor.shape.rank
    if missing < 0:
        factor = tf.reshape(factor, tf.shape(like))
    for _ in range(missing):
        factor = factor[..., tf.newaxis]
    return tf.broadcast_to(tf.cast(factor, like.dtype), tf.shape(like))
