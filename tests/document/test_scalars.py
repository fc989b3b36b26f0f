"""The YAML 1.2 core schema, value by value."""

from __future__ import annotations

import math

import pytest

from nnspec.document.document import parse_document
from nnspec.document.scalars import NumberNotRepresentableError, resolve_plain

NUMBERS = {
    "0": 0,
    "7": 7,
    "-3": -3,
    "+3": 3,
    "010": 10,
    "-010": -10,
    "0o17": 15,
    "0x1F": 31,
    "0xff": 255,
    "1.5": 1.5,
    "-1.5": -1.5,
    ".5": 0.5,
    "-.5": -0.5,
    "5.": 5.0,
    "1e-3": 0.001,
    "1E3": 1000.0,
    "1e3": 1000.0,
    "+1.e+2": 100.0,
    "2.5e-1": 0.25,
    "1e-400": 0.0,
    ".inf": math.inf,
    "+.Inf": math.inf,
    "-.INF": -math.inf,
    "9" * 4300: int("9" * 4300),
    "0" * 5000 + "7": 7,
}
WORDS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
TEXTS = (
    *("yes", "no", "on", "off", "y", "n", "Yes", "NO", "nULL", "tRUE", "none", "None"),
    *("12:30", "1:2:3", "1_000", "0b101", "0X1F", "0o8", "0xg", "-0x1F", "1e", "e3", "1.2.3", "--1", "+", "-", "."),
    *("2024-01-01", "2001-12-14t21:59:43.10-05:00", "inf", "nan", "Infinity", ".infinity", "-.nan", "1e3x"),
    *("4GiB", "3x3", "relu", "bill_*", "$width", "<<", "=", "٣"),
)


@pytest.mark.parametrize(("text", "value"), NUMBERS.items())
def test_plain_number_has_its_value_and_type(text, value):
    assert resolve_plain(text) == value
    assert type(resolve_plain(text)) is type(value)


@pytest.mark.parametrize(("text", "value"), WORDS.items())
def test_plain_constant_has_its_value(text, value):
    assert resolve_plain(text) is value


@pytest.mark.parametrize("text", [".nan", ".NaN", ".NAN"])
def test_plain_nan_is_not_a_number(text):
    value = resolve_plain(text)
    assert isinstance(value, float)
    assert math.isnan(value)


@pytest.mark.parametrize("text", TEXTS)
def test_other_plain_scalar_is_text(text):
    assert resolve_plain(text) == text


@pytest.mark.parametrize("text", ["9" * 4301, "-" + "1" * 4301, "0x" + "f" * 4000, "1e309", "-1e309"])
def test_number_beyond_the_machine_is_refused(text):
    with pytest.raises(NumberNotRepresentableError, match="holds at most"):
        resolve_plain(text)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ('"1"', "1"),
        ("'true'", "true"),
        ('""', ""),
        ("|\n  1\n", "1\n"),
        (">-\n  a\n  b\n", "a b"),
        ("!!str 1", "1"),
        ("!!str", ""),
        ('!!int "3"', 3),
        ("!!float 3", 3.0),
        ("!!bool true", True),
        ("!!null ~", None),
        ("!!map {}", {}),
        ("!!seq [1]", [1]),
        ("# comment", None),
        ("a#b", "a#b"),
        ('"\\u00e9\\U0001F600\\x41\\n\\0"', "é😀A\n\0"),
        ("'it''s'", "it's"),
        ("http://x.org/a", "http://x.org/a"),
    ],
)
def test_written_scalar_has_its_value(written, value):
    document, findings = parse_document(f"key: {written}", file="spec")
    assert findings == ()
    assert document is not None
    assert document.data == {"key": value}
    assert type(document.data["key"]) is type(value)
