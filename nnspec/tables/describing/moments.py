"""Numbers that come in chunks -> their count, range, mean and standard deviation."""

from __future__ import annotations

import math
from collections.abc import Collection


class Moments:
    """The statistics of the numbers so far; one pass, and nothing of them is kept.

    Source: Chan, Golub, LeVeque, Updating formulae and a pairwise algorithm for computing sample
        variances, 1979, equation 2.1.
    """

    def __init__(self) -> None:
        self._count = 0
        self._mean = 0.0
        self._squares = 0.0
        self._minimum: float = math.inf
        self._maximum: float = -math.inf

    def add(self, numbers: Collection[float], *, counts: Collection[int] | None = None) -> None:
        """Take in a chunk.

        Args:
            numbers: without NaN; whole numbers stay whole in the range.
            counts: how often each of them stands there; by default once.
        """
        if not numbers:
            return
        self._minimum, self._maximum = min(self._minimum, min(numbers)), max(self._maximum, max(numbers))
        count = len(numbers) if counts is None else sum(counts)
        mean, squares = _describe(numbers, (1,) * count if counts is None else counts, count)
        delta, total = mean - self._mean, self._count + count
        self._squares += squares + delta * delta * (self._count / total * count)
        self._mean += delta * (count / total)
        self._count = total

    @property
    def minimum(self) -> float | None:
        """The smallest number; None where there is none, or it is infinite."""
        return _finite(self._minimum)

    @property
    def maximum(self) -> float | None:
        """The largest number, likewise."""
        return _finite(self._maximum)

    @property
    def mean(self) -> float | None:
        """The mean, likewise."""
        return _finite(self._mean) if self._count else None

    @property
    def std(self) -> float | None:
        """The standard deviation of the population, likewise."""
        return _finite(math.sqrt(self._squares / self._count)) if self._count else None


def _describe(numbers: Collection[float], counts: Collection[int], count: int) -> tuple[float, float]:
    """Give a chunk's mean and its sum of squared deviations; NaN where it holds an infinite number."""
    if not all(map(math.isfinite, numbers)):
        return math.nan, math.nan
    mean = math.fsum(number * (times / count) for number, times in zip(numbers, counts, strict=True))
    return mean, sum((number - mean) * (number - mean) * times for number, times in zip(numbers, counts, strict=True))


def _finite(number: float) -> float | None:
    return number if math.isfinite(number) else None
