"""Seconds since 1970 -> the parts of a date as numbers and cycles, in functions of `keras.ops` alone."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import keras
import numpy as np
from keras import ops

from nnspec.compiler.scaling import standardise
from nnspec.spec.inputs import DateInput
from nnspec.tables.state import InputState

_SECONDS_PER_DAY = 86400.0
_PERIODS: Mapping[str, float] = {"month": 12.0, "day": 31.0, "weekday": 7.0, "hour": _SECONDS_PER_DAY}


def encode_date(tensor: keras.KerasTensor, item: DateInput, state: InputState, *, dtype: str) -> keras.KerasTensor:
    """Take moments apart.

    Args:
        tensor: shape (batch,), float64 seconds since 1970-01-01T00:00 UTC; NaN where a date is missing.
        item: says which parts.
        state: mean and variance of the years, and the moment that stands in for a missing one.
        dtype: of the result.

    Returns:
        Shape (batch, n): the standardised year in one place; month, day, weekday (from Monday) and hour (with its
        minutes and seconds) in three places each, `f`, `sin(2 pi f)` and `cos(2 pi f)` of the fraction of a cycle
        gone by, `0 <= f < 1`. A missing date without `fill` is NaN throughout.
    """
    if state.fill is not None:
        tensor = ops.where(ops.isnan(tensor), np.asarray(state.fill[0], "float64"), tensor)
    missing = ops.isnan(tensor)
    parts = _parts_of(ops.where(missing, np.asarray(0.0, "float64"), tensor))
    columns = [column for part in item.parts for column in _encode(part, parts[part](), state, dtype)]
    return ops.where(ops.expand_dims(missing, -1), np.asarray(np.nan, dtype), ops.concatenate(columns, axis=-1))


def _encode(part: str, value: Any, state: InputState, dtype: str) -> list[Any]:
    column = ops.expand_dims(ops.cast(value, "float64"), -1)
    if part == "year":
        return [standardise(state.mean or (0.0,), state.variance or (1.0,), dtype=dtype)(ops.cast(column, dtype))]
    fraction = ops.divide(column, _PERIODS[part])
    angle = ops.multiply(fraction, 2.0 * math.pi)
    return [ops.cast(each, dtype) for each in (fraction, ops.sin(angle), ops.cos(angle))]


def _parts_of(seconds: Any) -> Mapping[str, Callable[[], Any]]:
    days = ops.floor(ops.divide(seconds, _SECONDS_PER_DAY))
    date = calendar_date(ops.cast(days, "int64"))
    return {
        "year": lambda: date[0],
        "month": lambda: ops.subtract(date[1], 1),
        "day": lambda: ops.subtract(date[2], 1),
        # 1970-01-01 was a Thursday.
        "weekday": lambda: ops.mod(ops.add(days, 3.0), 7.0),
        "hour": lambda: ops.subtract(seconds, ops.multiply(days, _SECONDS_PER_DAY)),
    }


def calendar_date(days: Any) -> tuple[Any, Any, Any]:
    """Turn days since 1970-01-01 into year, month (1 to 12) and day (1 to 31).

    Source: Howard Hinnant, chrono-Compatible Low-Level Date Algorithms, 2021, `civil_from_days`.
        Its division of negative numbers is spelled there, floor division does it here.
    """
    shifted = days + 719468
    era = shifted // 146097
    of_era = shifted - era * 146097
    years = (of_era - of_era // 1460 + of_era // 36524 - of_era // 146096) // 365
    of_year = of_era - (365 * years + years // 4 - years // 100)
    from_march = (5 * of_year + 2) // 153
    day = of_year - (153 * from_march + 2) // 5 + 1
    month = from_march + 3 - 12 * (from_march // 10)
    return years + era * 400 + from_march // 10, month, day
