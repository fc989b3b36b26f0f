"""A spec -> findings about what a stand-alone script cannot express; nothing is left out silently."""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.compiler.statistics import wants_statistics
from nnspec.diagnostics.diagnostic import Diagnostic, Path
from nnspec.graph.graph import Graph
from nnspec.graph.walking import walk_graph
from nnspec.interop.ejecting.targets import is_padded
from nnspec.spec.inputs import ImageInput, SequenceInput
from nnspec.spec.outputs import Output
from nnspec.spec.spec import Spec


def find_unejectable(spec: Spec, graph: Graph) -> list[Diagnostic]:
    """List what a script cannot express.

    Args:
        spec: to eject.
        graph: of the spec.

    Reports: NN570, and NN021 for a spec without data.
    """
    return [*_data(spec), *_inputs(spec), *_outputs(spec), *_bases(spec), *_precision(spec), *_layers(graph)]


def _data(spec: Spec) -> Iterator[Diagnostic]:
    if spec.data is None or not (spec.data.source or spec.data.train):
        hint = "say where rows come from: `data:`"
        yield Diagnostic(code="NN021", message="the spec has no rows to train on", path=("data",), hint=hint)


def _inputs(spec: Spec) -> Iterator[Diagnostic]:
    runs = any(base.source.startswith("run:") for base in spec.bases)
    for item in spec.inputs:
        if isinstance(item, ImageInput) and item.augment and runs:
            message = "`augment` above a base that is a run has no script yet"
            yield _refusal(message, (*item.path, "augment"))
        elif isinstance(item, SequenceInput) and item.length is None and spec.data is not None and not spec.data.source:
            yield _refusal("sequences of several files without a `length` have no script yet", item.path)


def _outputs(spec: Spec) -> Iterator[Diagnostic]:
    for output in spec.outputs:
        if output.per_position:
            yield from _positions(spec, output)


def _positions(spec: Spec, output: Output) -> Iterator[Diagnostic]:
    path = (*output.path, "per_position")
    if spec.data is not None and spec.data.weight is not None:
        yield _refusal("`per_position` beside rows that weigh differently has no script yet", path)
    if is_padded(spec) and output.class_weight is not None:
        yield _refusal("`class_weight` over padded steps has no script yet", (*output.path, "class_weight"))
    if is_padded(spec) and (output.labels == "onehot" or (output.units or 1) > 1 or len(output.columns) > 1):
        yield _refusal("a vector for each padded step has no script yet", path)


def _bases(spec: Spec) -> Iterator[Diagnostic]:
    """Refuse a hash of what a script does not load from a file of weights."""
    for base in spec.bases:
        if base.sha256 is not None and (base.source.startswith("run:") or base.weights == "imagenet"):
            of = "a run" if base.source.startswith("run:") else "published weights"
            yield _refusal(f"the `sha256` of {of} has no script yet", (*base.path, "sha256"))


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
