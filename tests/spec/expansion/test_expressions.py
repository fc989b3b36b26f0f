"""Expressions against Python's own arithmetic, and what they refuse."""

from __future__ import annotations

import math

import pytest
from expanding import code_of, value_of
from hypothesis import given
from hypothesis import strategies as st

from nnspec.spec.expansion.defect import Defect
from nnspec.spec.expansion.evaluation import evaluate
from nnspec.spec.expansion.expression import MAX_NUMBER, read_expression
from nnspec.spec.expansion.template import double_dollars, has_reference, read_template

NUMBERS = st.integers(0, 1000) | st.floats(0, 1000, allow_nan=False).map(lambda value: round(value, 3))
ATOMS = NUMBERS.map(repr) | st.sampled_from(["width", "rate"])
VALUES = {"width": 64, "rate": 0.25}


def _combined(inner):
    operators = st.sampled_from(["+", "-", "*", "/", "//", "%", "**"])
    return st.one_of(
        st.tuples(inner, operators, inner).map(" ".join),
        inner.map("-{}".format),
        inner.map("({})".format),
        st.tuples(inner, inner).map(lambda pair: f"min({pair[0]}, {pair[1]})"),
        st.tuples(inner, inner, inner).map(lambda three: f"max({', '.join(three)})"),
        inner.map("int({})".format),
        inner.map("round({})".format),
        inner.map("round({}, 2)".format),
    )


EXPRESSIONS = st.recursive(ATOMS, _combined, max_leaves=8)


def _compute(text):
    steps, end = read_expression(f"{text})", 0)
    assert end == len(text) + 1
    return evaluate(steps, VALUES.__getitem__)


def _outcome(make):
    """Give what a call returns, or the code of its defect."""
    try:
        return make(), None
    except Defect as defect:
        return None, defect.code


@given(EXPRESSIONS)
def test_expression_gives_what_python_gives_or_is_out_of_bounds(text):
    found, code = _outcome(lambda: _compute(text))
    assert code in (None, "NN044")
    if code:
        return
    expected = eval(text, {"min": min, "max": max, "int": int, "round": round, **VALUES})
    assert type(found) is type(expected)
    assert found == expected
    assert math.isfinite(found)
    assert isinstance(found, float) or abs(found) <= MAX_NUMBER


@given(st.text(alphabet="$()+-*/%,. 0123456789eix_min", max_size=30))
def test_any_text_is_read_or_refused(text):
    template, code = _outcome(lambda: read_template(text))
    assert code in (None, "NN041", "NN043", "NN044")
    assert has_reference(text) == (code is not None or bool(template.references))
    assert code or template.references or "$" not in text.replace("$$", "")


@given(st.text(max_size=30))
def test_doubled_dollars_read_as_the_text_itself(text):
    assert value_of(double_dollars(text)) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$(-2 ** 2)", -4),
        ("$(2 ** -1)", 0.5),
        ("$(2 ** 3 ** 2)", 512),
        ("$(7 // 2 * 2 + 7 % 2)", 7),
        ("$(--3)", 3),
        ("$(2 - 3 - 4)", -5),
        ("$(width / 2)", 32.0),
        ("$(int(width / 2))", 32),
        ("$(1e-3 * .5)", 0.0005),
        ("$(min(width, 3, 5))", 3),
        ("$ (width)".replace(" ", ""), 64),
        ("$width", 64),
        ("$act", "relu"),
        ("$(act)", "relu"),
        ("$sizes", [3, 5]),
        ("$nothing", None),
        ("$on", True),
        ("$(width)", 64),
        ("$act-$width", "relu-64"),
        ("$(act)_$(width + 1)", "relu_65"),
        ("$(on)_", "true_"),
        ("$$", "$"),
        ("$$width", "$width"),
        ("a$$$width", "a$64"),
        ("$width$", None),
    ],
)
def test_text_takes_values_and_keeps_the_type_of_a_whole_one(text, expected):
    variables = {"width": 64, "act": "relu", "sizes": [3, 5], "nothing": None, "on": True}
    if text == "$width$":
        assert code_of(text, **variables) == "NN041"
        return
    found = value_of(text, **variables)
    assert type(found) is type(expected)
    assert found == expected


@pytest.mark.parametrize(
    "text",
    [
        "$(9**9**9)",
        "$(10**15 * 10)",
        "$(round(5, -1000000000))",
        "$(2 ** 1000000000000)",
        "$((0 - 2) ** 0.5)",
        "$(1e308 * 10)",
        "$(1 % 0)",
        "$(int(1e300))",
    ],
)
def test_result_out_of_bounds_is_refused_at_once(text):
    assert code_of(text) == "NN044"


@pytest.mark.parametrize(
    "text", ["$(" + "(" * 100_000, "$(1)" * 50_000 + "$(", "$(" + "1+" * 100_000 + "1)", "$(" * 50_000]
)
def test_long_text_is_refused_in_one_pass(text):
    assert code_of(text) == "NN043"


def test_text_takes_at_most_a_thousand_values():
    assert value_of("$e" * 1000, e="") == ""
    assert code_of("$e" * 1001, e="") == "NN043"


def test_text_without_values_may_be_longer_than_a_filled_one():
    assert value_of("$$" + "x" * 20_000) == "$" + "x" * 20_000


def test_value_that_looks_like_a_reference_is_not_filled_in_again():
    assert value_of("$a", a="$$b", b=3) == "$b"
