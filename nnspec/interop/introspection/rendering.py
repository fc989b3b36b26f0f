"""The catalog's content -> its text, with one argument a line."""

from __future__ import annotations

import json
from typing import Any


def render_catalog(content: dict[str, Any]) -> str:
    """Write the catalog as JSON that people can read and compare line by line.

    Args:
        content: what `generate_catalog` gives.
    """
    return _mapping({key: _section(value) for key, value in content.items()}, indent=0) + "\n"


def _section(value: Any) -> str:
    if not isinstance(value, dict):
        return _inline(value)
    return _mapping({key: _entry(entry) for key, entry in value.items()}, indent=1)


def _entry(value: dict[str, Any]) -> str:
    """Write an entry, whose arguments stand a line each; the aliases of a family are an entry of plain words."""
    return _mapping({key: _field(key, field) for key, field in value.items()}, indent=2)


def _field(key: str, value: Any) -> str:
    if key != "arguments":
        return _inline(value)
    return _mapping({name: _inline(argument) for name, argument in value.items()}, indent=3)


def _mapping(items: dict[str, str], *, indent: int) -> str:
    if not items:
        return "{}"
    inner = " " * (indent + 1)
    lines = [f"{inner}{_inline(key)}: {text}" for key, text in items.items()]
    return "{\n" + ",\n".join(lines) + "\n" + " " * indent + "}"


def _inline(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
