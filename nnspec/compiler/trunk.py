"""`Graph` -> the trunk: one Keras model, numbers in and numbers out, whose layers bear the nodes' names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import keras
import numpy as np
import numpy.typing as npt

from nnspec.compiler.base_model import BaseModel
from nnspec.compiler.connect import Connector
from nnspec.compiler.construction import construction_of, interface_dtype
from nnspec.compiler.encoder import build_encoder
from nnspec.compiler.failures import describe_shape
from nnspec.compiler.statistics import collect_statistics, unfitted_nodes
from nnspec.diagnostics.diagnostic import Diagnostic
from nnspec.errors import SpecError
from nnspec.graph.graph import Graph
from nnspec.graph.walking import Place
from nnspec.records import replace
from nnspec.spec.spec import Spec
from nnspec.tables.state import State

Shape = tuple[int | None, ...]
STATISTICS_BATCH_SIZE = 1024


def build_trunk(
    spec: Spec,
    graph: Graph,
    state: State,
    *,
    encoder: keras.Model,
    bases: Mapping[str, BaseModel] | None = None,
) -> tuple[keras.Model, Mapping[str, Shape]]:
    """Build the model that is trained: a mapping by input name in, a mapping by output name out.

    Its initial weights are a function of the spec and its seed alone.

    Args:
        spec: its seed and precision.
        graph: what to build.
        state: units of heads, and statistics of layers.
        encoder: gives the shapes and dtypes of the inputs.
        bases: by name.

    Returns:
        The model, and the shape of each node's first tensor by the node's place.

    Raises:
        SpecError: NN022, NN024, NN032, NN157 or NN159.
    """
    with construction_of(spec):
        inputs = _trunk_inputs(encoder)
        connector = _connector(spec, state, inputs, bases)
        tensors = connector.connect(graph)
        dtype = interface_dtype(spec.train.precision)
        outputs = {name: _output(tensors[node][0], name, node, dtype) for name, node in graph.outputs.items()}
        trunk = keras.Model(inputs, outputs, name="trunk")
    _check_outputs(spec, state, trunk)
    return trunk, connector.shapes


def fit_layers(
    spec: Spec,
    graph: Graph,
    state: State,
    encoded: Mapping[str, npt.NDArray[Any]],
    *,
    bases: Mapping[str, BaseModel] | None = None,
) -> State:
    """Learn the statistics of every Normalization in `hidden` that was given none, in graph order.

    Args:
        spec: of the network.
        graph: of the network.
        state: of inputs and outputs; what it holds of layers is kept.
        encoded: the training rows as the encoder gives them, by input name.
        bases: by name.
    """
    encoder = build_encoder(spec, graph, state, bases=bases) if unfitted_nodes(graph, state) else None
    for place in unfitted_nodes(graph, state):
        assert encoder is not None
        partial = _partial_trunk(spec, state, place, encoder=encoder, bases=bases)
        learned = collect_statistics(_run_in_batches(partial, encoded), node=place.node)
        state = replace(state, layers={**state.layers, place.name: learned})
    return state


def _partial_trunk(
    spec: Spec,
    state: State,
    place: Place,
    *,
    encoder: keras.Model,
    bases: Mapping[str, BaseModel] | None,
) -> keras.Model:
    """Build all that stands above a node, so that the weights are those that training will start from."""
    with construction_of(spec):
        inputs = _trunk_inputs(encoder)
        tensors = _connector(spec, state, inputs, bases).connect_above(place)
        return keras.Model(inputs, tensors[0])


def _run_in_batches(model: keras.Model, encoded: Mapping[str, npt.NDArray[Any]]) -> Iterator[npt.NDArray[Any]]:
    n_rows = len(next(iter(encoded.values())))
    for start in range(0, n_rows, STATISTICS_BATCH_SIZE):
        rows = {name: np.asarray(values[start : start + STATISTICS_BATCH_SIZE]) for name, values in encoded.items()}
        yield keras.ops.convert_to_numpy(keras.ops.cast(model(rows, training=False), "float64"))


def _trunk_inputs(encoder: keras.Model) -> dict[str, Any]:
    return {
        name: keras.Input(shape=tensor.shape[1:], dtype=tensor.dtype, name=name)
        for name, tensor in encoder.output.items()
    }


def _connector(spec: Spec, state: State, inputs: Mapping[str, Any], bases: Mapping[str, BaseModel] | None) -> Connector:
    return Connector(
        state=state,
        bases=bases or {},
        precision=spec.train.precision,
        tensors={name: (tensor,) for name, tensor in inputs.items()},
        origins={name: name for name in inputs},
    )


def _output(tensor: keras.KerasTensor, name: str, node: str, dtype: str) -> keras.KerasTensor:
    """Give a tensor the output's name where no layer of that name makes it."""
    if node == name:
        return tensor
    return keras.layers.Identity(name=name, dtype=dtype)(tensor)


def _check_outputs(spec: Spec, state: State, trunk: keras.Model) -> None:
    findings = []
    for output in spec.outputs:
        whole = tuple(trunk.output[output.name].shape)
        given, wanted = whole[1:], state.outputs[output.name].shape
        if not whole or whole[0] is not None:
            findings.append(_batch_finding(output.name, output.path, whole))
            continue
        if spec.data is None and output.type == "array" and output.head is None:
            # Declared without data: its target has the shape that the network gives.
            wanted = given
        if output.per_position and len(wanted) == 1:
            # Declared without data: how many positions there are, the layers say.
            given = given[-1:]
        if len(given) != len(wanted) or any(
            a != b for a, b in zip(given, wanted, strict=True) if a is not None and b is not None
        ):
            findings.append(_output_finding(output.name, output.path, (None, *given), (None, *wanted)))
    if findings:
        raise SpecError(findings)


def _batch_finding(name: str, path: tuple[str | int, ...], whole: Shape) -> Diagnostic:
    return Diagnostic(
        code="NN157",
        message=f"output `{name}` is one tensor for all examples of a batch",
        path=path,
        received=f"{whole}, the batch included",
        expected="the batch as the first axis",
        hint="a function has lost it: give `axis` a number from 1 on, and begin a shape with `-1`",
    )


def _output_finding(
    name: str,
    path: tuple[str | int, ...],
    given: tuple[int | None, ...],
    wanted: tuple[int | None, ...],
) -> Diagnostic:
    return Diagnostic(
        code="NN157",
        message=f"output `{name}` does not have the shape of its target",
        path=path,
        received=describe_shape(given),
        expected=describe_shape(wanted),
    )
