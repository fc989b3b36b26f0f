"""Sections of the language -> schemas: one property per declared key."""

from __future__ import annotations

from typing import Any

from nnspec.schemagen.constructs import source_definitions
from nnspec.schemagen.patterns import COSTS, LOWER_CASE_NAME, METRIC, NAME, QUANTITY, SCHEMES, SYMBOL
from nnspec.schemagen.types import Schema, definition, expression_schema
from nnspec.spec.bases import Base
from nnspec.spec.data import Data, Split
from nnspec.spec.inputs import INPUT_TYPES
from nnspec.spec.keys import Key, keys_of
from nnspec.spec.outputs import OUTPUT_TYPES, Output
from nnspec.spec.train import Stage, Train


def section_schema(section: type[Any], about: str, **extra: Schema) -> Schema:
    """Make the schema of a section from its declaration.

    Args:
        section: a record of declared keys.
        about: one sentence.
        extra: further properties that the declaration does not hold.
    """
    keys = keys_of(section)
    required = [key.name for key in keys if key.required]
    return {
        "description": about,
        "type": "object",
        "properties": {**{key.name: _key_schema(key) for key in keys}, **extra},
        **({"required": required} if required else {}),
        "additionalProperties": False,
    }


def own_definitions() -> dict[str, Schema]:
    """Make the definitions that the language itself brings, by name."""
    return {
        **source_definitions(),
        "version": {"type": "integer", "minimum": 1, "maximum": 1},
        "columns": _text_or_list("A column or a pattern such as `bill_*`, or a list of them."),
        "reference": {"type": "string", "pattern": SCHEMES},
        "sha256": {"type": "string", "pattern": "^[0-9a-fA-F]{64}$"},
        "length": {
            "if": {"type": "string"},
            "then": {"pattern": SYMBOL},
            "else": {"type": "integer", "minimum": 1},
        },
        "lengths": {"type": "array", "items": definition("length")},
        "size": {"type": "array", "minItems": 2, "maxItems": 2, "items": definition("length")},
        "entries": {"type": "array", "minItems": 1, "items": definition("entry")},
        "head": definition("layer"),
        "hidden": {"type": "array", "items": definition("entry")},
        "base_use": _base_use_schema(),
        **_data_definitions(),
        "inputs": _named(definition("input"), NAME),
        "input": _input_schema(),
        "augment": {"type": "array", "minItems": 1, "items": definition("layer")},
        **{f"input.{name}": _input_type_schema(name) for name in INPUT_TYPES},
        "outputs": _named(definition("output"), NAME),
        "output": _output_schema(),
        "bases": _named(definition("base"), LOWER_CASE_NAME),
        "base": _base_schema(),
        **_train_definitions(),
        "expect": _expect_schema(),
        "quantity": {"if": {"type": "string"}, "then": {"pattern": QUANTITY}, "else": {"type": "number"}},
        "report": {"type": "object", "description": "Written by nnspec after a run."},
    }


def _key_schema(key: Key) -> Schema:
    schema = {"description": key.about, **expression_schema(key.type)}
    default = list(key.default) if isinstance(key.default, tuple) else key.default
    plain = isinstance(default, str | int | float | bool)
    return {**schema, "default": default} if plain and not key.required else schema


def _named(item: Schema, pattern: str) -> Schema:
    return {
        "type": "object",
        "$comment": "names",
        "minProperties": 1,
        "patternProperties": {pattern: item},
        "additionalProperties": False,
    }


def _text_or_list(about: str) -> Schema:
    items = {"type": "string", "minLength": 1}
    return {
        "description": about,
        "if": {"type": "array"},
        "then": {"type": "array", "minItems": 1, "items": items},
        "else": items,
    }


def _base_use_schema() -> Schema:
    return {
        "description": "A transfer base at this place.",
        "type": "object",
        "$comment": "base_use",
        "properties": {"name": definition("name"), "from": definition("from")},
        "additionalProperties": False,
    }


def _data_definitions() -> dict[str, Schema]:
    section = section_schema(Data, "Where rows come from and how they are split.")
    either = [{"required": ["source"]}, {"required": ["train"]}]
    return {
        "data": {
            "if": {"type": "string"},
            "then": definition("reference"),
            "else": {**section, "$comment": "data", "oneOf": either},
        },
        "split": section_schema(Split, "Fractions, and how rows are drawn; a fraction left out is 0."),
    }


def _input_schema() -> Schema:
    typed = [
        {
            "if": {"properties": {"type": {"const": name}}, "required": ["type"]},
            "then": definition(f"input.{name}"),
        }
        for name in INPUT_TYPES
    ]
    untyped = {"if": {"not": {"required": ["type"]}}, "then": definition("input.number")}
    kinds = {"$comment": "input_type", "enum": list(INPUT_TYPES)}
    return {
        "description": "An input: its type, or a mapping.",
        "if": {"type": "string"},
        "then": kinds,
        "else": {
            "type": "object",
            "properties": {"type": {"description": "What kind of input it is; `number` by default.", **kinds}},
            "allOf": [*typed, untyped],
        },
    }


def _input_type_schema(name: str) -> Schema:
    section = INPUT_TYPES[name]
    return section_schema(
        section,
        (section.__doc__ or "").strip().splitlines()[0],
        type={"description": "What kind of input it is.", "const": name},
        column={"description": "One column of the data.", "type": "string", "minLength": 1},
    )


def _output_schema() -> Schema:
    return {
        "description": "An output: its type, or a mapping.",
        "if": {"type": "string"},
        "then": {"$comment": "output_type", "enum": list(OUTPUT_TYPES)},
        "else": section_schema(
            Output,
            "An output: its type, and what differs from the type's defaults.",
            column={"description": "The column that holds the truth.", "type": "string", "minLength": 1},
        ),
    }


def _base_schema() -> Schema:
    section = section_schema(Base, "A transfer base: where it comes from and what of it is used.")
    section["properties"].pop("arguments")
    section["additionalProperties"] = True
    return {"if": {"type": "string"}, "then": definition("reference"), "else": section}


def _train_definitions() -> dict[str, Schema]:
    callbacks = {"type": "array", "minItems": 1, "items": definition("callback")}
    stages = {"type": "array", "minItems": 1, "items": definition("stage")}
    return {
        "train": section_schema(Train, "How long, in what batches, on what devices, and when to stop."),
        "stage": section_schema(Stage, "One stage; what it leaves open holds as in `train`."),
        "stages": stages,
        "callbacks": callbacks,
        "freeze_patterns": _freeze_schema(),
    }


def _freeze_schema() -> Schema:
    names = _text_or_list("Names or patterns of layers.")
    return {
        "if": {"type": "object"},
        "then": {"minProperties": 1, "additionalProperties": names},
        "else": names,
    }


def _expect_schema() -> Schema:
    quantity = definition("quantity")
    bound = {
        "type": "object",
        "minProperties": 1,
        "properties": {
            "min": {"description": "At least this; units K M G KiB MiB GiB.", **quantity},
            "max": {"description": "At most this; units K M G KiB MiB GiB.", **quantity},
        },
        "additionalProperties": False,
    }
    return {
        "type": "object",
        "$comment": "expect",
        "description": "`parameters`, `memory` (bytes of a training step), `flops` (of one example, forward), or a "
        "metric such as `test.accuracy`, with `min` and `max`.",
        "patternProperties": {METRIC: bound, COSTS: bound},
        "additionalProperties": False,
    }
