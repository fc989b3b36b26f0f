"""Catalog entries -> schemas of the three written forms `Flatten`, `Dropout: 0.5`, `Conv2D: {...}`."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from nnspec.catalog.catalog import Argument, Entry, load_catalog
from nnspec.catalog.types import parse_type
from nnspec.schemagen.types import Schema, definition, is_writable, type_schema, without_null


def usable(entry: Entry) -> bool:
    """Tell whether a spec can use an entry: not refused, and no required argument that needs code."""
    return entry.refused is None and all(
        is_writable(parse_type(argument.type)) for argument in entry.arguments.values() if argument.required
    )


def family_definition(word: str, family: str, names: Collection[str] | None) -> Schema:
    """Make the definition of a family such as `loss`: a name, or one key with arguments.

    Args:
        word: the family's word in type expressions, `loss`.
        family: its name in the catalog, `losses`.
        names: the words that a document uses; None for all.
    """
    spelled = spellings(family, names)
    bare = [name for name, entry in spelled.items() if not required_arguments(entry)]
    if family == "activations":
        return {"title": word, "$comment": family, "enum": bare}
    return {
        "title": word,
        "if": {"type": "string"},
        "then": {"$comment": family, "enum": bare},
        "else": {
            "$comment": family,
            "type": "object",
            "minProperties": 1,
            "maxProperties": 1,
            "properties": {name: definition(f"{family}.{entry.name}") for name, entry in spelled.items()},
            "additionalProperties": False,
        },
    }


def call_definition(entry: Entry) -> Schema:
    """Make the definition of what stands under a name: arguments, or the first argument alone."""
    own: Schema = {"name": definition("name"), "from": definition("from")} if entry.family in ("layers", "ops") else {}
    arguments = {
        name: argument_schema(argument)
        for name, argument in entry.arguments.items()
        if is_writable(parse_type(argument.type))
    }
    required = required_arguments(entry)
    mapping: Schema = {
        "$comment": f"{entry.family}.{entry.name}",
        "properties": {**arguments, **own},
        **({"required": list(required)} if required else {}),
        "additionalProperties": False,
    }
    return {
        "title": entry.name,
        "description": entry.summary or entry.name,
        "if": {"type": "object"},
        "then": mapping,
        "else": {"$comment": f"{entry.family}.{entry.name}", **_shorthand_schema(entry, required)},
    }


def required_arguments(entry: Entry) -> tuple[str, ...]:
    """Name the arguments that must be given."""
    return tuple(name for name, argument in entry.arguments.items() if argument.required)


def spellings(family: str, names: Collection[str] | None) -> dict[str, Entry]:
    """Map every name and alias that a spec may write, of those asked for, to its entry.

    Args:
        family: its name in the catalog.
        names: the words that a document uses; None for all.
    """
    catalog = load_catalog()
    known = (*catalog.names(family), *catalog.aliases.get(family, {}))
    wanted = known if names is None else (name for name in known if name in names)
    found = {name: catalog.find(family, name) for name in wanted}
    return {name: entry for name, entry in found.items() if entry is not None and usable(entry)}


def argument_schema(argument: Argument) -> Schema:
    """Make the schema of one argument, with its description and default."""
    schema: dict[str, Any] = {
        "description": argument.summary or argument.name,
        **type_schema(parse_type(argument.type)),
    }
    if not argument.required:
        schema["default"] = argument.default
    return schema


def _shorthand_schema(entry: Entry, required: tuple[str, ...]) -> Schema:
    first = load_catalog().first_argument(entry)
    if first is None or set(required) - {first}:
        return {"type": "object"}
    plain = without_null(parse_type(entry.arguments[first].type))
    if plain is None or not is_writable(plain):
        return {"type": "object"}
    return type_schema(plain)
