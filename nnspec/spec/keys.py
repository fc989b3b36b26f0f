"""How a section of the language is declared: a record whose fields are the section's keys.

Each field carries a type expression and one sentence. The JSON Schema, the reader, `nnspec show` and the
documentation are all made from these declarations. A type expression is the catalog's notation
(`nnspec.catalog.types`) and, beside it, `@entries`: a definition of the language's own.
"""

from __future__ import annotations

from collections.abc import Hashable
from functools import cache
from typing import Any, cast

from nnspec.records import MISSING, Field, field, fields, record

_ABOUT, _TYPE, _NAME = "about", "type", "name"


@record
class Key:
    """One key of a section.

    Args:
        name: as it is written in a spec.
        field: the record's field that holds its value.
        type: a type expression, such as `int(1..) | "none"`.
        about: one sentence for people.
        required: whether a spec must say it.
        default: what holds when it is not said; None when there is none.
    """

    name: str
    field: str
    type: str
    about: str
    required: bool
    default: Any


def key(type: str, about: str, *, default: Any = MISSING, name: str | None = None) -> Any:
    """Declare a key of a section; without `default` it is required."""
    metadata = {_TYPE: type, _ABOUT: about, _NAME: name}
    return field(default=default, metadata=metadata)


def keys_of(section: Any) -> tuple[Key, ...]:
    """List the keys that a section's record declares, in order."""
    return _keys_of(section if isinstance(section, type) else type(section))


@cache
def _keys_of(section: Hashable) -> tuple[Key, ...]:
    return tuple(_key_of(item) for item in fields(cast(Any, section)) if _TYPE in item.metadata)


def _key_of(item: Field) -> Key:
    return Key(
        name=item.metadata[_NAME] or item.name,
        field=item.name,
        type=item.metadata[_TYPE],
        about=item.metadata[_ABOUT],
        required=item.default is MISSING,
        default=None if item.default is MISSING else item.default,
    )


@cache
def split_type(type: str) -> tuple[tuple[str, ...], str | None]:
    """Part a type expression into the language's own definitions and the catalog's notation.

    Args:
        type: such as `"all" | @patterns`.

    Returns:
        The definitions' names, and the rest, None where nothing is left.
    """
    parts = type.split(" | ")
    own = tuple(part[1:] for part in parts if part.startswith("@"))
    rest = " | ".join(part for part in parts if not part.startswith("@"))
    return own, rest or None
