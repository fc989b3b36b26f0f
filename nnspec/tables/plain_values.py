"""Plain data that nobody vouches for -> values of a known kind, or a ValueError that says what they are not."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from typing import Any

_LARGEST_EXAMPLE = 100_000_000

Reader = Callable[[Any], Any]


def read_fields(data: Any, place: str, readers: Mapping[str, Reader], *, required: Collection[str]) -> dict[str, Any]:
    """Read a mapping whose keys are known.

    Args:
        data: of any kind.
        place: what to call it in errors.
        readers: by key.
        required: keys that must be there.

    Raises:
        ValueError: a key or a value is wrong.
    """
    given = read_mapping(data, place)
    wrong = [name for name in given if name not in readers] or [name for name in required if name not in given]
    if wrong:
        raise ValueError(f"`{place}` has an unknown or a missing `{wrong[0]}`")
    return {name: _field(f"{place}.{name}", value, readers[name]) for name, value in given.items()}


def _field(place: str, value: Any, read: Reader) -> Any:
    try:
        return read(value)
    except (TypeError, ValueError, OverflowError) as error:
        raise ValueError(f"`{place}`: {error}") from error


def read_mapping(data: Any, place: str) -> Mapping[str, Any]:
    """Read a mapping."""
    if not isinstance(data, Mapping):
        raise ValueError(f"`{place}` must be a mapping")
    return data


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError("must be a list")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("must be text")
    return value


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError("must be a finite number")
    return float(value)


def texts(value: Any) -> tuple[str, ...]:
    """Read a list of texts."""
    return tuple(_text(item) for item in _list(value))


def whole(value: Any) -> int:
    """Read a whole number from 1, of a size that a machine can hold."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value <= _LARGEST_EXAMPLE:
        raise ValueError("must be a whole number from 1")
    return value


def numbers(value: Any) -> tuple[float, ...]:
    """Read a list of finite numbers."""
    return tuple(_number(item) for item in _list(value))


def not_negative(value: Any) -> tuple[float, ...]:
    """Read a list of finite numbers from 0."""
    found = numbers(value)
    if any(item < 0 for item in found):
        raise ValueError("must not be negative")
    return found


def shape(value: Any) -> tuple[int, ...]:
    """Read the shape of one example, of a size that a machine can hold."""
    sizes = tuple(_list(value))
    whole = all(isinstance(size, int) and not isinstance(size, bool) and size > 0 for size in sizes)
    if not whole or math.prod(sizes) > _LARGEST_EXAMPLE:
        raise ValueError("must be a shape")
    return sizes


def word(*words: str) -> Reader:
    """Make a reader of one word of several."""

    def read(value: Any) -> str:
        if value not in words:
            raise ValueError(f"must be one of {', '.join(words)}")
        return str(value)

    return read


def values_of_one_kind(value: Any) -> tuple[Any, ...]:
    """Read categories of one kind."""
    values = tuple(_list(value))
    if len({type(item) for item in values}) > 1 or not all(_is_category(item) for item in values):
        raise ValueError("must be a list of texts or of numbers")
    return values


def _is_category(item: Any) -> bool:
    if isinstance(item, float):
        return math.isfinite(item)
    return isinstance(item, str | bool) or (isinstance(item, int) and abs(item) < 2**63)


def different_values(value: Any) -> tuple[Any, ...]:
    """Read categories of one kind, each only once."""
    values = values_of_one_kind(value)
    if len(set(values)) != len(values):
        raise ValueError("names a value twice")
    return values
