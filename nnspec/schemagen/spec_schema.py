"""The schema of a spec: the language's sections and, by name, the catalog entries that are asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache

from nnspec.catalog.catalog import Entry, load_catalog
from nnspec.schemagen.calls import call_definition, family_definition, usable
from nnspec.schemagen.constructs import WRITTEN_SECTIONS, construct_definitions, written_definitions
from nnspec.schemagen.elsewhere import open_schema
from nnspec.schemagen.entries import entry_definition
from nnspec.schemagen.sections import own_definitions, section_schema
from nnspec.schemagen.types import LAYERS, Schema, definition
from nnspec.spec.entries import CONSTRUCTS, OPS_PREFIX
from nnspec.spec.spec import Spec

DRAFT = "https://json-schema.org/draft/2020-12/schema"
FAMILIES = {
    "activation": "activations",
    "callback": "callbacks",
    "constraint": "constraints",
    "initializer": "initializers",
    "layer": "layers",
    "loss": "losses",
    "metric": "metrics",
    "optimizer": "optimizers",
    "regularizer": "regularizers",
    "schedule": "schedules",
}


def spec_schema(names: Collection[str] | None = None, *, written: bool = False) -> Schema:
    """Make the JSON Schema of a spec.

    Args:
        names: the words that a document uses; only the catalog entries among them get a definition, which
            makes a small schema with the same verdict on that document. None for the whole schema.
        written: the language as people write it, with `vars`, `blocks`, `extends`, rounds of `repeat` and texts with
            a `$` in place of any value; else what expansion makes of it.
    """
    families = {word: family_definition(word, family, names) for word, family in FAMILIES.items()}
    schema = {
        "$schema": DRAFT,
        "title": "nnspec",
        **section_schema(Spec, "A neural network: what goes in, what comes out, and how it is trained."),
        "$defs": {
            **own_definitions(),
            **construct_definitions(written=written),
            "stop": _stop_definition(),
            "entry": entry_definition(names, written=written),
            LAYERS: _layers_definition(),
            **families,
            **{f"{entry.family}.{entry.name}": call_definition(entry) for entry in _wanted(names)},
        },
    }
    return open_schema(_with_written(schema)) if written else schema


@cache
def catalog_names() -> frozenset[str]:
    """Give the words that have a definition of their own: names, aliases and constructs; functions apart."""
    catalog = load_catalog()
    known = (
        name for family in FAMILIES.values() for name in (*catalog.names(family), *catalog.aliases.get(family, {}))
    )
    return frozenset((*known, *CONSTRUCTS))


def _wanted(names: Collection[str] | None) -> Iterator[Entry]:
    catalog = load_catalog()
    for family in (*(family for family in FAMILIES.values() if family != "activations"), "ops"):
        known = catalog.names(family) if names is None else _canonical(family, names)
        found = (catalog.find(family, name) for name in known)
        yield from (entry for entry in found if entry is not None and usable(entry))


def _canonical(family: str, names: Collection[str]) -> list[str]:
    catalog = load_catalog()
    if family == "ops":
        names = [name.removeprefix(OPS_PREFIX) for name in names if name.startswith(OPS_PREFIX)]
    return sorted({found for name in names if (found := catalog.canonical(family, name)) is not None})


def _stop_definition() -> Schema:
    entry = load_catalog().find("callbacks", "EarlyStopping")
    assert entry is not None
    schema = dict(call_definition(entry)["then"])
    schema["properties"]["restore_best_weights"]["default"] = True
    return {"description": "The arguments of Keras' EarlyStopping.", "type": "object", **schema}


def _layers_definition() -> Schema:
    several = {"type": "array", "minItems": 1, "items": definition("layer")}
    about = "A layer, or a list of layers that stand one below the other."
    return {"description": about, "if": {"type": "array"}, "then": several, "else": definition("layer")}


def _with_written(schema: Schema) -> Schema:
    """Add the sections that expansion dissolves; what a file extends may hold what it requires."""
    sections = {name: {"description": about, **definition(name)} for name, about in WRITTEN_SECTIONS.items()}
    always = [key for key in schema["required"] if key == "nnspec"]
    rest = [key for key in schema["required"] if key != "nnspec"]
    return {
        **schema,
        "properties": {**schema["properties"], **sections},
        "required": always,
        "if": {"required": ["extends"]},
        "else": {"required": rest},
        "$defs": {**schema["$defs"], **written_definitions()},
    }
