"""`run:FOLDER` -> the trunk of an earlier run as a base, with the way in which it encoded its input."""

from __future__ import annotations

import pathlib
from collections.abc import Callable, Mapping

import keras

from nnspec.compiler.base_model import BaseModel, Encoding, adopt_encodings
from nnspec.compiler.models import build_models
from nnspec.errors import spec_error
from nnspec.graph.graph import Edge, Graph
from nnspec.records import replace
from nnspec.reporting.run_folder import Run
from nnspec.spec.bases import Base
from nnspec.spec.spec import Spec
from nnspec.transfer.copy_weights import copy_weights
from nnspec.transfer.freeze import leaf_layers
from nnspec.transfer.slicing import cut
from nnspec.transfer.weights_files import check_weights_file

RunReader = Callable[[pathlib.Path], Run]


def load_run(base: Base, run: Run, *, spec: Spec, inner_bases: Mapping[str, BaseModel]) -> tuple[keras.Model, Encoding]:
    """Rebuild a run's trunk, load its weights and cut it.

    Args:
        base: with source `run:FOLDER`; without `until` it ends above the head.
        run: the earlier run.
        spec: the spec that is built now; its precision holds.
        inner_bases: the run's own bases, with any weights.

    Returns:
        The model, and how the run encoded its input.

    Raises:
        SpecError: NN550 to NN552, NN554.
    """
    train = replace(run.spec.train, precision=spec.train.precision)
    then = replace(run.spec, train=train)
    name = only_input(base, run.graph)
    check_weights_file(run.weights, base)
    trunk = build_models(then, run.graph, run.state, bases=inner_bases).trunk
    copy_weights(trunk, run.weights, path=(*base.path, "source"))
    for layer in leaf_layers(trunk):
        layer.trainable = True
    model = cut(trunk, base, above=None if base.until else _head_below(base, run.graph))
    encodings = adopt_encodings(then, run.graph, run.state, bases=inner_bases)
    return model, encodings[name]


def only_input(base: Base, graph: Graph) -> str:
    """Name the one input of a run.

    Raises:
        SpecError: NN550, it has several.
    """
    if len(graph.inputs) == 1:
        return graph.inputs[0]
    raise spec_error(
        "NN550",
        f"the run of base `{base.name}` has several inputs, and a base takes one",
        path=(*base.path, "source"),
        received=", ".join(f"`{name}`" for name in graph.inputs),
    )


def above_heads(base: Base, graph: Graph) -> str:
    """Name the layer above the heads of a run, where a base ends unless it says otherwise.

    Raises:
        SpecError: NN552, the outputs part further up.
    """
    ends = {_above_head(graph, name) for name in graph.outputs}
    if len(ends) == 1:
        return ends.pop().source
    raise spec_error(
        "NN552",
        f"the run of base `{base.name}` has several outputs that part above their heads",
        path=base.path,
        expected="`until`",
        hint="say the last layer to keep: " + ", ".join(f"`{name}`" for name in sorted({edge.source for edge in ends})),
    )


def _above_head(graph: Graph, output: str) -> Edge:
    node = graph.node(graph.outputs[output])
    return node.edges[0] if node.output == output else Edge(node.name)


def _head_below(base: Base, graph: Graph) -> str:
    """Name a layer that takes the tensor at which a run is cut: what makes that tensor may be no layer."""
    above_heads(base, graph)
    return next(iter(graph.outputs))
