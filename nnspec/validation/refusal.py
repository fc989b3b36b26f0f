"""One thing that the schema refuses in a document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from jsonschema.exceptions import ValidationError

from nnspec.catalog.catalog import Entry, load_catalog
from nnspec.diagnostics.diagnostic import Path
from nnspec.records import record
from nnspec.schemagen.elsewhere import closed
from nnspec.validation.wording import describe_schema

# Keywords that lead from a value to a part of it; all others say more about the value itself.
_NAMED_PARTS = ("properties", "patternProperties")
_PARTS = ("items", "additionalProperties")


@record
class Refusal:
    """An error of JSON Schema, as far as explaining it needs.

    Args:
        keyword: the keyword that refuses, such as `required`.
        path: where in the document.
        value: what stands there.
        schema: the schema that holds the keyword.
        whole: everything that may stand there; `schema` may be one branch of it.
        limit: what stands after the keyword in the schema.
        owner: `layers.Dense` where the value is what stands under such a name; else an empty text.
    """

    keyword: str
    path: Path
    value: Any
    schema: Mapping[str, Any]
    whole: Mapping[str, Any]
    limit: Any
    owner: str

    @property
    def context(self) -> str:
        """The definition that refuses: `entry`, `losses`, `layers.Dense`, or an empty text."""
        return str(self.schema.get("$comment", ""))

    @property
    def entry(self) -> Entry | None:
        """The catalog entry whose arguments are refused; None for other places."""
        family, dot, name = self.owner.partition(".")
        return load_catalog().find(family, name) if dot else None

    @property
    def expected(self) -> str:
        """All that may stand here, in words."""
        return describe_schema(self.whole)

    @property
    def word(self) -> str:
        """What the place is called in a message."""
        entry = self.entry
        first = None if entry is None else load_catalog().first_argument(entry)
        if first is not None and not isinstance(self.value, Mapping | list | None):
            return f"`{first}` of `{self.path[-1]}`"
        return word_at(self.path)


def read_refusal(error: ValidationError, schema: Mapping[str, Any]) -> Refusal:
    """Read an error that a schema gave."""
    whole, owner = _follow(schema, list(error.absolute_schema_path)[:-1])
    refusing = error.schema if isinstance(error.schema, Mapping) else {}
    path: Path = tuple(error.absolute_path)
    return Refusal(str(error.validator), path, error.instance, refusing, whole, error.validator_value, owner)


def word_at(path: Path) -> str:
    """Say what a place is called in a message."""
    if not path:
        return "the top level"
    if isinstance(path[-1], int):
        return f"item {path[-1] + 1} of `{path[-2]}`" if isinstance(path[-2], str) else f"item {path[-1] + 1}"
    return f"`{path[-1]}`"


def _follow(schema: Mapping[str, Any], steps: Sequence[str | int]) -> tuple[Mapping[str, Any], str]:
    """Find the schema of the whole value, and the call that the value belongs to."""
    definitions, here = schema["$defs"], schema
    whole, owner, before = here, "", ""
    for step in steps:
        while step not in here and "$ref" in here:
            here = definitions[here["$ref"].rsplit("/", 1)[1]]
        here = here[step]  # type: ignore[index]
        if before in _NAMED_PARTS or step in _PARTS:
            whole, owner = here, ""
        if isinstance(here, Mapping) and "." in here.get("$comment", ""):
            whole, owner = here, here["$comment"]
        before = str(step) if before not in _NAMED_PARTS else ""
    while "$ref" in here:
        here = definitions[here["$ref"].rsplit("/", 1)[1]]
    comment = str(here.get("$comment", ""))
    return closed(whole), comment if "." in comment else owner
