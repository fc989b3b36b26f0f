"""The JSON Schema of a spec as a whole: sound, described, and local in its errors."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from jsonschema_rs import Draft202012Validator as FastValidator

from nnspec.schemagen.spec_schema import spec_schema
from nnspec.schemagen.types import expression_schema

SPEC: dict[str, Any] = {"nnspec": 1, "inputs": {"x": "number"}, "outputs": {"y": "number"}}
# The conditions of an `if` describe nothing.
CONDITIONS = ("if",)


@cache
def _full() -> dict[str, Any]:
    return spec_schema()


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


def test_schema_is_sound():
    Draft202012Validator.check_schema(_full())


def test_every_property_is_described():
    bare = [path for path, item in _properties(_full()) if not item.get("description") and not _is_described(item)]
    assert bare == []


def _is_described(item: Any) -> bool:
    """Tell whether a property is a name of the catalog, whose definition carries the description."""
    return "description" in _full()["$defs"].get(str(item.get("$ref", "")).rsplit("/", 1)[-1], {})


def test_every_reference_leads_to_a_definition():
    definitions = _full()["$defs"]
    assert {name for name in _references(_full()) if name not in definitions} == set()


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
