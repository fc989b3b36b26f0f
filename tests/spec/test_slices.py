"""Slices as a spec writes them."""

from __future__ import annotations

from typing import Any

import pytest

from nnspec.spec.slices import parse_key


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", (0,)),
        ("..., -1", (Ellipsis, -1)),
        (":, 1:3", (slice(None), slice(1, 3))),
        ("::2, newaxis", (slice(None, None, 2), None)),
        ("1,", (1,)),
    ],
)
def test_key_in_the_notation_of_numpy_is_read(text: str, expected: tuple[Any, ...]) -> None:
    assert parse_key(text) == expected


@pytest.mark.parametrize("text", ["a", "1:2:3:4", "", "0,, 1"])
def test_key_that_is_no_slice_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"slice|int"):
        parse_key(text)
