"""Type expressions: reading them, holding values against them, saying them in words."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnspec.catalog.catalog import load_catalog
from nnspec.catalog.types import (
    Family,
    Items,
    Literal,
    Number,
    Plain,
    Table,
    Union,
    accepts,
    convert,
    describe_type,
    parse_type,
)

EXPRESSIONS = sorted(
    {
        argument.type
        for family in load_catalog().families
        for entry in load_catalog().entries(family)
        for argument in entry.arguments.values()
    }
)
PLAIN_DATA = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("int", Number(whole=True)),
        ("int(1..)", Number(whole=True, minimum=1)),
        ("float(0<..<1)", Number(False, 0, 1, above_minimum=True, below_maximum=True)),
        ("float(..0)", Number(whole=False, maximum=0)),
        ("float(-0.5..0.5)", Number(whole=False, minimum=-0.5, maximum=0.5)),
        ('"same"', Literal("same")),
        ('"two words" | null', Union((Literal("two words"), Plain("null")))),
        ("list[int]", Items(Number(whole=True))),
        ("list[int, 2]", Items(Number(whole=True), 2, 2)),
        ("list[int(1..), 1..3]", Items(Number(whole=True, minimum=1), 1, 3)),
        ("list[str | null, 1..]", Items(Union((Plain("str"), Plain("null"))), 1)),
        ("dict[float]", Table(Number(whole=False))),
        ("float(0<..) | schedule", Union((Number(False, 0, above_minimum=True), Family("schedule")))),
    ],
)
def test_type_expression_is_read_as_its_parts(text: str, expected: object) -> None:
    assert parse_type(text) == expected


@pytest.mark.parametrize(
    "text", ["", "integer", "int(", "int(1)", "list", "list[int", "list[int,]", "int |", "int int", "dict[int, 2]", "!"]
)
def test_type_expression_that_is_malformed_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"type|range|length"):
        parse_type(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("int", 0),
        ("int(1..)", 1),
        ("int", 10**400),
        ("float", 1),
        ("float", math.inf),
        ("float(0..1)", 1),
        ("bool", False),
        ("null", None),
        ("any", {"a": [1]}),
        ("dtype", "mixed_bfloat16"),
        ("path", "a/b.csv"),
        ('"same" | "valid"', "valid"),
        ("list[int, 2]", [1, 2]),
        ("list[int, 1..]", [1, 2, 3]),
        ("dict[float]", {"rmax": 1}),
        ("layer", {"Dense": {"units": 3}}),
        ("activation", "relu"),
    ],
)
def test_value_of_the_type_is_accepted(text: str, value: Any) -> None:
    assert accepts(parse_type(text), value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("int", 1.0),
        ("int", True),
        ("int(1..)", 0),
        ("float", "1"),
        ("float", math.nan),
        ("float", 10**400),
        ("float(0<..)", 0),
        ("float(0..<1)", 1.0),
        ("bool", 1),
        ("null", ""),
        ("callable", "print"),
        ("dtype", "float31"),
        ('"same"', "valid"),
        ('"same"', 3),
        ("list[int, 2]", [1]),
        ("list[int, 2]", [1, 2, 3]),
        ("list[int, 1..]", []),
        ("list[int]", 1),
        ("list[int]", "12"),
        ("dict[int]", {1: 1}),
        ("dict[int]", {"a": "b"}),
        ("layer", 3),
        ("layer", {"Dense": 1, "name": "a"}),
    ],
)
def test_value_of_another_type_is_not_accepted(text: str, value: Any) -> None:
    assert not accepts(parse_type(text), value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("int(1..) | list[int(1..), 2]", "an integer of at least 1, or a list of 2 integers of at least 1"),
        ("int | list[int, 2]", "an integer, or a list of 2 integers"),
        ('"valid" | "same"', "`valid` or `same`"),
        ('"valid" | "same" | null', "`valid`, `same` or `null`"),
        ("float(0..1)", "a number from 0 to 1"),
        ("float(0<..<1)", "a number above 0 and below 1"),
        ("float(..0)", "a number of at most 0"),
        ("float(0<..) | schedule", "a number above 0, or a schedule"),
        ("int(1..) | int(-1..-1)", "an integer of at least 1, or `-1`"),
        ("list[str, 1..]", "a list of texts"),
        ("list[float, 2..]", "a list of at least 2 numbers"),
        ("list[int, 1..2]", "a list of 1 to 2 integers"),
        ("list[list[int, 2], 3]", "a list of 3 values, each a list of 2 integers"),
        ("list[layer]", "a list of layers"),
        ("list[loss]", "a list of losses"),
        ("list[any]", "a list of values"),
        ("dict[float]", "a mapping to numbers"),
        ("activation | null", "an activation, or `null`"),
        ("bool", "`true` or `false`"),
        ("any", "any value"),
    ],
)
def test_type_in_words_reads_as_a_sentence_part(text: str, words: str) -> None:
    assert describe_type(parse_type(text)) == words


@pytest.mark.parametrize(
    ("text", "value", "converted"),
    [
        ("float", 1, 1.0),
        ("int | float", 1, 1),
        ("float(0..1) | list[float]", [1, 0.5], [1.0, 0.5]),
        ("dict[float]", {"a": 1}, {"a": 1.0}),
        ("float | schedule", {"CosineDecay": 1}, {"CosineDecay": 1}),
        ("int", "wrong", "wrong"),
    ],
)
def test_converted_value_has_the_kind_that_keras_insists_on(text: str, value: Any, converted: Any) -> None:
    found = convert(parse_type(text), value)
    assert (found, type(found)) == (converted, type(converted))


@pytest.mark.parametrize("text", EXPRESSIONS)
def test_every_type_of_the_catalog_has_words(text: str) -> None:
    assert describe_type(parse_type(text))


@given(text=st.sampled_from(EXPRESSIONS), value=PLAIN_DATA)
def test_converted_value_is_still_accepted(text: str, value: Any) -> None:
    expected = parse_type(text)
    if accepts(expected, value):
        assert accepts(expected, convert(expected, value))
