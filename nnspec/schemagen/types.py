"""A type expression -> a piece of JSON Schema whose errors stay local.

Alternatives that differ in JSON type are told apart by `if`, not by `anyOf`, so that a wrong value is
reported against the one alternative that it was meant for.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from nnspec.catalog.types import (
    DTYPES,
    Family,
    Items,
    Literal,
    Number,
    Plain,
    Table,
    Type,
    Union,
    parse_type,
)
from nnspec.spec.keys import split_type

Schema = dict[str, Any]

# What an argument of type `layer` takes: an entry, or a list of entries.
LAYERS = "layers"
# Definitions of the language's own that take a text too.
_TEXTS = ("head", "reference")


@cache
def expression_schema(type: str) -> Schema:
    """Make the schema of a type expression, the language's own definitions (`@columns`) included."""
    own, rest = split_type(type)
    if not own:
        return type_schema(parse_type(type))
    named = definition(own[0])
    if rest is None:
        return named
    words = type_schema(parse_type(rest))
    if own[0] in _TEXTS:
        return {"if": words, "else": named}
    return {"if": {"type": "string"}, "then": words, "else": named}


def definition(name: str) -> Schema:
    """Refer to a definition by its name."""
    return {"$ref": f"#/$defs/{name}"}


def without_null(type: Type) -> Type | None:
    """Leave `null` out of a type; None where nothing remains."""
    if type == Plain("null"):
        return None
    if not isinstance(type, Union):
        return type
    rest = tuple(option for option in type.options if option != Plain("null"))
    return rest[0] if len(rest) == 1 else Union(rest)


def type_schema(type: Type) -> Schema:
    """Make the schema of a parsed type."""
    match type:
        case Union(options):
            return _union_schema(options)
        case Plain(word):
            return _plain_schema(word)
        case Number():
            return _number_schema(type)
        case Literal(text):
            return {"enum": [text]}
        case Items(item, shortest, longest):
            return _items_schema(item, shortest, longest)
        case Table(value):
            return {"type": "object", "additionalProperties": type_schema(value)}
        case Family(word):
            return definition(LAYERS if word == "layer" else word)


def is_writable(type: Type) -> bool:
    """Tell whether a spec can give a value of this type: not code."""
    match type:
        case Union(options):
            return any(is_writable(option) for option in options if option != Plain("null"))
        case Plain(word):
            return word != "callable"
        case Items(item) | Table(item):
            return is_writable(item)
    return True


def _plain_schema(word: str) -> Schema:
    if word == "dtype":
        return {"enum": list(DTYPES)}
    kinds = {"bool": "boolean", "null": "null", "path": "string", "str": "string"}
    return {"type": kinds[word]} if word in kinds else {}


def _number_schema(type: Number) -> Schema:
    schema: Schema = {"type": "integer" if type.whole else "number"}
    if type.minimum is not None:
        schema["exclusiveMinimum" if type.above_minimum else "minimum"] = type.minimum
    if type.maximum is not None:
        schema["exclusiveMaximum" if type.below_maximum else "maximum"] = type.maximum
    return schema


def _items_schema(item: Type, shortest: int, longest: int | None) -> Schema:
    is_layer = item == Family("layer")
    schema: Schema = {"type": "array", "items": definition("layer") if is_layer else type_schema(item)}
    if shortest:
        schema["minItems"] = shortest
    if longest is not None:
        schema["maxItems"] = longest
    return schema


def _union_schema(options: tuple[Type, ...]) -> Schema:
    usable = [option for option in options if is_writable(option)]
    if Family("layer") in usable:
        return _or_layers(usable)
    texts = [option for option in usable if _is_text(option)]
    rest = [option for option in usable if not _is_text(option)]
    if not texts:
        return _by_json_type(rest)
    text_schema = _text_schema(texts)
    if not rest:
        return text_schema
    kinds = ["string", "object"] if any(isinstance(option, Family) for option in texts) else "string"
    return {"if": {"type": kinds}, "then": text_schema, "else": _by_json_type(rest)}


def _or_layers(options: list[Type]) -> Schema:
    """Take layers or what is neither text, mapping nor list, such as `null`."""
    rest: list[Type] = [option for option in options if option != Family("layer") and not isinstance(option, Items)]
    if not rest:
        return definition(LAYERS)
    kinds = ["string", "object", "array"]
    return {"if": {"type": kinds}, "then": definition(LAYERS), "else": _by_json_type(rest)}


def _is_text(option: Type) -> bool:
    return isinstance(option, Literal | Family) or option in (Plain("str"), Plain("path"), Plain("dtype"))


def _text_schema(options: list[Type]) -> Schema:
    literals = [option.text for option in options if isinstance(option, Literal)]
    literals += [name for option in options if option == Plain("dtype") for name in DTYPES]
    if Plain("str") in options or Plain("path") in options:
        return {"type": "string"}
    families = [definition(option.word) for option in options if isinstance(option, Family)]
    parts: list[Schema] = [*([{"enum": literals}] if literals else []), *families]
    return parts[0] if len(parts) == 1 else {"anyOf": parts}


def _by_json_type(options: list[Type]) -> Schema:
    """Merge alternatives of different JSON types into one flat schema; else fall back to `anyOf`."""
    schemas = [type_schema(option) for option in options]
    if len(schemas) == 1:
        return schemas[0]
    kinds = [schema.get("type") for schema in schemas]
    kept = [set(schema) - {"type"} for schema in schemas]
    distinct = len({"number" if kind == "integer" else kind for kind in kinds}) == len(kinds)
    if None in kinds or not distinct or any(kept[i] & kept[j] for i in range(len(kept)) for j in range(i)):
        return {"anyOf": schemas}
    merged = {keyword: value for schema in schemas for keyword, value in schema.items()}
    return {**merged, "type": kinds}
