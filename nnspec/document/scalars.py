"""Plain scalar text -> text, number, bool or None, by the YAML 1.2 core schema.

`1e-3` is a number and `010` is ten; `no`, `on`, `12:30` and `1_000` are text.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import Any

from nnspec.document.limits import MAX_DIGITS

Scalar = str | int | float | bool | None
Plain = Scalar | list[Any] | dict[str, Any]

_CONSTANTS: dict[str, float | bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((f"{sign}.{word}" for sign in ("", "+") for word in ("inf", "Inf", "INF")), math.inf),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), -math.inf),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), math.nan),
}
_NUMBER_STARTS = frozenset("0123456789+-.")
_DECIMAL = re.compile(r"[-+]?[0-9]+\Z")
_PREFIXED = re.compile(r"0o[0-7]+\Z|0x[0-9a-fA-F]+\Z")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")


class NumberNotRepresentableError(ValueError):
    """A number that is written correctly and too large for the machine's numbers."""


# Specs repeat few words.
@lru_cache(4096)
def resolve_plain(text: str) -> Scalar:
    """Give the value of a plain scalar.

    Args:
        text: the scalar without quotes.

    Raises:
        NumberNotRepresentableError: an integer of more than 4300 digits, or a float beyond the largest.
    """
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    return _resolve_number(text) if text[0] in _NUMBER_STARTS else text


def parse_integer(text: str) -> int:
    """Give the integer that decimal digits with an optional sign write.

    Raises:
        NumberNotRepresentableError: more than 4300 digits.
    """
    if len(text) > MAX_DIGITS:
        text = text[: text[0] in "+-"] + (text.lstrip("+-0") or "0")
        _check_digits(len(text.lstrip("+-")))
    return int(text)


def parse_float(text: str) -> float:
    """Give the float that a decimal fraction writes.

    Raises:
        NumberNotRepresentableError: the number is beyond the largest float.
    """
    value = float(text)
    if math.isinf(value):
        raise NumberNotRepresentableError(f"a float holds at most {1.7976931348623157e308}")
    return value


def _resolve_number(text: str) -> Scalar:
    if _DECIMAL.match(text):
        return parse_integer(text)
    if _FLOAT.match(text):
        return parse_float(text)
    return _parse_prefixed(text) if _PREFIXED.match(text) else text


def _parse_prefixed(text: str) -> int:
    value = int(text[2:], 8 if text[1] == "o" else 16)
    _check_digits(int(value.bit_length() * math.log10(2)))
    return value


def _check_digits(n_digits: int) -> None:
    if n_digits > MAX_DIGITS:
        raise NumberNotRepresentableError(f"an integer holds at most {MAX_DIGITS} digits")
