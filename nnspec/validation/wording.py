"""Values and schemas in words: what was received, what is expected."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

_TYPES = {
    "integer": "a whole number",
    "number": "a number",
    "string": "text",
    "boolean": "`true` or `false`",
    "array": "a list",
    "object": "a mapping",
    "null": "`null`",
}
_BOUNDS = {
    "minimum": "at least",
    "exclusiveMinimum": "above",
    "maximum": "at most",
    "exclusiveMaximum": "below",
}
_LONGEST = 60


def describe_value(value: Any) -> str:
    """Show a received value as it would be written, cut when long."""
    if value is None:
        return "nothing"
    text = json.dumps(value, ensure_ascii=False, default=str)
    kinds: dict[type, str] = {dict: "the mapping ", list: "the list ", str: "the text "}
    return kinds.get(type(value), "") + (text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…")


def describe_schema(schema: Mapping[str, Any]) -> str:
    """Say what a schema expects."""
    if "$ref" in schema:
        return f"{schema['$ref'].rsplit('/', 1)[1].replace('_', ' ')}"
    if "enum" in schema:
        return _listed([f"`{item}`" for item in schema["enum"]])
    if "anyOf" in schema:
        return ", or ".join(dict.fromkeys(describe_schema(option) for option in schema["anyOf"]))
    if "if" in schema:
        return f"{describe_schema(schema['then'])}, or {describe_schema(schema['else'])}"
    return _typed(schema)


def _typed(schema: Mapping[str, Any]) -> str:
    kinds = schema.get("type", "a value")
    words = [_TYPES.get(kind, kind) for kind in ([kinds] if isinstance(kinds, str) else kinds)]
    bounds = " and ".join(f"{word} {schema[bound]:g}" for bound, word in _BOUNDS.items() if bound in schema)
    text = " or ".join(words) + (f" {bounds}" if bounds else "")
    if "items" in schema and isinstance(kinds, str):
        return _listing(schema)
    return text


def _listing(schema: Mapping[str, Any]) -> str:
    low, high = schema.get("minItems"), schema.get("maxItems")
    count = f"{low} " if low is not None and low == high else ""
    return f"a list of {count}{_plural(describe_schema(schema['items']))}"


def _plural(text: str) -> str:
    for singular, plural in (("a whole number", "whole numbers"), ("a number", "numbers"), ("text", "texts")):
        if text.startswith(singular):
            return plural + text[len(singular) :]
    return f"values, each {text}"


def _listed(words: list[str]) -> str:
    if len(words) > 8:
        return f"one of {', '.join(words[:6])} and {len(words) - 6} more"
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
