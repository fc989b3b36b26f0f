"""Nodes -> Keras layers that are connected, each failure a finding at its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import keras
import tensorflow as tf

from nnspec.compiler.base_model import BaseModel
from nnspec.compiler.construction import REDUCED_PRECISIONS
from nnspec.compiler.embedding import check_places
from nnspec.compiler.failures import KERAS_FAILURES, connection_finding, memory_failure
from nnspec.compiler.functions import call_function
from nnspec.compiler.instantiate import instantiate
from nnspec.compiler.passing import Tensors, call_layer
from nnspec.compiler.projection import check_sum, project
from nnspec.compiler.statistics import check_vocabulary, statistics_arguments
from nnspec.diagnostics.diagnostic import Diagnostic
from nnspec.errors import SpecError, spec_error
from nnspec.graph.graph import Edge, Graph, Node
from nnspec.graph.signature import signature_of
from nnspec.graph.walking import Place
from nnspec.records import field, record, replace
from nnspec.tables.state import State


@record(frozen=False, kw_only=True)
class Connector:
    """Makes the layers of nodes from top to bottom.

    A node below a failed one is left out; all findings are raised together by `connect`.

    Args:
        state: units of heads, and statistics of layers.
        bases: by name.
        precision: of the spec.
        tensors: node name -> the symbolic tensors that it gives; the inputs are there at the start.
        origins: names of inputs, here and in the network: those inside a nested model have names of their own.
        prefix: the names of the nested models around, each with a slash.
        layers: node name -> the layer, nested model or base that it made.
        made: node name -> the node, for calls of its layer.
        shapes: place of a node, such as `encoder/dense` -> shape of its first tensor.
        findings: so far.
    """

    state: State
    bases: Mapping[str, BaseModel]
    precision: str
    tensors: dict[str, Tensors]
    origins: Mapping[str, str]
    prefix: str = ""
    layers: dict[str, Any] = field(default_factory=dict)
    made: dict[str, Node] = field(default_factory=dict)
    shapes: dict[str, tuple[int | None, ...]] = field(default_factory=dict)
    findings: list[Diagnostic] = field(default_factory=list)

    def connect(self, nodes: Iterable[Node]) -> dict[str, Tensors]:
        """Connect nodes in order; return their tensors by node name.

        Raises:
            SpecError: NN022, NN024, NN032, NN157 or NN159, all of them.
            RunError: NN853, the weights of a layer do not fit into memory.
        """
        for node in nodes:
            self.made[node.name] = node
            if node.kind != "input" and all(source in self.tensors for source in node.sources):
                self._place(node)
            if node.name in self.tensors:
                self.shapes[self.prefix + node.name] = tuple(self.tensors[node.name][0].shape)
        if self.findings:
            raise SpecError(self.findings)
        return self.tensors

    def connect_above(self, place: Place) -> list[keras.KerasTensor]:
        """Connect what stands above a node, and give the tensors that it takes.

        A node inside a nested model gets what reaches the model where it stands; its later calls do not count.

        Raises:
            SpecError: as `connect` does.
        """
        if place.model is None:
            return self._connect_until(place)
        sources = self.connect_above(place.model)
        inside = self.enter(place.model.node, place.graph, sources)
        inputs = [tensors[0] for tensors in inside.tensors.values()]
        return [keras.Model(_alone(inputs), tensor)(_alone(sources)) for tensor in inside._connect_until(place)]

    def _connect_until(self, place: Place) -> list[keras.KerasTensor]:
        self.connect(place.graph.nodes[: place.graph.nodes.index(place.node)])
        return [self._tensor(edge, place.node) for edge in place.node.edges]

    def _place(self, node: Node) -> None:
        sources: list[keras.KerasTensor] = []
        try:
            sources += (self._tensor(edge, node) for edge in node.edges)
            self.tensors[node.name] = self._connect(node, sources)
        except SpecError as error:
            self.findings += error.diagnostics
        except KERAS_FAILURES as error:
            shapes = [tuple(tensor.shape) for tensor in sources]
            self.findings.append(connection_finding(node, error, received=shapes))
        except tf.errors.ResourceExhaustedError as error:
            raise memory_failure(node, error) from error

    def _tensor(self, edge: Edge, node: Node) -> keras.KerasTensor:
        given = self.tensors[edge.source]
        if edge.output < len(given):
            return given[edge.output]
        count = f"{len(given)} outputs" if len(given) > 1 else "one output"
        received = f"{edge.source}:{edge.output}"
        raise spec_error("NN159", f"`{edge.source}` has {count}", path=node.path, received=received)

    def _connect(self, node: Node, sources: list[keras.KerasTensor]) -> Tensors:
        if node.kind == "op":
            return call_function(node, sources)
        if node.kind == "projection":
            layer, projected = project(*sources, node=node)
            self.layers |= {} if layer is None else {node.name: layer}
            return (projected,)
        if _is_residual_sum(node):
            check_sum(node, [tensor.shape for tensor in sources])
        if node.target is None:
            self.layers[node.name] = self._layer(node, sources)
        elif node.target not in self.layers:
            return ()
        target = self.made[node.target or node.name]
        check_places(replace(target, edges=node.edges), sources[0].dtype, self.state, origins=self.origins)
        layer = self.layers[target.name]
        return call_layer(layer, sources, node=node, takes=signature_of(target), call=target.call)

    def _layer(self, node: Node, sources: Sequence[keras.KerasTensor]) -> Any:
        if node.graph is not None:
            return self._model(node, node.graph, sources)
        if node.base is not None:
            model = self.bases[node.base].model
            return keras.Model(model.inputs[0], model.outputs[0], name=node.name)
        assert node.call is not None
        check_vocabulary(node.call)
        given = {
            "name": node.name,
            **self._head_arguments(node),
            **statistics_arguments(node, tuple(sources[0].shape), self.state, place=self.prefix + node.name),
        }
        return instantiate(node.call, given=given)

    def _model(self, node: Node, graph: Graph, sources: Sequence[keras.KerasTensor]) -> keras.Model:
        inside = self.enter(node, graph, sources)
        inputs = [tensors[0] for tensors in inside.tensors.values()]
        tensors = inside.connect(graph)
        outputs = [tensors[name][0] for name in graph.outputs.values()]
        return keep_masks(keras.Model(_alone(inputs), _alone(outputs), name=node.name))

    def enter(self, node: Node, graph: Graph, sources: Sequence[keras.KerasTensor]) -> Connector:
        """Make the connector for the inside of a nested model, with inputs like the tensors that reach it."""
        inputs = {
            name: (keras.Input(shape=tensor.shape[1:], dtype=tensor.dtype, name=name),)
            for name, tensor in zip(graph.inputs, sources, strict=True)
        }
        known = {name: self.origins.get(edge.source) for name, edge in zip(graph.inputs, node.edges, strict=True)}
        return Connector(
            state=self.state,
            bases=self.bases,
            precision=self.precision,
            tensors=inputs,
            origins={name: origin for name, origin in known.items() if origin is not None},
            prefix=f"{self.prefix}{node.name}/",
            shapes=self.shapes,
        )

    def _head_arguments(self, node: Node) -> dict[str, Any]:
        if node.output is None or node.call is None:
            return {}
        arguments: dict[str, Any] = {}
        if "units" in node.call.entry.arguments and "units" not in node.call.arguments:
            shape = self.state.outputs[node.output].shape
            arguments["units"] = shape[-1] if shape else 1
        if self.precision in REDUCED_PRECISIONS and "dtype" not in node.call.arguments:
            arguments["dtype"] = "float32"
        return arguments


def _alone(tensors: list[keras.KerasTensor]) -> Any:
    """Give a single tensor by itself, as Keras takes it, and several as a list."""
    return tensors[0] if len(tensors) == 1 else tensors


def keep_masks(model: keras.Model) -> keras.Model:
    """Let masks pass through a nested model as its layers pass them on, without Keras' warning that they are lost.

    Keras hands a mask to a nested model's first layers and leaves on its outputs what the last layers put there. It
    takes the model for a layer that destroys masks nevertheless, and says so.
    """
    model.supports_masking = True
    model.compute_mask = _no_further_mask
    return model


def _no_further_mask(inputs: Any, previous_mask: Any) -> None:
    return None


def _is_residual_sum(node: Node) -> bool:
    """Tell whether nnspec supplied this Add, for a `residual`."""
    return node.call is not None and node.call.name == "Add" and node.call.written is None
