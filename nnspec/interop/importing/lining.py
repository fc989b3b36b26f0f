"""Parts -> entries from top to bottom: an entry takes the one above it, and names say the rest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from nnspec.catalog.catalog import load_catalog
from nnspec.interop.importing.item import Item, layer_item
from nnspec.interop.importing.network import Network, Tensor
from nnspec.interop.importing.padding import fuse_padding
from nnspec.interop.importing.part import Link, Part
from nnspec.interop.importing.parts import Origin, make_parts
from nnspec.interop.importing.series import collapse
from nnspec.interop.importing.values import shorten
from nnspec.records import field, record
from nnspec.spec.snake_case import to_snake_case
from nnspec.spec.sources import Source, write_sources


@record(kw_only=True)
class Lined:
    """A network as entries.

    Args:
        items: from top to bottom.
        inputs: the names of its inputs.
        names_inputs: whether an entry names an input.
        outputs: what to write under `from` for each of its outputs; None for what the last entry gives.
        layers: the names, in the config, of the layers that the entries make, in the graph's order, and None for what
            makes none there; a nested model is a pair of its name and its own layers.
    """

    items: tuple[Item, ...]
    inputs: tuple[str, ...]
    names_inputs: bool
    outputs: tuple[str | None, ...]
    layers: tuple[Any, ...]


def line_up(network: Network, origin: Origin, *, taken: Iterable[str] = ()) -> Lined:
    """Write a network as entries.

    Args:
        network: as its config tells it.
        origin: where it comes from.
        taken: names that are given already.

    Raises:
        SpecError: NN561 or NN562.
    """
    outputs = [tensor for _, tensor in network.outputs]
    parts = collapse(fuse_padding(make_parts(network, origin), outputs=outputs), outputs=outputs)
    order = list(_in_order(parts, outputs))
    return _Line(network, origin, set(taken)).write(order, outputs)


def _in_order(parts: Mapping[int, Part], outputs: Iterable[Tensor]) -> Iterator[Part]:
    """Put each part below its sources, chains in one piece."""
    done: set[int] = set()
    stack = [tensor.step for tensor in reversed(list(outputs))]
    while stack:
        key = stack[-1]
        part = parts.get(key)
        missing = [] if part is None else [s for link in part.links if (s := link.tensor.step) not in done]
        missing = [step for step in missing if step in parts]
        if key in done or not missing:
            stack.pop()
            if part is not None and key not in done:
                yield part
            done.add(key)
        else:
            stack += reversed(missing)


@record(frozen=False)
class _Written:
    """An entry while names may still be given to it."""

    part: Part
    word: str
    arguments: dict[str, Any] = field(default_factory=dict)
    lists: tuple[list[_Written | _Frozen], ...] = ()

    def item(self) -> Item:
        """Freeze it; its name and what it takes stand last, a nested model's name first."""
        own: dict[str, Any] = {name: self.arguments[name] for name in ("name", "from") if name in self.arguments}
        rest = {name: value for name, value in self.arguments.items() if name not in own}
        arguments: dict[str, Any] = {**own, **rest} if self.word == "model" else {**rest, **own}
        if self.lists:
            return Item(self.word, arguments, tuple(tuple(w.item() for w in inner) for inner in self.lists))
        if self.word == "call":
            return Item(self.word, arguments, first="layer")
        return layer_item(self.word, arguments)


class _Line:
    """Writes the entries of one network."""

    def __init__(self, network: Network, origin: Origin, taken: set[str]) -> None:
        self.network = network
        self.origin = origin
        self.taken = taken
        self.names: dict[int, str] = {}
        self.written: dict[int, _Written] = {}
        self.layers: list[Any] = []
        self.first_calls: dict[str, int] = {}
        self.names_inputs = False
        for position in network.inputs:
            self.names[position] = self.free_name(network.steps[position].layer)

    def write(self, order: list[Part], outputs: list[Tensor]) -> Lined:
        inputs = self.network.inputs
        entries = self.write_chain(order, Tensor(inputs[0]) if len(inputs) == 1 else None)
        last = order[-1].key if order else inputs[0]
        alone = len(outputs) == 1 and outputs[0] == Tensor(last)
        sources = (None,) if alone else tuple(self.name_source(tensor) for tensor in outputs)
        names = tuple(self.names[position] for position in inputs)
        return Lined(
            items=tuple(entry.item() for entry in entries),
            inputs=names,
            names_inputs=self.names_inputs,
            outputs=sources,
            layers=tuple(self.layers),
        )

    def write_chain(self, parts: Iterable[Part], above: Tensor | None) -> list[_Written | _Frozen]:
        entries: list[_Written | _Frozen] = []
        for part in parts:
            entries.append(self.write_part(part, above))
            above = Tensor(part.key)
        return entries

    def write_part(self, part: Part, above: Tensor | None) -> _Written:
        entry = _Written(part, part.word, dict(part.arguments))
        self.written[part.key] = entry
        if part.merge is not None:
            self.write_branches(entry, part, part.merge)
        elif part.layer in self.first_calls:
            entry.word, entry.arguments = "call", {"layer": self.name_of(self.first_calls[part.layer])}
            self.layers.append(None)
        else:
            self.write_layer(entry, part)
        if [link.tensor for link in part.links] != [above] or part.source is None:
            entry.arguments["from"] = write_sources(tuple(self.source_of(link) for link in part.links))
        return entry

    def write_layer(self, entry: _Written, part: Part) -> None:
        if part.layer is not None:
            self.first_calls[part.layer] = part.key
        if part.network is None:
            self.layers.append(part.layer)
            return
        inner = line_up(part.network, self.origin.inside(part))
        entry.lists = ([_Frozen(item) for item in inner.items],)
        entry.arguments |= _interface(inner)
        self.layers.append((part.layer, inner.layers))

    def write_branches(self, entry: _Written, part: Part, merge: Part) -> None:
        root = part.links[0].tensor
        entry.lists = tuple(self.write_chain(branch, root) for branch in part.branches)
        self.layers.append(merge.layer)
        found = load_catalog().find("layers", merge.word)
        assert found is not None
        join = shorten(found, merge.arguments)
        if part.word == "parallel" and join != "Concatenate":
            entry.arguments["join"] = join

    def source_of(self, link: Link) -> Source:
        name = self.name_of(link.tensor.step)
        return Source(name, link.tensor.output, link.argument, link.listed)

    def name_source(self, tensor: Tensor) -> str:
        source = Source(self.name_of(tensor.step), tensor.output)
        return str(write_sources((source,)))

    def name_of(self, key: int) -> str:
        """Give a part a name where it has none yet."""
        self.names_inputs = self.names_inputs or key in self.network.inputs
        if key not in self.names:
            entry = self.written[key]
            part = entry.part if entry.part.merge is None else entry.part.merge
            word = part.word.rpartition(".")[2]
            self.names[key] = self.free_name(part.layer or to_snake_case(word))
            entry.arguments["name"] = self.names[key]
        return self.names[key]

    def free_name(self, wanted: str) -> str:
        """Write a name as a spec may have it, and such as nothing else has."""
        stem = re.sub(r"[^A-Za-z0-9_-]+", "_", wanted).lstrip("_-") or "layer"
        name, number = stem, 1
        while name in self.taken:
            number += 1
            name = f"{stem}_{number}"
        self.taken.add(name)
        return name


@record
class _Frozen:
    """An entry of a nested model, whose names are given."""

    frozen: Item

    def item(self) -> Item:
        """Give it."""
        return self.frozen


def _interface(inner: Lined) -> dict[str, Any]:
    """Name a nested model's inputs and outputs where it does not go without saying."""
    said: dict[str, Any] = {}
    if len(inner.inputs) > 1 or inner.names_inputs:
        said["inputs"] = list(inner.inputs)
    if inner.outputs != (None,):
        said["outputs"] = list(inner.outputs)
    return said
