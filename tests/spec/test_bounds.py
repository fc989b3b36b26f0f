"""`expect`: quantities and the bounds on them."""

from __future__ import annotations

import math

import pytest

from nnspec.spec.expect import Bound, read_bounds, read_quantity


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (3, 3.0),
        ("2M", 2e6),
        ("1.5K", 1500.0),
        ("4GiB", 4 * 2**30),
        ("1 MiB", 2**20),
        ("2e3K", 2e6),
        ("7", 7.0),
        ("1G", 1e9),
    ],
)
def test_quantity_is_read_with_its_unit(text, number):
    assert read_quantity(text) == number


@pytest.mark.parametrize("text", ["", "M", "2 MB", "-1K", "2m", "1,5K", "0x10"])
def test_text_that_is_no_quantity_is_refused(text):
    with pytest.raises(ValueError, match="expected a number with a unit"):
        read_quantity(text)


@pytest.mark.parametrize(
    ("minimum", "maximum", "value", "holds"),
    [
        (0.9, None, 0.9, True),
        (0.9, None, 0.89, False),
        (None, 5, 5, True),
        (None, 5, 6, False),
        (1, 2, math.nan, False),
    ],
)
def test_bound_holds_at_its_ends(minimum, maximum, value, holds):
    assert Bound(quantity="q", minimum=minimum, maximum=maximum, path=()).holds(value) is holds


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        ({"min": 0.95}, "at least 0.95"),
        ({"max": "2M"}, "at most 2e+06"),
        ({"min": 1, "max": 2}, "at least 1 and at most 2"),
    ],
)
def test_bound_says_itself_in_words(limits, words):
    (bound,) = read_bounds({"test.accuracy": limits}, ("expect",))
    assert (bound.describe(), bound.path) == (words, ("expect", "test.accuracy"))
