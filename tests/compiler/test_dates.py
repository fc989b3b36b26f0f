"""Dates taken apart by `keras.ops` are those of Python's calendar."""

from __future__ import annotations

import datetime
import math

import keras
import numpy as np
import pytest

from nnspec.compiler.dates import encode_date
from nnspec.spec.inputs import DATE_PARTS, DateInput
from nnspec.tables.state import InputState

pytestmark = pytest.mark.backend

CASES = [
    datetime.datetime(1, 1, 1, tzinfo=datetime.UTC),
    datetime.datetime(1582, 10, 15, 23, 59, 59, tzinfo=datetime.UTC),
    datetime.datetime(1900, 2, 28, 12, tzinfo=datetime.UTC),
    datetime.datetime(1969, 12, 31, 23, 59, 59, tzinfo=datetime.UTC),
    datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC),
    datetime.datetime(2000, 2, 29, 6, 30, tzinfo=datetime.UTC),
    datetime.datetime(2024, 12, 31, 0, 0, 1, tzinfo=datetime.UTC),
    datetime.datetime(9999, 12, 31, 23, tzinfo=datetime.UTC),
]


def encoded(seconds: list[float], *, fill: float | None = None, parts: tuple[str, ...] = DATE_PARTS) -> np.ndarray:
    state = InputState(
        columns=("day",), shape=(), dtype="float64", mean=(2000.0,), variance=(100.0,), fill=fill and (fill,)
    )
    raw = keras.Input((), dtype="float64")
    model = keras.Model(raw, encode_date(raw, DateInput(name="day", parts=parts), state, dtype="float32"))
    return np.asarray(model(np.array(seconds)))


def expected(moment: datetime.datetime) -> list[float]:
    midnight = moment.replace(hour=0, minute=0, second=0)
    fractions = [
        (moment.month - 1) / 12,
        (moment.day - 1) / 31,
        moment.weekday() / 7,
        (moment - midnight).total_seconds() / 86400,
    ]
    cycles = [[f, math.sin(2 * math.pi * f), math.cos(2 * math.pi * f)] for f in fractions]
    return [(moment.year - 2000) / 10, *(number for cycle in cycles for number in cycle)]


def test_parts_of_dates_are_those_of_the_calendar() -> None:
    found = encoded([moment.timestamp() for moment in CASES])
    np.testing.assert_allclose(found, [expected(moment) for moment in CASES], atol=2e-6)


def test_every_day_of_four_centuries_has_its_parts() -> None:
    days = np.arange(-73000, 73000)
    found = encoded((days * 86400.0).tolist(), parts=("month", "day"))
    dates = [datetime.date(1970, 1, 1) + datetime.timedelta(days=int(day)) for day in days]
    np.testing.assert_array_equal(np.rint(found[:, 0] * 12) + 1, [date.month for date in dates])
    np.testing.assert_array_equal(np.rint(found[:, 3] * 31) + 1, [date.day for date in dates])


def test_chosen_parts_stand_in_the_order_of_the_spec() -> None:
    moment = CASES[5]
    found = encoded([moment.timestamp()], parts=("hour", "year"))
    np.testing.assert_allclose(found[0], [*expected(moment)[-3:], 0.0], atol=1e-6)


def test_missing_date_without_fill_is_not_a_number() -> None:
    assert np.isnan(encoded([math.nan])).all()


def test_missing_date_with_fill_is_the_date_that_fills() -> None:
    np.testing.assert_array_equal(*encoded([math.nan, 86400.0], fill=86400.0))
