"""The weights of a model that was imported -> a file that fits the model which its spec builds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import h5py

from nnspec.document.dump import dump_document
from nnspec.errors import SpecError, UsageError, spec_error
from nnspec.graph.graph import Graph
from nnspec.interop.importing.layer_groups import find_layer_groups
from nnspec.interop.importing.original import Original
from nnspec.interop.importing.spec_data import Imported
from nnspec.pipeline import load, lower
from nnspec.replacing import writing_output
from nnspec.training.build import build_models_of

SUFFIX = ".weights.h5"
_MAKERS = ("layer", "model", "call", "op")
# Random states are no weights, and neither is what a model's optimizer remembers.
_NOT_WEIGHTS = ("seed_generator",)


def convert_weights(original: Original, imported: Imported, target: Path) -> None:
    """Write a model's weights under the names that its spec's model has for them.

    Args:
        original: with its weights.
        imported: what it became.
        target: a file `*.weights.h5`.

    Raises:
        UsageError: the file's name does not say what it is, or it cannot be written.
        SpecError: NN564, or what the spec has.
    """
    if not target.name.endswith(SUFFIX):
        raise UsageError(f"`{target.name}` must end in `{SUFFIX}`, as Keras insists")
    if original.weights is None:
        raise spec_error("NN564", "there are no weights to convert", hint="import a `.keras` file, or a built model")
    spec = load(dump_document(imported.data), file=original.name)
    pairs = dict(pair_layers(imported.layers, lower(spec)))
    with writing_output(target) as aside:
        build_models_of(spec).models.trunk.save_weights(aside)
        with h5py.File(aside, "r+") as made, h5py.File(original.weights, "r") as given:
            _copy_all(given, made, pairs)


def pair_layers(layers: tuple[Any, ...], graph: Graph) -> Iterator[tuple[str, str]]:
    """Give, for each layer of the spec's model, the layer of the original that it is; both by their names.

    Args:
        layers: see `Lined.layers`.
        graph: of the spec; its nodes stand in the same order.
    """
    nodes = [node for node in graph if node.kind in _MAKERS]
    for origin, node in zip(layers, nodes, strict=False):
        if isinstance(origin, tuple):
            name, inside = origin
            assert node.graph is not None
            yield node.name, name
            for inner, outer in pair_layers(inside, node.graph):
                yield f"{node.name}/{inner}", f"{name}/{outer}"
        elif origin is not None:
            yield node.name, origin


def _copy_all(given: h5py.File, made: h5py.File, pairs: dict[str, str]) -> None:
    sources, targets = find_layer_groups(given), find_layer_groups(made)
    names = {place: name for name, place in targets.items()}
    for dataset in _arrays(made):
        place = max((place for place in names if dataset.startswith(f"{place}/")), key=len, default=dataset)
        name = names.get(place, dataset)
        _copy(given, made, dataset, name=name, place=place, source=sources.get(pairs.get(name, "")))


def _arrays(group: h5py.Group) -> Iterator[str]:
    for key, member in group.items():
        if isinstance(member, h5py.Dataset):
            yield member.name
        elif key not in _NOT_WEIGHTS:
            yield from _arrays(member)


def _copy(given: h5py.File, made: h5py.File, dataset: str, *, name: str, place: str, source: str | None) -> None:
    path = None if source is None else f"{source}{dataset.removeprefix(place)}"
    if path is None or path not in given:
        raise _missing(name, dataset, "nothing")
    if given[path].shape != made[dataset].shape:
        raise _missing(name, dataset, f"shape {given[path].shape}")
    made[dataset][...] = given[path][()]


def _missing(name: str, dataset: str, received: str) -> SpecError:
    return spec_error(
        "NN564",
        f"the weights of `{name}` are not among the model's",
        received=received,
        expected=f"an array for `{dataset}`",
        hint="save the model again with `model.save`, so that its config and its weights belong together",
    )
