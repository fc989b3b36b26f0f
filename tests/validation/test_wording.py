"""Values and schemas in words."""

from __future__ import annotations

import pytest

from nnspec.schemagen.types import expression_schema
from nnspec.validation.refusal import word_at
from nnspec.validation.wording import describe_schema, describe_value


@pytest.mark.parametrize(
    ("type", "words"),
    [
        ("int(1..)", "a whole number of at least 1"),
        ("float(0..1)", "a number from 0 to 1"),
        ("float(0<..)", "a number above 0"),
        ("float(0..<1)", "a number of at least 0 and below 1"),
        ("int(..5)", "a whole number of at most 5"),
        ("int(0..4294967295)", "a whole number from 0 to 4294967295"),
        ("int | null", "a whole number, or `null`"),
        ("null | str", "text, or `null`"),
        ("int(1..) | list[int(1..), 2]", "a whole number of at least 1, or a list of 2 whole numbers of at least 1"),
        ("list[str, 2..]", "a list of at least 2 texts"),
        ('"a" | "b" | "c"', "`a`, `b` or `c`"),
        ('"auto" | bool', "`true` or `false`, or `auto`"),
        ("float(0<..) | schedule", "a number above 0, or a learning-rate schedule"),
        ("activation | null", "a Keras activation, or `null`"),
        ("list[metric]", "a list of Keras metrics"),
        ("int(1..) | int(-1..-1)", "a whole number of at least 1, or `-1`"),
        ('@split | "none"', "a mapping of fractions, or `none`"),
        ("dict[float]", "a mapping"),
        ("@stages", "a list of stages"),
    ],
)
def test_schema_of_a_type_is_said_in_words(type, words):
    assert describe_schema(expression_schema(type)) == words


def test_long_list_of_words_is_cut():
    assert describe_schema({"enum": list("abcdefghij")}) == "one of `a`, `b`, `c`, `d`, `e`, `f` and 4 more"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "nothing"),
        (True, "true"),
        (1.5, "1.5"),
        ("é", 'the text "é"'),
        ([1], "the list [1]"),
        ({}, "the mapping {}"),
    ],
)
def test_value_is_shown_as_it_would_be_written(value, words):
    assert describe_value(value) == words


def test_long_value_is_cut():
    assert describe_value("x" * 100) == 'the text "' + "x" * 58 + "…"


@pytest.mark.parametrize(
    ("path", "word"),
    [((), "the top level"), (("train",), "`train`"), (("hidden", 0), "item 1 of `hidden`"), (("a", 0, 1), "item 2")],
)
def test_place_has_a_word(path, word):
    assert word_at(path) == word
