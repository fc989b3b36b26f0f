"""A schema of the expanded language -> the same where a text with `$` may stand for any value.

`if` a text that contains `$`, anything goes; `else` the type holds, so that its errors stay local.
"""

from __future__ import annotations

from typing import Any

from nnspec.schemagen.types import Schema, definition

ELSEWHERE = "elsewhere"
# What is read before any value is filled in.
FIXED = ("block", "blocks", "counter", "extends", "report", "repeat", "vars", "version")
_ABOUT = ("title", "description", "default")
_MAPS = ("properties", "patternProperties")
_PLACES = ("items", "additionalProperties")
_BRANCHES = ("then", "else")


def open_schema(schema: Schema) -> Schema:
    """Open every value of a schema, those of its definitions included, to texts with a `$`."""
    definitions = {name: _open_definition(name, item) for name, item in schema["$defs"].items()}
    text = {"type": "string", "pattern": "\\$", "description": "A value from elsewhere: `$name` or `$(expression)`."}
    return {**_open_inside(schema), "$defs": {ELSEWHERE: text, **definitions}}


def closed(schema: Any) -> Any:
    """Give what a schema says of values that are written where they stand."""
    return schema["else"] if isinstance(schema, dict) and schema.get("if") == definition(ELSEWHERE) else schema


def _open_definition(name: str, schema: Schema) -> Schema:
    return _open_inside(schema) if name in FIXED else _open_value(schema)


def _open_value(schema: Schema) -> Schema:
    """Open a value; what refers to a definition is open there, and what takes everything already is."""
    inside = _open_inside(schema)
    kept = {word: inside[word] for word in _ABOUT if word in inside}
    rest = {word: item for word, item in inside.items() if word not in kept}
    if not rest or "$ref" in rest or "const" in rest:
        return inside
    return {**kept, "if": definition(ELSEWHERE), "else": rest}


def _open_inside(schema: Schema) -> Schema:
    found: Schema = {}
    for word, item in schema.items():
        if word in _MAPS:
            found[word] = {name: _open_value(part) for name, part in item.items()}
        elif word in _PLACES and isinstance(item, dict):
            found[word] = _open_value(item)
        elif word in _BRANCHES:
            found[word] = _open_inside(item)
        elif word in ("anyOf", "allOf"):
            found[word] = [_open_inside(part) for part in item]
        else:
            found[word] = item
    return found
