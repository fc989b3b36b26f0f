"""The JSON Schema of a spec as a whole: sound, described, and local in its errors."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import jsonschema_rs
import pytest
from jsonschema import Draft202012Validator
from jsonschema_rs import Draft202012Validator as FastValidator

from nnspec.schemagen.spec_schema import spec_schema
from nnspec.schemagen.types import expression_schema

SPEC: dict[str, Any] = {"nnspec": 1, "inputs": {"x": "number"}, "outputs": {"y": "number"}}
# The conditions of an `if` describe nothing.
CONDITIONS = ("if",)


# What draft-07, which editors read, and draft 2020-12 have in common; `$ref` hides what stands beside it there.
SHARED_WORDS = {
    *("$schema", "$defs", "$ref", "$comment", "title", "description", "default", "type", "enum", "const", "pattern"),
    *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minLength", "minItems", "maxItems", "items"),
    *("minProperties", "maxProperties", "properties", "patternProperties", "additionalProperties", "required"),
    *("if", "then", "else", "allOf", "anyOf", "oneOf", "not"),
}
NOTES = {"$ref", "description", "default", "title", "$comment"}
LANGUAGES = pytest.mark.parametrize("written", [False, True], ids=["expanded", "written"])


@cache
def _full(written: bool = False) -> dict[str, Any]:
    return spec_schema(written=written)


@cache
def _fast() -> FastValidator:
    return FastValidator(_full())


def _properties(schema: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    if isinstance(schema, list):
        for item in schema:
            yield from _properties(item, path)
    elif isinstance(schema, dict):
        for key, value in schema.items():
            if key == "properties":
                yield from (((*path, name), item) for name, item in value.items())
            if key not in CONDITIONS:
                yield from _properties(value, (*path, key))


@LANGUAGES
def test_schema_is_sound(written):
    jsonschema_rs.meta.validate(_full(written))


@LANGUAGES
def test_every_property_is_described(written):
    properties = _properties(_full(written))
    bare = [path for path, item in properties if not item.get("description") and not _is_described(item)]
    assert bare == []


def _subschemas(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield schema
    for word, item in schema.items():
        maps = word in ("properties", "patternProperties", "$defs")
        parts = item.values() if maps else item if word in ("allOf", "anyOf", "oneOf") else [item]
        if maps or word in ("items", "additionalProperties", "if", "then", "else", "allOf", "anyOf", "oneOf", "not"):
            for part in parts:
                yield from _subschemas(part) if isinstance(part, dict) else ()


@LANGUAGES
def test_schema_keeps_to_what_draft_07_reads_too(written):
    assert {word for part in _subschemas(_full(written)) for word in part} - SHARED_WORDS == set()
    assert {word for part in _subschemas(_full(written)) if "$ref" in part for word in part} - NOTES == set()


def _is_described(item: Any) -> bool:
    """Tell whether a property is a name of the catalog, whose definition carries the description."""
    return "description" in _full()["$defs"].get(str(item.get("$ref", "")).rsplit("/", 1)[-1], {})


@LANGUAGES
def test_every_reference_leads_to_a_definition(written):
    definitions = _full(written)["$defs"]
    assert {name for name in _references(_full(written)) if name not in definitions} == set()


@pytest.mark.parametrize(
    ("hidden", "fits"),
    [
        ([{"repeat": {"times": 3, "layers": ["$layer"]}}], True),
        ([{"repeat": {"times": "$n", "as": "k", "layers": [{"Dense": "$(k * 2)"}]}}], True),
        ([{"repeat": {"times": 3, "as": "$k", "layers": ["Flatten"]}}], False),
        ([{"any_block": {"filters": [1, {"a": None}], "name": "b_$i"}}], True),
        ([{"any_block": {"name": 1}}], False),
        ([{"Dense": {"units": "$u", "activation": "r$e", "name": "$n"}}], True),
        ([{"Dense": {"units": "u"}}], False),
        ("$layers", True),
        ([{"ops.mean": {"axis": "$a"}}], True),
        ([{"ops.mean": {"axes": "$a"}}], False),
        ([{"parallel": {"branches": [[], "$branch"], "join": "$join"}}], True),
        ([{"call": "$who"}], True),
        ([{"TimeDistributed": {"layer": {"Dense": "$units"}}}], True),
    ],
)
def test_text_with_a_dollar_stands_for_any_value_as_written(hidden, fits):
    assert FastValidator(_full(True)).is_valid(SPEC | {"hidden": hidden}) is fits


def test_file_that_extends_another_needs_neither_inputs_nor_outputs():
    assert FastValidator(_full(True)).is_valid({"nnspec": 1, "extends": "base.yaml"})
    assert not FastValidator(_full(True)).is_valid({"nnspec": 1, "outputs": {"y": "number"}})


@pytest.mark.parametrize("change", [{"vars": {"a": 1}}, {"blocks": {"b": {"layers": ["Flatten"]}}}])
def test_expanded_language_has_no_values_from_elsewhere(change):
    assert FastValidator(_full(True)).is_valid(SPEC | change)
    assert not _fast().is_valid(SPEC | change)


def _references(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        if "$ref" in schema:
            yield schema["$ref"].removeprefix("#/$defs/")
        schema = list(schema.values())
    if isinstance(schema, list):
        for item in schema:
            yield from _references(item)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"optimizer": {"SGD": {"learning_rate": {"CosineDecay": {"decay_steps": 0}}}}}, "decay_steps"),
        ({"hidden": [{"Dense": {"units": 2, "kernel_initializer": {"HeNormal": {"seed": "x"}}}}]}, "seed"),
        ({"data": {"source": "a.csv", "split": {"validation": 2}}}, "validation"),
        ({"outputs": {"y": {"type": "number", "head": {"Dense": {"units": 0}}}}}, "units"),
        ({"train": {"stop": {"patience": -1}}}, "patience"),
        ({"inputs": {"x": {"type": "image", "size": [0, 8]}}}, 0),
    ],
)
def test_error_inside_a_nested_value_stays_at_that_value(change, place):
    data = SPEC | change
    assert place in {path[-1] for error in _fast().iter_errors(data) if (path := error.instance_path)}


@pytest.mark.parametrize(
    ("type", "value", "fits"),
    [
        ("int(1..)", 1.0, True),
        ("int(1..)", True, False),
        ("float(0..1)", 1, True),
        ("float(0..1)", True, False),
        ("bool", 1, False),
        ("int | null", None, True),
        ("int", None, False),
        ("int(0..) | list[int(0..), 2]", [0, 1], True),
        ("int(0..) | list[int(0..), 2]", [0, 1, 2], False),
        ('"a" | "b" | null', "c", False),
        ('"auto" | bool', False, True),
        ("dict[float(0..)]", {"a": -1}, False),
        ("int(1..) | int(-1..-1)", -1, True),
        ("int(1..) | int(-1..-1)", 0, False),
    ],
)
def test_type_expression_takes_its_values(type, value, fits):
    assert Draft202012Validator(expression_schema(type)).is_valid(value) is fits
