"""`keras.json`, `ops.json` and `nnspec.json` -> the entries that a spec may name, built when they are asked for."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from nnspec.records import field, record

Inputs = Literal["one", "several", "call"]

KERAS_PATH = Path(__file__).with_name("keras.json")
NNSPEC_PATH = Path(__file__).with_name("nnspec.json")
FUNCTIONS_PATH = Path(__file__).with_name("ops.json")
FUNCTIONS = "ops"
_NOT_FAMILIES = ("keras", "aliases")
_COMMON_ARGUMENTS = ("activity_regularizer", "bounding_box_format", "trainable", "dtype", "name")


@record
class Argument:
    """One argument of an entry.

    Args:
        name: as Keras spells it.
        type: a type expression, see `nnspec.catalog.types`.
        required: whether it must be given.
        default: what holds when it is absent, as it would stand in a spec; None where it is required, or where a
            tensor that `from` names takes its place.
        summary: one line from the documentation, may be empty.
    """

    name: str
    type: str
    required: bool
    default: Any
    summary: str


@record
class Entry:
    """A class or function that a spec may name.

    Args:
        name: the documented name.
        family: `layers`, `losses` and so on.
        path: where it is imported from, `keras.layers.Dense`.
        summary: one line from the documentation.
        arguments: by name, in signature order.
        inputs: of layers and functions: `one` tensor, a list of `several`, or several arguments of the `call`.
        input_rank: of layers, batch axis included: a rank, a list of ranks, `[minimum, None]`, or None for any.
        output_rank: of layers and functions: see `nnspec.catalog.ranks`.
        call_arguments: of layers and functions: the tensors that the call takes by name, in order; a function's that
            may also be a number stands in `arguments` too.
        optional_call_arguments: of functions: those of them that may be left out.
        call_options: of layers: those of `arguments` that the call takes and not the constructor.
        outputs: of layers: how many tensors come out, in the expressions of `nnspec.catalog.ranks`.
        weights: layers only: whether it has trainable weights by default.
        refused: why a spec cannot use it; None where it can.
    """

    name: str
    family: str
    path: str
    summary: str
    arguments: Mapping[str, Argument]
    inputs: Inputs
    input_rank: int | list[int | None] | None
    output_rank: Any
    call_arguments: tuple[str, ...]
    optional_call_arguments: tuple[str, ...]
    call_options: tuple[str, ...]
    outputs: Any
    weights: bool
    refused: str | None


@record
class Catalog:
    """All entries by family; the documented name of an entry wins over an alias of another.

    The functions of `keras.ops` stand in a file of their own, which is read when one of them is asked for.

    Args:
        raw: family -> name -> the entry as it stands in the file; without the functions.
        aliases: family -> another name -> the documented name.
    """

    raw: Mapping[str, Mapping[str, Mapping[str, Any]]]
    aliases: Mapping[str, Mapping[str, str]]
    _built: dict[tuple[str, str], Entry] = field(default_factory=dict, hidden=True)

    @property
    def families(self) -> tuple[str, ...]:
        """The families' names, in the order of the file."""
        return (*self.raw, FUNCTIONS)

    def names(self, family: str) -> tuple[str, ...]:
        """List the documented names of a family."""
        return tuple(self._members(family))

    def canonical(self, family: str, name: str) -> str | None:
        """Give the documented name for a name or alias; None where the family has neither."""
        if name in self._members(family):
            return name
        return self.aliases.get(family, {}).get(name)

    def find(self, family: str, name: str) -> Entry | None:
        """Find an entry by its name or an alias."""
        found = self._built.get((family, name))
        if found is not None:
            return found
        documented = self.canonical(family, name)
        if documented is None:
            return None
        if (family, documented) not in self._built:
            self._built[family, documented] = _build_entry(family, documented, self._members(family)[documented])
        return self._built.setdefault((family, name), self._built[family, documented])

    def first_argument(self, entry: Entry) -> str | None:
        """Name the argument that the shorthand `Dense: 64` fills; None where an entry has none of its own."""
        common = () if entry.family == FUNCTIONS else _COMMON_ARGUMENTS
        return next((name for name in entry.arguments if name not in common), None)

    def entries(self, family: str) -> Iterator[Entry]:
        """Go through all entries of a family."""
        return (entry for name in self.names(family) if (entry := self.find(family, name)) is not None)

    def _members(self, family: str) -> Mapping[str, Mapping[str, Any]]:
        return _load_functions() if family == FUNCTIONS else self.raw.get(family, {})


@cache
def load_catalog() -> Catalog:
    """Read what Keras offers and what nnspec adds to it."""
    raw: dict[str, dict[str, Any]] = {}
    aliases: dict[str, dict[str, str]] = {}
    for path in (KERAS_PATH, NNSPEC_PATH):
        content = json.loads(path.read_bytes())
        for family, names in content.get("aliases", {}).items():
            aliases.setdefault(family, {}).update(names)
        for family in content:
            if family not in _NOT_FAMILIES:
                raw.setdefault(family, {}).update(content[family])
    return Catalog(raw, aliases)


@cache
def _load_functions() -> Mapping[str, Mapping[str, Any]]:
    functions: dict[str, dict[str, Any]] = json.loads(FUNCTIONS_PATH.read_bytes())[FUNCTIONS]
    return functions


def _build_entry(family: str, name: str, raw: Mapping[str, Any]) -> Entry:
    return Entry(
        name=name,
        family=family,
        path=raw["path"],
        summary=raw["summary"],
        arguments=MappingProxyType({key: _build_argument(key, found) for key, found in raw["arguments"].items()}),
        inputs=raw.get("inputs", "one"),
        input_rank=raw.get("input_rank"),
        output_rank=raw.get("output_rank"),
        call_arguments=tuple(raw.get("call_arguments", ())),
        optional_call_arguments=tuple(raw.get("optional_call_arguments", ())),
        call_options=tuple(raw.get("call_options", ())),
        outputs=raw.get("outputs", 1),
        weights=raw.get("weights", False),
        refused=raw.get("refused"),
    )


def _build_argument(name: str, raw: Mapping[str, Any]) -> Argument:
    return Argument(name, raw["type"], raw.get("required", False), raw.get("default"), raw["summary"])
