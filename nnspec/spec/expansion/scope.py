"""Names and the values that `$` takes by them, inner ones before outer ones."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from nnspec.diagnostics.diagnostic import Path
from nnspec.document.document import Document
from nnspec.records import field, record

Kind = Literal["variable", "argument", "counter"]


@record(eq=False)
class Value:
    """What a name stands for.

    Args:
        kind: where it comes from.
        data: plain data without values from elsewhere.
        document: knows where it was written.
        path: its place in that document.
        via: names it and what it was made from, for findings about its uses.
        broken: what it was made from has a finding, so that nothing should be said of its uses.
    """

    kind: Kind
    data: Any
    document: Document
    path: Path
    via: tuple[str, ...] = ()
    broken: bool = False


@record(eq=False)
class Scope:
    """The names that a part of a spec sees.

    Args:
        values: its own.
        outer: what it sees beside them, unless a name of its own hides it.
    """

    values: dict[str, Value] = field(default_factory=dict)
    outer: Scope | None = None

    def find(self, name: str) -> Value | None:
        """Give the value of a name; None where nothing has it."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.values:
                return scope.values[name]
            scope = scope.outer
        return None

    def names(self) -> Iterator[str]:
        """Go through all names, inner ones first."""
        scope: Scope | None = self
        while scope is not None:
            yield from scope.values
            scope = scope.outer
