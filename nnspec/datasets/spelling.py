"""A category -> the texts that data files write it as."""

from __future__ import annotations

from typing import Any


def text_of(value: Any) -> str:
    """Write a category as YAML and JSON do: `true` and `false`, all else as Python prints it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def spellings_of(value: Any) -> tuple[str, ...]:
    """List the texts that mean a category; a truth value has the three of YAML 1.2, section 10.3.2."""
    text = text_of(value)
    return (text, text.capitalize(), text.upper()) if isinstance(value, bool) else (text,)
