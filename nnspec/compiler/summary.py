"""A built trunk -> what `nnspec build` shows of it, as data."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import keras

from nnspec.diagnostics.diagnostic import Path
from nnspec.graph.graph import Graph
from nnspec.records import record


@record(kw_only=True)
class LayerRow:
    """One layer of the trunk.

    Args:
        name: of the layer.
        kind: its class, or the base's name.
        output_shape: of one example.
        parameters: all weights that it holds, trainable or not.
        path: where the spec says so.
    """

    name: str
    kind: str
    output_shape: tuple[int | None, ...]
    parameters: int
    path: Path


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


def summarise(trunk: keras.Model, graph: Graph) -> ModelSummary:
    """Count the weights of a trunk and list its layers in the graph's order.

    Args:
        trunk: built from the graph.
        graph: says where each layer comes from.
    """
    rows = tuple(
        LayerRow(
            name=node.name,
            kind=node.base or (node.call.name if node.call else "Input"),
            output_shape=_output_shape(trunk.get_layer(node.name)),
            parameters=_count(trunk.get_layer(node.name).weights),
            path=node.path,
        )
        for node in graph
    )
    return ModelSummary(
        trainable=_count(trunk.trainable_weights),
        non_trainable=_count(trunk.non_trainable_weights),
        layers=rows,
    )


def _count(weights: Iterable[Any]) -> int:
    return sum(math.prod(weight.shape) for weight in weights)


def _output_shape(layer: Any) -> tuple[int | None, ...]:
    output = layer.output
    first = output[0] if isinstance(output, list | tuple) else output
    return tuple(first.shape[1:])
