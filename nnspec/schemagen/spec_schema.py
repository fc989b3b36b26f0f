"""The schema of a spec: the language's sections and, by name, the catalog entries that are asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache

from nnspec.catalog.catalog import Entry, load_catalog
from nnspec.schemagen.calls import call_definition, entry_definition, family_definition, usable
from nnspec.schemagen.sections import own_definitions, section_schema
from nnspec.schemagen.types import Schema
from nnspec.spec.spec import Spec

DRAFT = "https://json-schema.org/draft/2020-12/schema"
FAMILIES = {
    "activation": "activations",
    "callback": "callbacks",
    "constraint": "constraints",
    "initializer": "initializers",
    "loss": "losses",
    "metric": "metrics",
    "optimizer": "optimizers",
    "regularizer": "regularizers",
    "schedule": "schedules",
}


def spec_schema(names: Collection[str] | None = None) -> Schema:
    """Make the JSON Schema of a spec.

    Args:
        names: the words that a document uses; only the catalog entries among them get a definition, which
            makes a small schema with the same verdict on that document. None for the whole schema.
    """
    entries = tuple(_wanted(names))
    families = {word: family_definition(word, family, names) for word, family in FAMILIES.items()}
    return {
        "$schema": DRAFT,
        "title": "nnspec",
        **section_schema(Spec, "A neural network: what goes in, what comes out, and how it is trained."),
        "$defs": {
            **own_definitions(),
            "stop": _stop_definition(),
            "entry": entry_definition(names),
            **families,
            **{f"{entry.family}.{entry.name}": call_definition(entry) for entry in entries},
        },
    }


@cache
def catalog_names() -> frozenset[str]:
    """Give every name and alias that has a definition of its own."""
    catalog = load_catalog()
    families = ("layers", *FAMILIES.values())
    return frozenset(name for family in families for name in (*catalog.names(family), *catalog.aliases.get(family, {})))


def _wanted(names: Collection[str] | None) -> Iterator[Entry]:
    catalog = load_catalog()
    for family in ("layers", *(family for family in FAMILIES.values() if family != "activations")):
        known = catalog.names(family) if names is None else _canonical(family, names)
        found = (catalog.find(family, name) for name in known)
        yield from (entry for entry in found if entry is not None and usable(entry))


def _canonical(family: str, names: Collection[str]) -> list[str]:
    catalog = load_catalog()
    return sorted({found for name in names if (found := catalog.canonical(family, name)) is not None})


def _stop_definition() -> Schema:
    entry = load_catalog().find("callbacks", "EarlyStopping")
    assert entry is not None
    schema = dict(call_definition(entry)["then"])
    schema["properties"]["restore_best_weights"]["default"] = True
    return {"description": "The arguments of Keras' EarlyStopping.", "type": "object", **schema}
