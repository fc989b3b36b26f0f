"""Expressions of several rounds -> one expression in terms of the counter `i`; None where there is no simple one."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

from nnspec.interop.ejecting.python import Code, Invocation, write_expression
from nnspec.records import record

_NUMBERED = re.compile(r"(.*?)(?:_(\d+))?")


class UnlikeError(Exception):
    """The rounds differ in more than numbers and names."""


@record
class Joining:
    """What becomes of that in which rounds differ.

    Args:
        variables: joins the names of variables, equal or not.
        literals: joins values that differ, with the name of their argument.
    """

    variables: Callable[[Sequence[str]], str]
    literals: Callable[[Sequence[Any], str | None], Any]


def join_rounds(values: Sequence[Any], joining: Joining, argument: str | None = None) -> Any:
    """Find the expression that gives each round's value.

    Args:
        values: of the same place in each round.
        joining: says what becomes of variables and of values that differ.
        argument: whose values they are.

    Raises:
        UnlikeError: there is none.
    """
    first = values[0]
    kinds = {type(value) for value in values}
    if kinds == {Code}:
        return Code(joining.variables([value.text for value in values]))
    if kinds == {Invocation}:
        return _join_calls(values, joining)
    if kinds == {list} and len({len(value) for value in values}) == 1:
        return [join_rounds(items, joining, argument) for items in zip(*values, strict=True)]
    if all(value == first and type(value) is type(first) for value in values):
        return first
    return joining.literals(values, argument)


def count_rounds(values: Sequence[Any], argument: str | None) -> Code:
    """Write texts or numbers that differ from round to round in terms of the counter.

    Raises:
        UnlikeError: they are neither.
    """
    kinds = {type(value) for value in values}
    if kinds == {str}:
        return Code(_join_texts(values))
    if kinds <= {int, float}:
        return Code(_join_numbers(values))
    raise UnlikeError


def _join_calls(values: Sequence[Invocation], joining: Joining) -> Invocation:
    if len({(value.function, tuple(name for name, _ in value.arguments)) for value in values}) > 1:
        raise UnlikeError
    columns = zip(*(value.arguments for value in values), strict=True)
    arguments = ((pairs[0][0], join_rounds([value for _, value in pairs], joining, pairs[0][0])) for pairs in columns)
    return Invocation(values[0].function, tuple(arguments))


def _join_numbers(values: Sequence[float]) -> str:
    first, step = values[0], values[1] - values[0]
    if all(value == first + step * i for i, value in enumerate(values)):
        return _linear(first, step)
    ratio = values[1] / first if first else 0
    if ratio == int(ratio) and all(value == first * int(ratio) ** i for i, value in enumerate(values)):
        return f"{first} * {int(ratio)}**i" if first != 1 else f"{int(ratio)}**i"
    return f"{write_expression(list(values))}[i]"


def _linear(first: float, step: float) -> str:
    counted = "i" if step == 1 else f"{step} * i"
    return counted if first == 0 else f"{first} + {counted}" if step > 0 else f"{first} - {-step} * i"


def _join_texts(values: Sequence[str]) -> str:
    """Join names such as `dense`, `dense_1`, `dense_2`, or fall back on a list of them."""
    parts = [found for value in values if (found := _NUMBERED.fullmatch(value))]
    numbers = [int(found[2] or 0) for found in parts]
    steps = {after - before for before, after in pairwise(numbers)}
    if len({found[1] for found in parts}) == 1 and len(steps) == 1 and '"' not in values[0]:
        count = _linear(numbers[0], steps.pop())
        if parts[0][2] is None:
            return f"numbered({write_expression(parts[0][1])}, {count})"
        return f'f"{parts[0][1]}_{{{count}}}"'
    return f"{write_expression(list(values))}[i]"
