"""Values and schemas in words: what was received, what is expected."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from nnspec.schemagen.elsewhere import closed

_TYPES = {
    "integer": "a whole number",
    "number": "a number",
    "string": "text",
    "boolean": "`true` or `false`",
    "object": "a mapping",
    "null": "`null`",
}
# What a definition of the schema is called; others by their own name with an article.
_DEFINITIONS = {
    "augment": "a list of layers that augment pictures",
    "columns": "a column, or a list of columns",
    "data": "a reference such as `penguins.csv`, or a mapping",
    "entries": "a list of layers",
    "entry": "a layer, a construct, a block or a base",
    "layer": "a layer",
    "layers": "a layer, or a list of layers",
    "tensor": "a name from above",
    "tensors": "a name from above, or a list of names",
    "repeat": "a mapping with `times` and `layers`",
    "residual": "a list of layers, or a mapping with `layers`",
    "parallel": "a mapping with `branches`",
    "model": "a mapping with `layers`",
    "call": "a name from above, or a mapping with `layer`",
    "counter": "a name such as `i`",
    "blocks": "a mapping of names to blocks",
    "vars": "a mapping of names to values",
    "extends": "a file",
    "block": "a mapping with `layers`",
    "base_use": "a mapping with `name` or `from`",
    "freeze_patterns": "names of layers, or a mapping",
    "from": "a name from above, a list of names, or names by argument",
    "hidden": "a list of layers",
    "input": "a type such as `number`, or a mapping",
    "inputs": "a mapping of names to inputs",
    "output": "a type such as `number`, or a mapping",
    "outputs": "a mapping of names to outputs",
    "bases": "a mapping of names to bases",
    "length": "a whole number of at least 1",
    "lengths": "a list of whole numbers of at least 1",
    "size": "a list of 2 whole numbers of at least 1",
    "quantity": "a number, or one with a unit such as `2M` or `4GiB`",
    "reference": "a path, or a reference `SCHEME:NAME`",
    "schedule": "a learning-rate schedule",
    "head": "a layer",
    "split": "a mapping of fractions",
    "version": "`1`",
    **dict.fromkeys(("expect", "report", "stop", "train"), "a mapping"),
    **{word: f"a list of {word}" for word in ("callbacks", "stages")},
    **{word: f"a Keras {word}" for word in ("activation", "callback", "constraint", "initializer")},
    **{word: f"a Keras {word}" for word in ("loss", "metric", "optimizer", "regularizer")},
}
_PLURALS = {
    "a whole number": "whole numbers",
    "a number": "numbers",
    "a list": "lists",
    "a name": "names",
    "text": "texts",
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
    schema = closed(schema)
    if "$ref" in schema:
        return _definition(schema["$ref"].rsplit("/", 1)[1])
    if "enum" in schema:
        return _listed([f"`{item}`" for item in schema["enum"]])
    if "anyOf" in schema:
        return _either([describe_schema(option) for option in schema["anyOf"]])
    if "if" in schema:
        return _either([describe_schema(schema["else"]), describe_schema(schema.get("then", schema["if"]))])
    if "const" in schema:
        return f"`{schema['const']}`"
    kinds = schema.get("type", "any")
    return _either([_typed(kind, schema) for kind in ([kinds] if isinstance(kinds, str) else kinds)])


def _definition(name: str) -> str:
    article = "an" if name[0] in "aeio" else "a"
    return _DEFINITIONS.get(name, f"{article} {name.replace('_', ' ')}")


def _either(options: list[str]) -> str:
    return ", or ".join(dict.fromkeys(sorted(options, key=lambda option: option == "`null`")))


def _typed(kind: str, schema: Mapping[str, Any]) -> str:
    if kind in ("integer", "number"):
        low, high = schema.get("minimum"), schema.get("maximum")
        return f"`{low}`" if low is not None and low == high else f"{_TYPES[kind]}{_bounds(schema)}"
    return _listing(schema) if kind == "array" else _TYPES.get(kind, "another value")


def _bounds(schema: Mapping[str, Any]) -> str:
    low, high = schema.get("minimum"), schema.get("maximum")
    if low is not None and high is not None:
        return f" from {low} to {high}"
    words = {
        "minimum": "of at least",
        "exclusiveMinimum": "above",
        "maximum": "of at most",
        "exclusiveMaximum": "below",
    }
    text = " and ".join(f"{word} {schema[bound]}" for bound, word in words.items() if bound in schema)
    return f" {text}" if text else ""


def _listing(schema: Mapping[str, Any]) -> str:
    low, high = schema.get("minItems"), schema.get("maxItems")
    count = f"{low} " if low is not None and low == high else f"at least {low} " if low and low > 1 else ""
    return f"a list of {count}{_plural(describe_schema(schema.get('items', {})))}"


def _plural(text: str) -> str:
    for singular, plural in _PLURALS.items():
        if text.startswith(singular) and ", or " not in text:
            return plural + text[len(singular) :]
    if re.fullmatch(r"an? (Keras )?[a-z]+", text):
        return f"{text.partition(' ')[2]}s"
    return "values" if text == "another value" else f"values, each {text}"


def _listed(words: list[str]) -> str:
    if len(words) > 8:
        return f"one of {', '.join(words[:6])} and {len(words) - 6} more"
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
