"""The hand-written overlay `nnspec/catalog/overlay.json` -> what it says about one member or argument."""

from __future__ import annotations

import json
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from nnspec.catalog import catalog

_BY_NAME = 1000
PATH = Path(catalog.__file__).with_name("overlay.json")


class Overlay:
    """What cannot be read from Keras, by family, member and argument; it remembers which parts were used.

    A key of a table names one or several members, separated by spaces; `*` and `?` are wildcards. Of several keys
    that mean a member, the one that spells out most of its name wins.

    Args:
        tables: the content of the overlay file.
    """

    def __init__(self, tables: dict[str, Any]) -> None:
        self._tables = tables
        self._used: set[tuple[str, ...]] = set()

    def aliases(self, family: str) -> dict[str, str]:
        """Give the names that Keras takes only in `compile`, with the member each stands for."""
        self._used.add(("aliases", family))
        found: dict[str, str] = self._tables["aliases"].get(family, {})
        return found

    def is_dropped(self, family: str, member: str, argument: str) -> bool:
        """Tell whether an argument is left out of the catalog."""
        return self._names("drop", family, member, argument)

    def is_required(self, family: str, member: str, argument: str) -> bool:
        """Tell whether an argument must be given although Keras declares a default."""
        return self._names("required", family, member, argument)

    def refusal(self, family: str, member: str) -> str | None:
        """Give the reason why a spec cannot use a member; None where it can."""
        for group, reason in self._tables["refused"].get(family, {}).items():
            if member in group.split():
                self._used.add(("refused", family, group, member))
                return str(reason)
        return None

    def type_of(self, family: str, member: str, argument: str) -> str | None:
        """Give the type expression of an argument; None where the overlay has none."""
        return self._closest("types", family, member, argument)

    def summary_of(self, family: str, member: str, argument: str) -> str | None:
        """Give a line about an argument that Keras does not explain; None where the overlay has none."""
        return self._closest("summaries", family, member, argument)

    def is_tensor(self, family: str, member: str, argument: str) -> bool:
        """Tell whether a function's argument is a tensor."""
        return self._names("tensors", family, member, argument)

    def facts(self, family: str, member: str) -> dict[str, Any]:
        """Give what is known of the inputs, ranks and weights of a layer or function."""
        facts: dict[str, Any] = {}
        for group, found in self._tables[family].items():
            if member in group.split():
                self._used.add((family, group, member))
                facts |= found
        return facts

    def unused(self) -> list[tuple[str, ...]]:
        """List the parts of the overlay that nothing has asked for."""
        return sorted(set(_parts(self._tables)) - self._used)

    def _closest(self, table: str, family: str, member: str, argument: str) -> str | None:
        groups = self._tables[table].get(family, {})
        holding = [group for group in groups if argument in groups[group] and _closeness(group, member)]
        if not holding:
            return None
        best = max(holding, key=lambda group: _closeness(group, member))
        self._used.add((table, family, best, argument))
        return str(groups[best][argument])

    def _names(self, table: str, family: str, member: str, argument: str) -> bool:
        groups = self._tables[table].get(family, {})
        found = [group for group in groups if argument in groups[group] and _closeness(group, member)]
        self._used.update((table, family, group, argument) for group in found)
        return bool(found)


def load_overlay() -> Overlay:
    """Read the overlay that stands beside the catalog."""
    return Overlay(json.loads(PATH.read_text(encoding="utf-8")))


def _closeness(group: str, member: str) -> int:
    """Rate how closely a group of names means a member: 0 not at all, more for each letter that is spelled out."""
    return max(_closeness_of_word(word, member) for word in group.split())


def _closeness_of_word(word: str, member: str) -> int:
    if word == member:
        return _BY_NAME
    return 1 + len(word.replace("*", "").replace("?", "")) if fnmatchcase(member, word) else 0


def _parts(tables: dict[str, Any]) -> list[tuple[str, ...]]:
    """List every part of the overlay that can be used on its own."""
    parts: list[tuple[str, ...]] = [("aliases", family) for family in tables["aliases"]]
    for family in ("layers", "ops"):
        parts += [(family, group, member) for group in tables[family] for member in group.split()]
    for family, groups in tables["refused"].items():
        parts += [("refused", family, group, member) for group in groups for member in group.split()]
    for table in ("drop", "required", "summaries", "tensors", "types"):
        for family, groups in tables[table].items():
            parts += [(table, family, group, argument) for group in groups for argument in groups[group]]
    return parts
