"""The schema of an entry: a layer, a function of `keras.ops`, a construct, a transfer base, or the use of a block."""

from __future__ import annotations

from collections.abc import Collection

from nnspec.catalog.catalog import Entry
from nnspec.schemagen.calls import required_arguments, spellings
from nnspec.schemagen.patterns import LOWER_CASE_NAME
from nnspec.schemagen.types import Schema, definition
from nnspec.spec.entries import CONSTRUCTS, OPS_PREFIX


def entry_definition(names: Collection[str] | None, *, written: bool) -> Schema:
    """Make the definition of an entry; the single key decides what may stand under it.

    Args:
        names: the words that a document uses; None for all.
        written: whether a lower-case word may be a block, with arguments that only its definition tells.
    """
    layers, ops = spellings("layers", names), _operations(names)
    bare = [name for name, entry in {**layers, **ops}.items() if not required_arguments(entry)]
    known = {
        **{name: definition(f"layers.{entry.name}") for name, entry in layers.items()},
        **{word: definition(word) for word in CONSTRUCTS if names is None or word in names},
        **{word: definition(word) for word in ops},
    }
    return {
        "title": "entry",
        "description": "A layer with its arguments, a function of `keras.ops`, a construct, a block or a base.",
        "if": {"type": "string"},
        "then": {"$comment": "entry", "anyOf": [{"enum": bare}, {"type": "string", "pattern": LOWER_CASE_NAME}]},
        "else": {
            "$comment": "entry",
            "type": "object",
            "minProperties": 1,
            "maxProperties": 1,
            "properties": known,
            "patternProperties": {LOWER_CASE_NAME: definition("use" if written else "base_use")},
            "additionalProperties": False,
        },
    }


def _operations(names: Collection[str] | None) -> dict[str, Entry]:
    """Map the words for functions, `ops.mean`, of those asked for, to their entries."""
    functions = None if names is None else [name.removeprefix(OPS_PREFIX) for name in names if OPS_PREFIX in name]
    found = {} if functions == [] else spellings("ops", functions)
    return {f"{OPS_PREFIX}{name}": entry for name, entry in found.items()}
