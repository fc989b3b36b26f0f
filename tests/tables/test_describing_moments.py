"""`Moments`, `Tally` and `Order`: what comes in chunks is what comes at once."""

import math
import statistics
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnspec.tables.describing.moments import Moments
from nnspec.tables.describing.order import Order

NUMBERS = st.lists(st.floats(-1e6, 1e6) | st.integers(-(10**9), 10**9), min_size=1, max_size=30)


@given(st.lists(NUMBERS, min_size=1, max_size=4))
def test_moments_of_chunks_are_those_of_all_numbers(chunks):
    moments, together = Moments(), [number for chunk in chunks for number in chunk]
    for chunk in chunks:
        moments.add(chunk)
    assert (moments.minimum, moments.maximum) == (min(together), max(together))
    assert moments.mean == pytest.approx(math.fsum(together) / len(together), rel=1e-9, abs=1e-6)
    assert moments.std == pytest.approx(statistics.pstdev(map(float, together)), rel=1e-7, abs=1e-4)


@given(st.lists(st.integers(-3, 3), min_size=1))
def test_moments_of_counted_numbers_are_those_of_each(numbers):
    each, counted, counts = Moments(), Moments(), Counter(numbers)
    each.add(numbers)
    counted.add(counts.keys(), counts=counts.values())
    assert (each.mean, each.std) == pytest.approx((counted.mean, counted.std), abs=1e-12)


def test_moments_of_nothing_are_unknown():
    moments = Moments()
    moments.add([])
    assert (moments.minimum, moments.maximum, moments.mean, moments.std) == (None, None, None, None)


def test_moments_beyond_floats_are_unknown():
    moments = Moments()
    moments.add([1e308, -1e308])
    assert (moments.mean, moments.std, moments.maximum) == (0.0, None, 1e308)


@given(st.lists(st.lists(st.integers(0, 3), max_size=3), max_size=4))
def test_order_of_chunks_is_that_of_all_values(chunks):
    order, together = Order(), [value for chunk in chunks for value in chunk]
    for chunk in chunks:
        order.add(chunk)
    in_order = together in (sorted(together), sorted(together, reverse=True))
    assert order.is_sorted == (in_order and len(set(together)) > 1)
