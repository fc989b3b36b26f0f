"""Arrays of training rows -> means, variances and ranges, in float64 and by chunks."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from nnspec.datasets.table import Array
from nnspec.records import record

_CHUNK_VALUES = 1 << 22


@record
class Moments:
    """Statistics of each feature, all (k,) float64.

    Args:
        mean: of the values.
        variance: of the population; 1 where a feature is constant.
    """

    mean: Array
    variance: Array


def moments(values: Array) -> Moments:
    """Compute mean and population variance of each feature in one pass.

    A constant feature gets variance 1: Keras' Normalization divides by at least 1e-7, and the first
    value that differs would reach the network ten million times as large.

    Args:
        values: (n, ..., k) without missing values; statistics are per last axis.

    Source: Chan, Golub, LeVeque, Updating formulae and a pairwise algorithm for computing sample
        variances, 1979, equation 2.1; constant features as scikit-learn 1.9 tells them.
    """
    count, mean, squares = 0, np.zeros(values.shape[-1]), np.zeros(values.shape[-1])
    for chunk in _chunks(values):
        n, chunk_mean = len(chunk), chunk.mean(axis=0)
        delta = chunk_mean - mean
        squares += np.square(chunk - chunk_mean).sum(axis=0) + delta**2 * (count * n / (count + n))
        mean += delta * (n / (count + n))
        count += n
    variance = squares / count
    epsilon = np.finfo(np.float64).eps
    constant = variance <= count * epsilon * variance + (count * mean * epsilon) ** 2
    return Moments(mean, np.where(constant, 1.0, variance))


def ranges(values: Array) -> tuple[Array, Array]:
    """Find minimum and maximum of each feature; a constant one gets a range of 1.

    Args:
        values: (n, ..., k) without missing values.
    """
    flat = values.reshape(-1, values.shape[-1])
    low, high = flat.min(axis=0).astype(np.float64), flat.max(axis=0).astype(np.float64)
    return low, np.where(high > low, high, low + 1.0)


def _chunks(values: Array) -> Iterator[Array]:
    flat = values.reshape(-1, values.shape[-1])
    step = max(1, _CHUNK_VALUES // flat.shape[1])
    for start in range(0, len(flat), step):
        yield flat[start : start + step].astype(np.float64)
