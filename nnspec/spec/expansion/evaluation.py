"""Steps of an expression, and what its names stand for -> a bounded number."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from typing import Any, Final

from nnspec.spec.expansion.defect import Defect
from nnspec.spec.expansion.expression import MAX_NUMBER, Step, Steps

Number = int | float
# Two to the 60th is beyond the bound, and so is every larger base; smaller exponents are computed at once.
_MAX_EXPONENT: Final = 60
_MAX_DIGITS: Final = 15


def evaluate(steps: Steps, find: Callable[[str], Any]) -> Any:
    """Compute an expression.

    Args:
        steps: as `read_expression` gives them.
        find: gives the value of a name.

    Returns:
        A finite number, whole ones of at most 1e15 in size; of a name alone its value, whatever that is.

    Raises:
        Defect: NN022 for a name that is no number, NN044 for a result out of bounds.
    """
    if len(steps) == 1 and steps[0].kind == "name":
        return find(steps[0].word)
    stack: list[Number] = []
    for step in steps:
        if step.kind == "number":
            stack.append(step.number)
        elif step.kind == "name":
            stack.append(_as_number(find(step.word), step.word))
        else:
            values = stack[-step.n_values :]
            del stack[-step.n_values :]
            stack.append(_apply(step, values))
    return stack[0]


def describe_kind(value: object) -> str:
    """Say what kind of value stands somewhere, for a message."""
    kinds = {str: "text", bool: "a truth value", list: "a list", dict: "a mapping", type(None): "nothing"}
    return kinds.get(type(value), "a number")


def _as_number(value: Any, name: str) -> Number:
    if isinstance(value, bool) or not isinstance(value, int | float):
        message = f"`{name}` is {describe_kind(value)}, and expressions compute with numbers"
        raise Defect("NN022", message, expected="a number")
    return _bounded(value, f"`{name}`")


def _apply(step: Step, values: list[Number]) -> Number:
    what = f"`{step.word}`"
    try:
        result = _OPERATIONS[step.word, step.n_values](*values) if step.n_values < 3 else _fold(step.word, values)
    except ZeroDivisionError as error:
        raise Defect("NN044", f"{what} divides by zero") from error
    except OverflowError as error:
        raise _too_large(what) from error
    return _bounded(result, what)


def _fold(word: str, values: list[Number]) -> Number:
    return min(values) if word == "min" else max(values)


def _bounded(value: Any, what: str) -> Number:
    if isinstance(value, complex):
        raise Defect("NN044", f"{what} gives no real number: the base is negative, the exponent a fraction")
    if abs(value) > MAX_NUMBER if isinstance(value, int) else not math.isfinite(value):
        raise _too_large(what)
    return value  # type: ignore[no-any-return]


def _too_large(what: str) -> Defect:
    return Defect(
        "NN044",
        f"{what} gives a number that is too large",
        expected="whole numbers of at most 1e15, other numbers of at most 1.8e308",
    )


def _power(base: Number, exponent: Number) -> Any:
    whole = isinstance(base, int) and isinstance(exponent, int)
    if whole and exponent > _MAX_EXPONENT and abs(base) > 1:
        raise OverflowError
    return base**exponent


def _round(value: Number, digits: Number = 0) -> Number:
    # Python would compute 10 ** digits, whatever their number.
    if not isinstance(digits, int) or abs(digits) > _MAX_DIGITS:
        raise Defect("NN044", f"`round` takes a whole number of digits, at most {_MAX_DIGITS}")
    return round(value, digits)


_OPERATIONS: Final[dict[tuple[str, int], Callable[..., Any]]] = {
    ("+", 2): operator.add,
    ("-", 2): operator.sub,
    ("*", 2): operator.mul,
    ("/", 2): operator.truediv,
    ("//", 2): operator.floordiv,
    ("%", 2): operator.mod,
    ("**", 2): _power,
    ("-", 1): operator.neg,
    ("min", 2): min,
    ("max", 2): max,
    ("int", 1): int,
    ("round", 1): round,
    ("round", 2): _round,
}
