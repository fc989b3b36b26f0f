"""One thing that the schema refuses in a document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nnspec.catalog.catalog import Entry, load_catalog
from nnspec.diagnostics.diagnostic import Path


@dataclass(frozen=True, slots=True)
class Refusal:
    """An error of JSON Schema, as far as explaining it needs.

    Args:
        keyword: the keyword that refuses, such as `required`.
        path: where in the document.
        value: what stands there.
        schema: the schema that holds the keyword.
        limit: what stands after the keyword in the schema.
    """

    keyword: str
    path: Path
    value: Any
    schema: Mapping[str, Any]
    limit: Any

    @property
    def context(self) -> str:
        """The definition that refuses: `entry`, `losses`, `layers.Dense`, or an empty text."""
        return str(self.schema.get("$comment", ""))

    @property
    def entry(self) -> Entry | None:
        """The catalog entry whose arguments are refused; None for other places."""
        family, dot, name = self.context.partition(".")
        return load_catalog().find(family, name) if dot else None
