"""The text of an expression -> steps in the order in which a stack computes them: `2 + width` is 2, width, add.

    sum:     product (("+" | "-") product)*
    product: signed (("*" | "/" | "//" | "%") signed)*
    signed:  "-" signed | power
    power:   atom ["**" signed]
    atom:    number | name | name "(" sum ("," sum)* ")" | "(" sum ")"

Precedence is Python's: `-2 ** 2` is -4 and `2 ** 3 ** 2` is 512.
"""

from __future__ import annotations

import math
from typing import Final, Literal, NamedTuple

from nnspec.diagnostics.spelling import suggest
from nnspec.document.source import shorten
from nnspec.spec.expansion.defect import Defect, refuse_expression
from nnspec.spec.expansion.tokens import Token, read_tokens

MAX_NESTING: Final = 32
MAX_STEPS: Final = 1000
MAX_NUMBER: Final = 10**15
# How many values each function takes, from and to.
FUNCTIONS: Final = {"min": (2, MAX_STEPS), "max": (2, MAX_STEPS), "round": (1, 2), "int": (1, 1)}


class Step(NamedTuple):
    """One step of a computation on a stack.

    Args:
        kind: whether it puts a number or a name's value on the stack, or applies an operator or function.
        word: the name, operator or function; `-` of one value is its negative.
        number: what is put on the stack.
        n_values: how many values an operator or function takes from the stack.
    """

    kind: Literal["number", "name", "apply"]
    word: str = ""
    number: int | float = 0
    n_values: int = 0


Steps = tuple[Step, ...]


def read_expression(text: str, start: int) -> tuple[Steps, int]:
    """Read an expression up to the parenthesis that closes it.

    Args:
        text: holds it.
        start: the offset after the parenthesis that opens it.

    Returns:
        The steps, and the offset after the closing parenthesis.

    Raises:
        Defect: NN043 for what is not written as an expression, NN044 for a number that is too large.
    """
    reader = _Reader(text, start)
    reader.read_sum()
    end = reader.close()
    return tuple(reader.steps), end


class _Reader:
    """Reads tokens and collects steps; one look ahead."""

    def __init__(self, text: str, start: int) -> None:
        self.steps: list[Step] = []
        self._tokens = read_tokens(text, start)
        self._before: Token | None = None
        self._next = next(self._tokens)
        self._nesting = 0

    def read_sum(self) -> None:
        self._enter()
        self._read_product()
        while (sign := self._take("+", "-")) is not None:
            self._read_product()
            self._apply(sign, 2)
        self._nesting -= 1

    def close(self) -> int:
        """Take the parenthesis that ends the expression, and nothing after it."""
        if self._next.text == ")":
            return self._next.end
        raise self._refuse_next()

    def _read_product(self) -> None:
        self._read_signed()
        while (sign := self._take("*", "/", "//", "%")) is not None:
            self._read_signed()
            self._apply(sign, 2)

    def _read_signed(self) -> None:
        self._enter()
        if self._take("-") is not None:
            self._read_signed()
            self._apply("-", 1)
        else:
            self._read_atom()
            if self._take("**") is not None:
                self._read_signed()
                self._apply("**", 2)
        self._nesting -= 1

    def _read_atom(self) -> None:
        token = self._next
        if token.kind == "number":
            self._advance()
            self._add(Step("number", number=_number(token.text)))
        elif token.kind == "name":
            self._advance()
            if self._take("(") is None:
                self._add(Step("name", token.text))
            else:
                self._read_call(token.text)
        elif self._take("(") is not None:
            self.read_sum()
            self._expect_close()
        else:
            raise self._refuse_value()

    def _read_call(self, function: str) -> None:
        if function not in FUNCTIONS:
            raise _unknown_function(function)
        n_values = 0
        if self._next.text != ")":
            self.read_sum()
            n_values = 1
        while self._take(",") is not None:
            self.read_sum()
            n_values += 1
        self._expect_close()
        _check_count(function, n_values)
        self._apply(function, n_values)

    def _expect_close(self) -> None:
        if self._take(")") is None:
            raise self._refuse_next()

    def _enter(self) -> None:
        self._nesting += 1
        if self._nesting > 2 * MAX_NESTING:
            raise refuse_expression(f"it is nested more than {MAX_NESTING} deep", hint="give its parts names in `vars`")

    def _take(self, *signs: str) -> str | None:
        if self._next.kind != "sign" or self._next.text not in signs:
            return None
        sign = self._next.text
        self._advance()
        return sign

    def _advance(self) -> None:
        self._before = self._next
        self._next = next(self._tokens)

    def _apply(self, word: str, n_values: int) -> None:
        self._add(Step("apply", word, n_values=n_values))

    def _add(self, step: Step) -> None:
        if len(self.steps) == MAX_STEPS:
            raise refuse_expression(f"it has more than {MAX_STEPS} steps", hint="give its parts names in `vars`")
        self.steps.append(step)

    def _refuse_value(self) -> Defect:
        if self._before is None and self._next.text == ")":
            return refuse_expression("nothing stands in the parentheses")
        if self._next.text == "+":
            return refuse_expression("a value is missing before `+`", hint="a positive number has no sign")
        return refuse_expression(f"a value is missing {self._where()}")

    def _where(self) -> str:
        if self._next.kind == "end":
            return "at its end"
        return f"after `{self._before.text}`" if self._before is not None else f"before `{self._next.text}`"

    def _refuse_next(self) -> Defect:
        if self._next.kind == "end":
            return refuse_expression("a parenthesis is not closed", hint="an expression with a comma or `#` is quoted")
        if self._next.text == ",":
            return refuse_expression("a comma stands between values of a function only")
        return refuse_expression(f"an operator is missing before `{shorten(self._next.text)}`")


def _unknown_function(word: str) -> Defect:
    expected = ", ".join(f"`{name}`" for name in FUNCTIONS)
    hint = "a square root is `x ** 0.5`" if word == "sqrt" else suggest(word, FUNCTIONS)
    return refuse_expression(f"there is no function `{shorten(word)}`", expected=expected, hint=hint)


def _check_count(function: str, n_values: int) -> None:
    fewest, most = FUNCTIONS[function]
    if fewest <= n_values <= most:
        return
    wanted = "two or more values" if most == MAX_STEPS else "one value" if most == 1 else "one or two values"
    raise refuse_expression(f"`{function}` takes {wanted}, received {n_values}")


def _number(text: str) -> int | float:
    whole = text.isdigit()
    too_large = len(text) > 400 or (whole and int(text) > MAX_NUMBER) or not math.isfinite(float(text))
    if too_large:
        raise Defect("NN044", f"`{shorten(text)}` is too large to compute with", expected="at most 1e15")
    return int(text) if whole else float(text)
