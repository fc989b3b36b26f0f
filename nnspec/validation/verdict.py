"""A document -> the schema's verdict, fast: only the definitions that the document uses are built."""

from __future__ import annotations

from typing import Any

from jsonschema_rs import Draft202012Validator

from nnspec.schemagen.spec_schema import catalog_names, spec_schema
from nnspec.spec.entries import OPS_PREFIX


class Verdict:
    """Tells whether documents fit the schema; keeps what it built for the next document.

    Args:
        written: judge documents as people write them; else those that expansion made.
    """

    def __init__(self, *, written: bool = False) -> None:
        self._written = written
        self._names: frozenset[str] = frozenset()
        self._schema: dict[str, Any] = {}
        self._validator: Draft202012Validator | None = None

    def accepts(self, data: Any) -> bool:
        """Tell whether a document's data fit the schema."""
        return self._prepare(data).is_valid(data)

    def schema_for(self, data: Any) -> dict[str, Any]:
        """Give a schema with every definition that the data use."""
        self._prepare(data)
        return self._schema

    def _prepare(self, data: Any) -> Draft202012Validator:
        words = _words_in(data)
        names = words & catalog_names() | {word for word in words if word.startswith(OPS_PREFIX)}
        if self._validator is None or not names <= self._names:
            self._names |= names
            self._schema = spec_schema(self._names, written=self._written)
            self._validator = Draft202012Validator(self._schema)
        return self._validator


def _words_in(data: Any) -> set[str]:
    """Collect all keys and texts; a list instead of recursion, for documents of any depth."""
    words: set[str] = set()
    waiting = [data]
    for item in waiting:
        if type(item) is str:
            words.add(item)
        elif type(item) is dict:
            words.update(item)
            waiting += item.values()
        elif type(item) is list:
            waiting += item
    return words
