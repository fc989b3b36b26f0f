"""nnspec's own constructs, `from`, and what only a written spec has (`vars`, `blocks`) -> schemas."""

from __future__ import annotations

from nnspec.schemagen.patterns import COUNTER, LOWER_CASE_NAME, NAME, TENSOR
from nnspec.schemagen.types import Schema, definition

# What expansion dissolves, in one sentence each.
WRITTEN_SECTIONS = {
    "extends": "A spec that this one changes; maps merge, lists replace.",
    "vars": "Values by name, for `$name` and `$(expression)`.",
    "blocks": "Layers with arguments, by name.",
}
_OWN: dict[str, Schema] = {
    "name": {"description": "The name of what it gives.", **definition("name")},
    "from": {"description": "What it takes; by default what stands above.", **definition("from")},
}
_LAYERS: Schema = {"description": "Entries, one below the other.", **definition("entries")}
_COUNTER_ABOUT = "Letters, digits and `_`, starting with a letter."


def construct_definitions(*, written: bool) -> dict[str, Schema]:
    """Make the definitions of what stands under `repeat`, `residual`, `parallel`, `model` and `call`.

    Args:
        written: for specs as people write them; else `repeat` has one round, as after expansion.
    """
    return {
        "repeat": _repeat_schema(written=written),
        "residual": _residual_schema(),
        "parallel": _parallel_schema(),
        "model": _model_schema(),
        "call": _call_schema(),
    }


def source_definitions() -> dict[str, Schema]:
    """Make the definitions of names, and of tensors under `from`."""
    several: Schema = {"$comment": "from", "type": "array", "minItems": 1, "items": definition("tensor")}
    return {
        "name": {"type": "string", "pattern": NAME, "description": "Letters, digits, `_` and `-`."},
        "tensor": {
            "type": "string",
            "pattern": TENSOR,
            "description": "A name from above; `lstm:1` is its second output.",
        },
        "tensors": {"if": {"type": "array"}, "then": several, "else": definition("tensor")},
        "from": {
            "description": "A name from above, several in the order of the call, or names by the call's arguments.",
            "if": {"type": "object"},
            "then": {"$comment": "from", "minProperties": 1, "additionalProperties": definition("tensors")},
            "else": definition("tensors"),
        },
    }


def written_definitions() -> dict[str, Schema]:
    """Make the definitions that only a written spec has: variables, blocks and their uses."""
    return {
        "extends": {"type": "string", "minLength": 1},
        "counter": {"type": "string", "pattern": COUNTER, "description": _COUNTER_ABOUT},
        "vars": {
            "type": "object",
            "$comment": "names",
            "patternProperties": {COUNTER: {"description": "Any value; it may use those above."}},
            "additionalProperties": False,
        },
        "blocks": {
            "type": "object",
            "$comment": "names",
            "minProperties": 1,
            "patternProperties": {LOWER_CASE_NAME: definition("block")},
            "additionalProperties": False,
        },
        "block": _block_schema(),
        "use": {
            "description": "A block or a transfer base at this place.",
            "if": {"type": "object"},
            "then": {"properties": _OWN},
        },
    }


def _construct(about: str, properties: dict[str, Schema], required: list[str]) -> Schema:
    return {
        "description": about,
        "type": "object",
        "properties": {**properties, **_OWN},
        "required": required,
        "additionalProperties": False,
    }


def _repeat_schema(*, written: bool) -> Schema:
    times = {"description": "How many rounds.", "type": "integer", "minimum": 1, "maximum": 10_000 if written else 1}
    counter = {"description": "The counter's name, from 0; `i` by default.", **definition("counter")}
    properties = {"times": times, **({"as": counter} if written else {}), "layers": _LAYERS}
    return _construct("The same layers several times, each with weights of its own.", properties, ["times", "layers"])


def _residual_schema() -> Schema:
    project = {"description": "Fit the input's shape to the output's.", "type": "boolean", "default": False}
    about = "Layers whose input is added to their output."
    return {
        "description": about,
        "if": {"type": "array"},
        "then": definition("entries"),
        "else": _construct(about, {"layers": _LAYERS, "project": project}, ["layers"]),
    }


def _parallel_schema() -> Schema:
    branches = {
        "description": "Lists of entries that all take the same input; an empty one hands it on.",
        "type": "array",
        "minItems": 2,
        "items": definition("hidden"),
    }
    join = {
        "description": "The merging layer that joins the branches.",
        **definition("layer"),
        "default": "Concatenate",
    }
    return _construct("Branches from one input, joined.", {"branches": branches, "join": join}, ["branches"])


def _model_schema() -> Schema:
    properties = {
        "layers": _LAYERS,
        "inputs": {
            "description": "Names, inside, of what it takes, in the order of `from`.",
            "type": "array",
            "minItems": 1,
            "items": definition("name"),
        },
        "outputs": {
            "description": "Names, inside, of what it gives; its last entry by default.",
            "type": "array",
            "minItems": 1,
            "items": definition("tensor"),
        },
    }
    return _construct("A nested model: one layer to the outside, its names private.", properties, ["layers"])


def _call_schema() -> Schema:
    about = "A layer, nested model or base from above once more, with the same weights."
    layer = {"description": "The name of what is called again.", **definition("name")}
    return {
        "description": about,
        "if": {"type": "string"},
        "then": definition("name"),
        "else": _construct(about, {"layer": layer}, ["layer"]),
    }


def _block_schema() -> Schema:
    arguments: Schema = {
        "description": "Argument: default; left empty it must be given.",
        "type": "object",
        "$comment": "names",
        "patternProperties": {COUNTER: {"description": "The default; nothing: it must be given."}},
        "additionalProperties": False,
    }
    return {
        "description": "Layers with arguments, to be used like a layer.",
        "type": "object",
        "properties": {"args": arguments, "layers": _LAYERS},
        "required": ["layers"],
        "additionalProperties": False,
    }
