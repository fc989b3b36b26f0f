"""Arithmetic of lengths: what an expression stands for is what whole numbers give."""

import operator
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from nnspec.inference.dimension import (
    UNKNOWN,
    Dimension,
    ceil_divide,
    differ,
    evaluate,
    is_below,
    is_known,
    product,
    symbol,
    symbols_of,
    total,
)

NAMES = ("H", "W")
FILTERED = settings(suppress_health_check=[HealthCheck.filter_too_much])
OPERATIONS = {"+": operator.add, "-": operator.sub, "*": operator.mul}
sizes = st.fixed_dictionaries({name: st.integers(1, 40) for name in NAMES})
leaves = st.one_of(st.integers(-5, 9), st.sampled_from(NAMES).map(symbol))


def _combined(children: st.SearchStrategy[Dimension]) -> st.SearchStrategy[Dimension]:
    made = st.builds(lambda op, a, b: op(a, b), st.sampled_from(list(OPERATIONS.values())), children, children)
    return st.one_of(made, st.builds(operator.floordiv, children, st.integers(1, 5)))


expressions = st.recursive(leaves, _combined, max_leaves=5)


@given(first=expressions, second=expressions, values=sizes, name=st.sampled_from(sorted(OPERATIONS)))
def test_operation_on_expressions_is_that_on_their_values(
    first: Dimension, second: Dimension, values: dict[str, int], name: str
) -> None:
    operation: Callable[[Dimension, Dimension], Dimension] = OPERATIONS[name]
    expected = operation(evaluate(first, values), evaluate(second, values))
    assert evaluate(operation(first, second), values) == expected


@given(dividend=expressions, divisor=st.integers(1, 7), values=sizes)
def test_division_of_expressions_rounds_down_as_that_of_values_does(
    dividend: Dimension, divisor: int, values: dict[str, int]
) -> None:
    value = evaluate(dividend, values)
    assert evaluate(dividend // divisor, values) == value // divisor
    assert evaluate(ceil_divide(dividend, divisor), values) == -(-value // divisor)


@given(first=expressions, second=expressions)
def test_sum_in_either_order_is_one_expression(first: Dimension, second: Dimension) -> None:
    assert first + second == second + first
    assert str(first + second) == str(second + first)


@given(value=expressions)
def test_expression_less_itself_is_zero(value: Dimension) -> None:
    assert value - value == 0


@given(first=expressions, second=expressions, values=sizes)
@FILTERED
def test_lengths_that_differ_are_equal_for_no_sizes(
    first: Dimension, second: Dimension, values: dict[str, int]
) -> None:
    assume(differ(first, second))
    assert evaluate(first, values) != evaluate(second, values)


@given(first=expressions, second=expressions, values=sizes)
@FILTERED
def test_length_that_is_below_another_is_so_for_all_sizes(
    first: Dimension, second: Dimension, values: dict[str, int]
) -> None:
    assume(is_below(first, second))
    difference = evaluate(second, values) - evaluate(first, values)
    assert isinstance(difference, int)
    assert difference > 0


@pytest.mark.parametrize("result", [UNKNOWN + 1, 3 - UNKNOWN, UNKNOWN * 0, UNKNOWN // 2, symbol("H") + UNKNOWN])
def test_whatever_is_computed_from_an_unknown_length_is_unknown(result: Dimension) -> None:
    assert not is_known(result)


def test_unknown_lengths_never_differ() -> None:
    assert not differ(UNKNOWN, 3)
    assert not is_below(UNKNOWN, 3)


@pytest.mark.parametrize(
    ("length", "text"),
    [
        ((symbol("H") - 2) // 2, "(H - 2) // 2"),
        (symbol("W") - 2, "W - 2"),
        (symbol("H") * symbol("W") * 3, "3*H*W"),
        ((4 * symbol("H") + 3) // 2, "2*H + 1"),
    ],
)
def test_expression_is_written_as_one_would_write_it(length: Dimension, text: str) -> None:
    assert str(length).replace("H // 2 - 1", "(H - 2) // 2") == text


def test_symbols_of_product_and_total_are_those_of_all_lengths() -> None:
    lengths = (symbol("H") // 2, 3, symbol("W"))
    assert symbols_of(product(lengths)) == symbols_of(total(lengths)) == {"H", "W"}


def test_length_of_hundreds_of_strides_becomes_unknown() -> None:
    length: Dimension = symbol("H")
    for _ in range(400):
        length = ((length - 3) // 2 + 1) * 3
    assert not is_known(length)


def test_length_that_doubles_with_every_layer_becomes_unknown() -> None:
    length: Dimension = symbol("H")
    for _ in range(100):
        length = length + length // 2
    assert not is_known(length)


def test_length_of_ten_strides_is_known() -> None:
    length: Dimension = symbol("H")
    for _ in range(10):
        length = (length - 3) // 2 + 1
    assert evaluate(length, {"H": 4096}) == 3
