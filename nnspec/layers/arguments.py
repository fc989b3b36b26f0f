"""Constructor arguments of a layer in, checked values out; a ValueError says what was received."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from numbers import Integral, Real


def positive_integer(value: int, *, argument: str) -> int:
    """Check a count of at least 1."""
    if not _is_whole(value) or value < 1:
        raise ValueError(f"`{argument}` must be a positive integer, received `{value!r}`")
    return int(value)


def integer_between(value: int, *, argument: str, lowest: int, highest: int) -> int:
    """Check a whole number against both of its bounds, which are allowed values."""
    if not _is_whole(value) or not lowest <= value <= highest:
        raise ValueError(f"`{argument}` must be an integer from {lowest} to {highest}, received `{value!r}`")
    return int(value)


def increasing_pair(value: Sequence[float], *, argument: str) -> tuple[float, float]:
    """Check the two ends of a range of finite, positive width."""
    if not _is_pair_of_reals(value) or not 0 < value[1] - value[0] < float("inf"):
        raise ValueError(f"`{argument}` must be two finite numbers in increasing order, received `{value!r}`")
    return float(value[0]), float(value[1])


def _is_whole(value: object) -> bool:
    return isinstance(value, Integral) and not isinstance(value, bool)


def _is_pair_of_reals(value: object) -> bool:
    if not isinstance(value, Sequence) or len(value) != 2:
        return False
    return all(isinstance(end, Real) and not isinstance(end, bool) and isfinite(end) for end in value)
