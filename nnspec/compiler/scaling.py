"""Means and variances, or ranges -> stock Keras layers that scale, and undo it."""

from __future__ import annotations

from collections.abc import Sequence

import keras

# A spread below what float32 resolves at the mean is rounding, not signal (2 ** -23, rounded up).
_RELATIVE_RESOLUTION = 1.2e-7


def standardise(mean: Sequence[float], variance: Sequence[float], *, dtype: str) -> keras.layers.Layer:
    """Make `(x - mean) / sqrt(variance)` over the last axis; a constant feature is only centred.

    Args:
        mean: per feature, in the unit of the data.
        variance: per feature, in its square.
        dtype: of the computation.
    """
    return keras.layers.Normalization(axis=-1, mean=list(mean), variance=safe_variance(mean, variance), dtype=dtype)


def unstandardise(mean: Sequence[float], variance: Sequence[float], *, dtype: str) -> keras.layers.Layer:
    """Make `x * sqrt(variance) + mean`, the inverse of `standardise`."""
    return keras.layers.Normalization(
        axis=-1, mean=list(mean), variance=safe_variance(mean, variance), invert=True, dtype=dtype
    )


def scale_to_unit_range(minimum: Sequence[float], maximum: Sequence[float], *, dtype: str) -> keras.layers.Layer:
    """Make `(x - minimum) / (maximum - minimum)` over the last axis; a constant feature becomes 0.

    A Normalization with the squared range as variance: a Rescaling would multiply first and cancel digits.
    """
    spans = _squared_ranges(minimum, maximum)
    return keras.layers.Normalization(axis=-1, mean=list(minimum), variance=spans, dtype=dtype)


def unscale_from_unit_range(minimum: Sequence[float], maximum: Sequence[float], *, dtype: str) -> keras.layers.Layer:
    """Make `x * (maximum - minimum) + minimum`, the inverse of `scale_to_unit_range`."""
    spans = _squared_ranges(minimum, maximum)
    return keras.layers.Normalization(axis=-1, mean=list(minimum), variance=spans, invert=True, dtype=dtype)


def safe_variance(mean: Sequence[float], variance: Sequence[float]) -> list[float]:
    """Replace by 1 the variance of features that are constant up to rounding."""
    return [
        float(spread) if spread > (_RELATIVE_RESOLUTION * centre) ** 2 else 1.0
        for centre, spread in zip(mean, variance, strict=True)
    ]


def _squared_ranges(minimum: Sequence[float], maximum: Sequence[float]) -> list[float]:
    return [(high - low) ** 2 or 1.0 for low, high in zip(minimum, maximum, strict=True)]
