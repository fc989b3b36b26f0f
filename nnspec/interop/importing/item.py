"""An entry of the spec to be, as data that can be compared, folded and written."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from nnspec.catalog.catalog import load_catalog
from nnspec.interop.importing.dollars import escape
from nnspec.interop.importing.values import may_stand_alone
from nnspec.records import field, record
from nnspec.spec.entries import OPS_PREFIX


@record
class Item:
    """An entry.

    Args:
        word: of a layer, a function, a construct or a block.
        arguments: everything under the word but the inner lists; `name` and `from` among them.
        lists: of a construct, the lists of entries inside.
        first: the argument that may stand alone.
    """

    word: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    lists: tuple[tuple[Item, ...], ...] = ()
    first: str | None = None

    @cached_property
    def text(self) -> str:
        """Everything it says, as a text that only equal entries share; folding compares entries over and over."""
        inside = "".join(f"[{' '.join(item.text for item in inner)}]" for inner in self.lists)
        return f"{self.word}({self.first}){self.arguments!r}{inside}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Item) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)

    @cached_property
    def is_bound(self) -> bool:
        """Whether it gives or uses a name, so that it cannot stand in several places."""
        return "name" in self.arguments or "from" in self.arguments or self.word == "call"


def layer_item(word: str, arguments: Mapping[str, Any]) -> Item:
    """Make the entry of a layer or a function.

    Args:
        word: `Dense`, `ops.mean`.
        arguments: that are no defaults.
    """
    family, name = ("ops", word.removeprefix(OPS_PREFIX)) if word.startswith(OPS_PREFIX) else ("layers", word)
    entry = load_catalog().find(family, name)
    arguments = {key: value if key in ("name", "from") else escape(value) for key, value in arguments.items()}
    return Item(word, arguments, first=None if entry is None else load_catalog().first_argument(entry))


def write_items(items: tuple[Item, ...]) -> list[Any]:
    """Write entries as plain data, each in its shortest form."""
    return [write_item(item) for item in items]


def write_item(item: Item) -> Any:
    """Write one entry as plain data, in its shortest form."""
    content: dict[str, Any] = dict(item.arguments)
    if item.word == "parallel":
        return {item.word: _around({"branches": [write_items(branch) for branch in item.lists]}, content)}
    if item.lists:
        layers = write_items(item.lists[0])
        short = item.word == "residual" and not content
        return {item.word: layers if short else _around({"layers": layers}, content)}
    if not content:
        return item.word
    first = item.first
    if first is not None and list(content) == [first] and may_stand_alone(content[first], first):
        return {item.word: content[first]}
    return {item.word: content}


def _around(lists: dict[str, Any], content: dict[str, Any]) -> dict[str, Any]:
    """Put what is short above the lists, and what says how they are joined or what they give below them."""
    below: dict[str, Any] = {name: content.pop(name) for name in ("join", "outputs") if name in content}
    return {**content, **lists, **below}
