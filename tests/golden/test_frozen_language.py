"""Version 1 of the language is frozen: what it says may grow, and nothing of it may go or change.

UPDATE_GOLDEN=1 adds what is new. A line that has gone is a change of the language: it takes a new version, and an
upgrade in `nnspec.spec.upgrades`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nnspec.schemagen.spec_schema import FAMILIES, spec_schema

FROZEN = Path(__file__).with_name("language_1.txt")
# Keras' own names and arguments follow the catalog, and the catalog Keras.
KERAS = {*FAMILIES, "layer", "layers", "entry", "stop"}
PROSE = {"description", "title", "$comment", "$schema"}


def facts() -> set[str]:
    """List what the schema says of the language itself, a line each; prose is none of it."""
    schema = spec_schema((), written=True)
    own = {
        name: item
        for name, item in schema["$defs"].items()
        if name not in KERAS and "." not in name.removeprefix("input.")
    }
    top = {word: item for word, item in schema.items() if word != "$defs"}
    return set(_walk({"spec": top, **own}, ""))


def _walk(item: Any, place: str) -> Iterator[str]:
    if isinstance(item, dict):
        yield place
        for word, part in item.items():
            is_key = place.endswith(("/properties", "/patternProperties")) or not place
            if is_key or word not in PROSE:
                yield from _walk(part, f"{place}/{word}")
    elif isinstance(item, list):
        for part in item:
            yield from _walk(part, f"{place}/*")
    else:
        yield f"{place} = {json.dumps(item)}"


def test_version_1_says_all_that_it_ever_said():
    current = facts()
    if os.environ.get("UPDATE_GOLDEN"):
        FROZEN.write_text("\n".join(sorted(current)) + "\n", "utf-8")
    frozen = set(FROZEN.read_text("utf-8").splitlines())
    assert len(frozen) > 500
    assert sorted(frozen - current) == []


def test_what_is_new_in_version_1_is_frozen_too():
    assert sorted(facts() - set(FROZEN.read_text("utf-8").splitlines())) == []
