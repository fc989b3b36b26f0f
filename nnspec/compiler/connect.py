"""Nodes -> Keras layers that are connected, each failure a finding at its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import keras

from nnspec.compiler.base_model import BaseModel
from nnspec.compiler.construction import REDUCED_PRECISIONS
from nnspec.compiler.embedding import check_places
from nnspec.compiler.failures import KERAS_FAILURES, connection_finding
from nnspec.compiler.instantiate import instantiate
from nnspec.compiler.statistics import check_vocabulary, statistics_arguments
from nnspec.diagnostics.diagnostic import Diagnostic
from nnspec.errors import SpecError
from nnspec.graph.graph import Node
from nnspec.records import field, record
from nnspec.tables.state import State


@record(frozen=False, kw_only=True)
class Connector:
    """Makes the layers of nodes from top to bottom.

    A node below a failed one is left out; all findings are raised together by `connect`.

    Args:
        state: units of heads, and statistics of layers.
        bases: by name.
        precision: of the spec.
        tensors: name -> symbolic tensor; the inputs are there at the start.
    """

    state: State
    bases: Mapping[str, BaseModel]
    precision: str
    tensors: dict[str, Any]
    findings: list[Diagnostic] = field(default_factory=list)

    def connect(self, nodes: Iterable[Node]) -> dict[str, Any]:
        """Connect nodes in order; return the tensors by node name.

        Raises:
            SpecError: NN022, NN024, NN032 or NN157, all of them.
        """
        for node in nodes:
            if node.kind != "input" and all(source in self.tensors for source in node.sources):
                self._place(node)
        if self.findings:
            raise SpecError(self.findings)
        return self.tensors

    def _place(self, node: Node) -> None:
        sources = [_first(self.tensors[source]) for source in node.sources]
        try:
            layer = self._layer(node, tuple(sources[0].shape))
            check_places(node, sources[0].dtype, self.state)
            self.tensors[node.name] = _first(_apply(layer, node, sources))
        except SpecError as error:
            self.findings += error.diagnostics
        except KERAS_FAILURES as error:
            shapes = [tuple(tensor.shape) for tensor in sources]
            self.findings.append(connection_finding(node, error, received=shapes))

    def _layer(self, node: Node, source_shape: tuple[int | None, ...]) -> Any:
        if node.base is not None:
            model = self.bases[node.base].model
            return keras.Model(model.inputs[0], model.outputs[0], name=node.name)
        assert node.call is not None
        check_vocabulary(node.call)
        given = {
            "name": node.name,
            **self._head_arguments(node),
            **statistics_arguments(node, source_shape, self.state),
        }
        return instantiate(node.call, given=given)

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


def _apply(layer: Any, node: Node, sources: list[Any]) -> keras.KerasTensor:
    takes = "one" if node.call is None else node.call.entry.inputs
    if takes == "several":
        return layer(sources)
    if takes == "call":
        # Attention over one tensor is self-attention: it is its own query and value.
        return layer(*(sources if len(sources) > 1 else sources * 2))
    return layer(sources[0])


def _first(result: Any) -> keras.KerasTensor:
    """Take the first of several outputs, such as the sequence beside a recurrent layer's state."""
    return result[0] if isinstance(result, list | tuple) else result
