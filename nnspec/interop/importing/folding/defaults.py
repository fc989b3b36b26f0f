"""What an argument is where an entry does not give it: of layers, functions and the blocks that were made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nnspec.catalog.catalog import load_catalog
from nnspec.interop.importing.values import default_value
from nnspec.spec.entries import OPS_PREFIX


class Defaults:
    """The defaults of every word that an entry may have."""

    def __init__(self) -> None:
        self._blocks: dict[str, Mapping[str, Any]] = {}
        self._known: dict[tuple[str, str], Any] = {}

    def copy(self) -> Defaults:
        """Give the same defaults, apart from which further blocks may be declared."""
        other = Defaults()
        other._blocks = dict(self._blocks)
        other._known = self._known
        return other

    def declare_block(self, name: str, arguments: Mapping[str, Any]) -> None:
        """Note the arguments of a block; None for those that must be given."""
        self._blocks[name] = arguments

    def value(self, word: str, argument: str) -> Any:
        """Give an argument's default."""
        if word in self._blocks:
            return self._blocks[word].get(argument)
        key = (word, argument)
        if key not in self._known:
            self._known[key] = _default(word, argument)
        return self._known[key]


def _default(word: str, argument: str) -> Any:
    family, name = ("ops", word.removeprefix(OPS_PREFIX)) if word.startswith(OPS_PREFIX) else ("layers", word)
    entry = load_catalog().find(family, name)
    declared = None if entry is None else entry.arguments.get(argument)
    return None if declared is None else default_value(declared)
