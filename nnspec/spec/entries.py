"""Entries: the items of `hidden`, of an output's `layers`, and of the constructs that hold layers themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from nnspec.catalog.catalog import load_catalog
from nnspec.diagnostics.diagnostic import Path
from nnspec.records import field, record
from nnspec.spec.calls import Call, read_arguments, read_call
from nnspec.spec.sources import Source, read_sources

CONSTRUCTS = ("repeat", "residual", "parallel", "model", "call")
OPS_PREFIX = "ops."
_OWN = ("name", "from")


@record(kw_only=True)
class Entry:
    """What all entries have in common.

    Args:
        written: the entry's word as the spec spells it.
        name: the name that the spec gives it, if any.
        sources: what `from` names; None where the entry takes what stands above.
        path: where the entry stands.
    """

    written: str
    name: str | None = None
    sources: tuple[Source, ...] | None = None
    path: Path = ()

    @property
    def content_path(self) -> Path:
        """Where the entry's arguments stand."""
        return (*self.path, self.written)

    @property
    def from_path(self) -> Path:
        """Where `from` stands."""
        return (*self.content_path, "from")

    @property
    def name_path(self) -> Path:
        """Where `name` stands."""
        return (*self.content_path, "name")


@record(kw_only=True)
class LayerEntry(Entry):
    """A layer of the catalog with its arguments."""

    call: Call


@record(kw_only=True)
class BaseEntry(Entry):
    """A transfer base, by its name."""

    base: str


@record(kw_only=True)
class RepeatEntry(Entry):
    """Layers one below the other; after expansion all rounds of a `repeat` or the body of a block."""

    layers: tuple[Entry, ...]


@record(kw_only=True)
class ResidualEntry(Entry):
    """Layers whose input is added to their output; `project` fits the input's shape to the output's."""

    layers: tuple[Entry, ...]
    project: bool = False


@record(kw_only=True)
class ParallelEntry(Entry):
    """Branches from one input; a merging layer joins what they give."""

    branches: tuple[tuple[Entry, ...], ...]
    join: Call


@record(kw_only=True)
class ModelEntry(Entry):
    """A nested model: one layer to the outside, its names private.

    Args:
        layers: its entries; the first takes all its inputs.
        inputs: names, inside, of the tensors it takes, in the order of `from`; empty where it takes one unnamed.
        outputs: names, inside, of the tensors it gives; empty where it gives what its last entry gives.
    """

    layers: tuple[Entry, ...]
    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()


@record(kw_only=True)
class CallEntry(Entry):
    """A layer, nested model or base from above once more, with the same weights.

    Args:
        layer: its name.
        layer_path: where that is written.
    """

    layer: str
    layer_path: Path = ()


@record(kw_only=True)
class OpEntry(Entry):
    """A function of `keras.ops`; its tensors come by `from`, everything else from the spec."""

    function: str
    arguments: Mapping[str, Any] = field(default_factory=dict)


def read_entries(values: list[Any], bases: Mapping[str, Any], path: Path) -> tuple[Entry, ...]:
    """Read a list of entries whose structure has been checked."""
    return tuple(read_entry(value, bases, (*path, i)) for i, value in enumerate(values))


def read_entry(value: Any, bases: Mapping[str, Any], path: Path) -> Entry:
    """Read one entry: a layer of the catalog, a transfer base by its name, a function, or a construct."""
    word = value if isinstance(value, str) else next(iter(value))
    content = {} if isinstance(value, str) else value[word]
    own = _own_arguments(content, word, path)
    if word in bases:
        return BaseEntry(base=word, **own)
    if word.startswith(OPS_PREFIX):
        return _read_op(word, content, own)
    if word in _CONSTRUCT_READERS:
        return _CONSTRUCT_READERS[word](content, bases, own)
    call = read_call(value, "layers", path)
    arguments = {k: v for k, v in call.arguments.items() if k not in _OWN}
    return LayerEntry(call=Call(call.family, call.name, arguments, path, word), **own)


def _own_arguments(content: Any, word: str, path: Path) -> dict[str, Any]:
    own: dict[str, Any] = {"written": word, "path": path}
    if isinstance(content, Mapping):
        own["name"] = content.get("name")
        if "from" in content:
            own["sources"] = read_sources(content["from"], (*path, word, "from"))
    return own


def _read_op(word: str, content: Any, own: dict[str, Any]) -> OpEntry:
    function = word.removeprefix(OPS_PREFIX)
    arguments = read_arguments(content, load_catalog().find("ops", function), _inside(own))
    arguments = {name: value for name, value in arguments.items() if name not in _OWN}
    return OpEntry(function=function, arguments=arguments, **own)


def _read_repeat(content: Any, bases: Mapping[str, Any], own: dict[str, Any]) -> Entry:
    return RepeatEntry(layers=read_entries(content["layers"], bases, (*_inside(own), "layers")), **own)


def _read_residual(content: Any, bases: Mapping[str, Any], own: dict[str, Any]) -> Entry:
    if isinstance(content, list):
        return ResidualEntry(layers=read_entries(content, bases, _inside(own)), **own)
    layers = read_entries(content["layers"], bases, (*_inside(own), "layers"))
    return ResidualEntry(layers=layers, project=content.get("project", False), **own)


def _read_parallel(content: Any, bases: Mapping[str, Any], own: dict[str, Any]) -> Entry:
    path = (*_inside(own), "branches")
    branches = tuple(read_entries(branch, bases, (*path, i)) for i, branch in enumerate(content["branches"]))
    join = read_call(content.get("join", "Concatenate"), "layers", (*_inside(own), "join"))
    return ParallelEntry(branches=branches, join=join, **own)


def _read_model(content: Any, bases: Mapping[str, Any], own: dict[str, Any]) -> Entry:
    return ModelEntry(
        layers=read_entries(content["layers"], bases, (*_inside(own), "layers")),
        inputs=tuple(content.get("inputs", ())),
        outputs=tuple(content.get("outputs", ())),
        **own,
    )


def _read_call(content: Any, bases: Mapping[str, Any], own: dict[str, Any]) -> Entry:
    if isinstance(content, Mapping):
        return CallEntry(layer=content["layer"], layer_path=(*_inside(own), "layer"), **own)
    return CallEntry(layer=content, layer_path=_inside(own), **own)


def _inside(own: dict[str, Any]) -> Path:
    return (*own["path"], own["written"])


_CONSTRUCT_READERS: dict[str, Callable[[Any, Mapping[str, Any], dict[str, Any]], Entry]] = {
    "repeat": _read_repeat,
    "residual": _read_residual,
    "parallel": _read_parallel,
    "model": _read_model,
    "call": _read_call,
}


def walk_entries(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Go through entries and those inside constructs, in the order of the text; what is inside a model is private."""
    for entry in entries:
        yield entry
        if isinstance(entry, RepeatEntry | ResidualEntry):
            yield from walk_entries(entry.layers)
        elif isinstance(entry, ParallelEntry):
            for branch in entry.branches:
                yield from walk_entries(branch)
