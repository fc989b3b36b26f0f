"""Built models -> what `nnspec build` shows of them, as data."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from nnspec.compiler.models import Models
from nnspec.diagnostics.diagnostic import Path
from nnspec.graph.graph import Graph, Node
from nnspec.graph.walking import Place, walk_graph
from nnspec.records import record


@record(kw_only=True)
class LayerRow:
    """One layer of the trunk.

    Args:
        name: of the layer; inside a nested model below the model's, `encoder/dense`.
        kind: its class, the base's name, or what it is: `Input`, `ops.mean`, `call of encoder`.
        output_shape: of one example.
        parameters: all weights that it holds, trainable or not; none for a call of another layer.
        path: where the spec says so.
    """

    name: str
    kind: str
    output_shape: tuple[int | None, ...]
    parameters: int
    path: Path

    @property
    def depth(self) -> int:
        """How many nested models it stands in; their own parameters count its parameters too."""
        return self.name.count("/")


@record(kw_only=True)
class ModelSummary:
    """Counts and layers of a trunk; the state of random layers is not counted."""

    trainable: int
    non_trainable: int
    layers: tuple[LayerRow, ...]

    @property
    def parameters(self) -> int:
        """All weights."""
        return self.trainable + self.non_trainable


def summarise(models: Models, graph: Graph) -> ModelSummary:
    """Count the weights of a trunk and list its layers in the graph's order.

    Args:
        models: built from the graph.
        graph: says where each layer comes from.
    """
    rows = (_row(place, _layer_at(place, models.trunk), models.shapes[place.name]) for place in walk_graph(graph))
    return ModelSummary(
        trainable=_count(models.trunk.trainable_weights),
        non_trainable=_count(models.trunk.non_trainable_weights),
        layers=tuple(rows),
    )


def _row(place: Place, layer: Any, shape: tuple[int | None, ...]) -> LayerRow:
    return LayerRow(
        name=place.name,
        kind=_kind(place.node, layer),
        output_shape=shape[1:],
        parameters=0 if layer is None else _count(layer.weights),
        path=place.node.path,
    )


def _layer_at(place: Place, trunk: Any) -> Any:
    """Find the layer that a node made; None for a function, a call, or a projection of equal shapes."""
    holder = trunk if place.model is None else _layer_at(place.model, trunk)
    return next((layer for layer in holder.layers if layer.name == place.node.name), None)


def _kind(node: Node, layer: Any) -> str:
    if node.target is not None:
        return f"call of {node.target}"
    if node.function is not None:
        return f"ops.{node.function}"
    if node.kind == "projection":
        return "Identity" if layer is None else type(layer).__name__
    return node.base or (node.call.name if node.call else {"input": "Input", "model": "Model"}[node.kind])


def _count(weights: Iterable[Any]) -> int:
    return sum(math.prod(weight.shape) for weight in weights)
