"""Entries: the items of `hidden` and of an output's `layers`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nnspec.diagnostics.diagnostic import Path
from nnspec.spec.calls import Call, read_call

# Constructs that design reserves and a later version builds; naming them keeps the words free.
LATER_CONSTRUCTS = ("repeat", "residual", "parallel", "model", "call")


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a list of entries.

    Args:
        call: the layer and its arguments; None where the entry places a transfer base.
        base: the name of the transfer base; None where the entry is a layer.
        name: the name that the spec gives it, if any.
        sources: what `from` names, in call order; None where the entry takes what stands above.
        path: where the entry stands.
    """

    call: Call | None
    base: str | None
    name: str | None
    sources: tuple[str, ...] | None
    path: Path

    @property
    def from_path(self) -> Path:
        """Where `from` stands."""
        return (*self.path, self.written, "from")

    @property
    def name_path(self) -> Path:
        """Where `name` stands."""
        return (*self.path, self.written, "name")

    @property
    def written(self) -> str:
        """The entry's word as the spec spells it."""
        return self.base if self.call is None else self.call.written or self.call.name  # type: ignore[return-value]


def read_entries(values: list[Any], bases: Mapping[str, Any], path: Path) -> tuple[Entry, ...]:
    """Read a list of entries whose structure has been checked."""
    return tuple(read_entry(value, bases, (*path, i)) for i, value in enumerate(values))


def read_entry(value: Any, bases: Mapping[str, Any], path: Path) -> Entry:
    """Read one entry: a layer of the catalog, or a transfer base by its name."""
    word = value if isinstance(value, str) else next(iter(value))
    content = {} if isinstance(value, str) else value[word]
    own = _own_arguments(content)
    if word in bases:
        return Entry(None, word, *own, path)
    call = read_call(value, "layers", path)
    arguments = {k: v for k, v in call.arguments.items() if k not in ("name", "from")}
    return Entry(Call(call.family, call.name, arguments, path, word), None, *own, path)


def _own_arguments(content: Any) -> tuple[str | None, tuple[str, ...] | None]:
    if not isinstance(content, Mapping):
        return None, None
    source = content.get("from")
    sources = None if source is None else (source,) if isinstance(source, str) else tuple(source)
    return content.get("name"), sources
