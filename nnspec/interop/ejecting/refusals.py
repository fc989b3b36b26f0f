"""A spec -> findings about what a stand-alone script cannot express; nothing is left out silently."""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.compiler.statistics import wants_statistics
from nnspec.diagnostics.diagnostic import Diagnostic, Path
from nnspec.graph.graph import Graph
from nnspec.graph.walking import walk_graph
from nnspec.spec.inputs import ArrayInput, CategoryInput, ImageInput, NumberInput
from nnspec.spec.spec import Spec

_INPUTS = (NumberInput, CategoryInput, ImageInput, ArrayInput)


def find_unejectable(spec: Spec, graph: Graph) -> list[Diagnostic]:
    """List what a script cannot express.

    Args:
        spec: to eject.
        graph: of the spec.

    Reports: NN570, and NN021 for a spec without data.
    """
    return [*_data(spec), *_inputs(spec), *_outputs(spec), *_precision(spec), *_layers(graph)]


def _data(spec: Spec) -> Iterator[Diagnostic]:
    if spec.data is None or not (spec.data.source or spec.data.train):
        hint = "say where rows come from: `data:`"
        yield Diagnostic(code="NN021", message="the spec has no rows to train on", path=("data",), hint=hint)


def _inputs(spec: Spec) -> Iterator[Diagnostic]:
    for item in spec.inputs:
        if not isinstance(item, _INPUTS):
            yield _refusal(f"inputs of type `{item.type}` have no script yet", item.path)
        elif isinstance(item, ImageInput) and getattr(item, "augment", None):
            yield _refusal("`augment` has no script yet", (*item.path, "augment"))


def _outputs(spec: Spec) -> Iterator[Diagnostic]:
    for output in spec.outputs:
        if getattr(output, "per_position", False):
            yield _refusal("`per_position` has no script yet", (*output.path, "per_position"))


def _precision(spec: Spec) -> Iterator[Diagnostic]:
    if spec.train.precision == "float64":
        yield _refusal("`precision: float64` has no script yet", ("train", "precision"))


def _layers(graph: Graph) -> Iterator[Diagnostic]:
    for place in walk_graph(graph):
        if place.model is not None and wants_statistics(place.node):
            message = "a `Normalization` inside a nested model that learns from the data has no script yet"
            yield _refusal(message, place.node.path)


def _refusal(message: str, path: Path) -> Diagnostic:
    return Diagnostic(code="NN570", message=message, path=path, hint="train it with `nnspec train`")
