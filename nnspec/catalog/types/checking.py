"""A type and a plain value -> whether the value has the type."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

from nnspec.catalog.types.nodes import Family, Items, Literal, Number, Plain, Table, Type, Union

DTYPES = (
    *("float32", "float64", "float16", "bfloat16", "mixed_float16", "mixed_bfloat16"),
    *("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "bool", "string"),
)


def accepts(expected: Type, value: Any) -> bool:
    """Tell whether a value has a type.

    An entry of a family is looked at only from the outside: a name, or a mapping with one key.

    Args:
        expected: the type.
        value: plain data, as read from YAML or JSON.
    """
    match expected:
        case Union(options):
            return any(accepts(option, value) for option in options)
        case Plain(word):
            return _accepts_plain(word, value)
        case Number():
            return _accepts_number(expected, value)
        case Literal(text):
            return isinstance(value, str) and value == text
        case Items(item, shortest, longest):
            fits = isinstance(value, list | tuple) and shortest <= len(value) <= (longest or len(value))
            return fits and all(accepts(item, element) for element in value)
        case Table(item):
            fits = isinstance(value, Mapping) and all(isinstance(key, str) for key in value)
            return fits and all(accepts(item, element) for element in value.values())
        case Family():
            return isinstance(value, str) or (isinstance(value, Mapping) and len(value) == 1)


def _accepts_plain(word: str, value: Any) -> bool:
    if word == "any":
        return True
    if word == "null":
        return value is None
    if word == "bool":
        return isinstance(value, bool)
    if word == "dtype":
        return value in DTYPES if isinstance(value, str) else False
    return word in ("str", "path") and isinstance(value, str)


def _accepts_number(expected: Number, value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int if expected.whole else (int, float)):
        return False
    if not expected.whole and not _is_a_float(value):
        return False
    low, high = expected.minimum, expected.maximum
    above = low is None or (value > low if expected.above_minimum else value >= low)
    below = high is None or (value < high if expected.below_maximum else value <= high)
    return above and below


def _is_a_float(value: float) -> bool:
    """Tell whether a number is one that floats can hold; whole numbers may be too large, NaN is none."""
    return -sys.float_info.max <= value <= sys.float_info.max or value in (float("inf"), float("-inf"))
