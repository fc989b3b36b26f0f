"""A type and a plain value of it -> the value as Keras insists on it."""

from __future__ import annotations

from typing import Any

from nnspec.catalog.types.checking import accepts
from nnspec.catalog.types.nodes import Items, Number, Table, Type, Union


def convert(expected: Type, value: Any) -> Any:
    """Turn whole numbers into floats where a type takes any number.

    Keras refuses `learning_rate=1`, `momentum=0` and `beta=1` where it takes `1.0`, `0.0` and `1.0`.

    Args:
        expected: a type that accepts the value.
        value: plain data; entries of families are left as they are.
    """
    match expected:
        case Union(options):
            fitting = next((option for option in options if accepts(option, value)), None)
            return value if fitting is None else convert(fitting, value)
        case Number(whole=False):
            return float(value)
        case Items(item):
            return [convert(item, element) for element in value]
        case Table(item):
            return {key: convert(item, element) for key, element in value.items()}
        case _:
            return value
