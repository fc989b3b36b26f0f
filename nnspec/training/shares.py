"""The rows of a global batch in, the part that one replica works on out."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from nnspec.records import record

Tensor = Any


@record(kw_only=True)
class Share:
    """What one replica does of a batch.

    A batch with fewer rows than replicas goes whole to every replica, since layers such as BatchNormalization cannot
    work on no rows; then the losses count by `scale`, and the first replica alone counts in metrics and predictions.

    Args:
        rows: indices of the examples, shape (rows,), int32.
        scale: 1, or 1 / replicas where all do the same.
        fraction: rows over rows of the batch; over all replicas `scale * fraction` adds up to 1.
        n_counted: how many of the rows, from the first, this replica answers for.
    """

    rows: Tensor
    scale: Tensor
    fraction: Tensor
    n_counted: Tensor


def take_share(rows: Tensor, *, replica: int, n_replicas: int) -> Share:
    """Cut a batch into consecutive parts whose sizes differ by 1 at most, and take one.

    Args:
        rows: the batch, shape (rows,), int32.
        replica: counts from 0.
        n_replicas: how many parts.
    """
    n = tf.shape(rows)[0]
    if n_replicas == 1:
        return Share(rows=rows, scale=1.0, fraction=1.0, n_counted=n)
    few = n < n_replicas
    start = tf.where(few, 0, replica * n // n_replicas)
    stop = tf.where(few, n, (replica + 1) * n // n_replicas)
    return Share(
        rows=rows[start:stop],
        scale=tf.where(few, 1.0 / n_replicas, 1.0),
        fraction=tf.cast(stop - start, tf.float32) / tf.cast(n, tf.float32),
        n_counted=tf.where(few & (replica > 0), 0, stop - start),
    )
