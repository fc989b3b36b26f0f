"""A place in a spec -> what the language says of it, read from the same schema that judges the spec."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from jsonschema_rs import Draft202012Validator

from nnspec.diagnostics.diagnostic import Path
from nnspec.explaining.place import child_at
from nnspec.records import record
from nnspec.schemagen.elsewhere import closed
from nnspec.validation.wording import describe_schema

Schema = Mapping[str, Any]
_REFERENCE = re.compile(r"#/\$defs/([\w.]+)")
# What a schema says without asking for anything.
_ABOUT = {"title", "description", "default"}


@record
class Meaning:
    """What the language says of a place.

    Args:
        about: one sentence.
        expected: what may stand there, in words.
        default: what holds where nothing stands there; None where the language has no plain default.
        keys: the keys that may stand below, with a sentence each; empty where it is no mapping.
    """

    about: str
    expected: str
    default: Any
    keys: Mapping[str, str]


def meaning_at(schema: Schema, data: Any, path: Path) -> Meaning | None:
    """Follow a path through a schema, by what the data hold at each step.

    Args:
        schema: the spec's, with every definition that the path needs.
        data: the spec's plain data, sound in structure; a path may lead to what they leave open.
        path: keys and indices from the top.

    Returns:
        None where the language has no such place.
    """
    places: tuple[Schema, ...] = (schema,)
    for step in path:
        if isinstance(step, str) and not isinstance(data, dict):
            data = {"type": data} if isinstance(data, str) else {}  # a short form, in which the rest is left out
        parts = [part for place in places for part in _applying(place, data, schema) if isinstance(part, Mapping)]
        places = tuple(found for part in parts for found in _below(part, step))
        data = child_at(data, step)
        if not places:
            return None
    about = next((place["description"] for place in _spread(places, data, schema) if "description" in place), "")
    default = next((place["default"] for place in _spread(places, data, schema) if "default" in place), None)
    return Meaning(about.rstrip("."), _describe(closed(places[0])), default, _keys(places, data, schema))


def _describe(place: Schema) -> str:
    return "any value" if place.keys() <= _ABOUT else describe_schema(place)


def _spread(places: tuple[Schema, ...], data: Any, schema: Schema) -> Iterator[Schema]:
    for place in places:
        yield place
        yield from _applying(place, data, schema)


def _applying(place: Schema, data: Any, schema: Schema) -> Iterator[Schema]:
    """Give every part of a schema that judges the data: references followed, branches chosen."""
    yield place
    if "$ref" in place:
        yield from _applying(schema["$defs"][place["$ref"].rsplit("/", 1)[1]], data, schema)
    for part in place.get("allOf", ()):
        yield from _applying(part, data, schema)
    if "if" in place:
        branch = place.get("then" if _holds(place["if"], data, schema) else "else")
        if branch is not None:
            yield from _applying(branch, data, schema)


def _holds(condition: Schema, data: Any, schema: Schema) -> bool:
    return Draft202012Validator({**condition, "$defs": _definitions_for(condition, schema)}).is_valid(data)


def _definitions_for(part: Schema, schema: Schema) -> dict[str, Schema]:
    """Give the definitions that a part of a schema refers to: to compile all takes longer than to judge."""
    found: dict[str, Schema] = {}
    open = [part]
    while open:
        for name in _REFERENCE.findall(str(open.pop())):
            if name not in found:
                found[name] = schema["$defs"][name]
                open.append(found[name])
    return found


def _below(place: Schema, step: str | int) -> Iterator[Schema]:
    if isinstance(step, int):
        if isinstance(place.get("items"), Mapping):
            yield place["items"]
        return
    if step in place.get("properties", {}):
        yield place["properties"][step]
        return
    yield from (found for pattern, found in place.get("patternProperties", {}).items() if re.search(pattern, step))
    if isinstance(place.get("additionalProperties"), Mapping):
        yield place["additionalProperties"]


def _keys(places: tuple[Schema, ...], data: Any, schema: Schema) -> dict[str, str]:
    found: dict[str, str] = {}
    for place in _spread(places, data, schema):
        for key, part in place.get("properties", {}).items():
            if part.get("description"):
                found.setdefault(key, str(part["description"]).rstrip("."))
    return found
