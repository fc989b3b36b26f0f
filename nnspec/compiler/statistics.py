"""Layers in `hidden` that learn from data before training: their statistics, found by streaming."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from nnspec.compiler.scaling import safe_variance
from nnspec.diagnostics.diagnostic import Diagnostic
from nnspec.errors import SpecError
from nnspec.graph.graph import Graph, Node
from nnspec.graph.walking import Place, walk_graph
from nnspec.records import record
from nnspec.spec.calls import Call
from nnspec.tables.state import LayerState, State

_VOCABULARY_ARGUMENT = {
    "Discretization": "bin_boundaries",
    "TextVectorization": "vocabulary",
    "StringLookup": "vocabulary",
    "IntegerLookup": "vocabulary",
}


def unfitted_nodes(graph: Graph, state: State) -> tuple[Place, ...]:
    """List the Normalization layers that have statistics neither in the spec nor in the state."""
    places = walk_graph(graph)
    return tuple(place for place in places if wants_statistics(place.node) and place.name not in state.layers)


def statistics_arguments(node: Node, source_shape: Sequence[int | None], state: State, *, place: str) -> dict[str, Any]:
    """Give a Normalization the statistics of the state; nothing for any other layer.

    Args:
        node: a layer.
        source_shape: of its source, batch axis included.
        state: holds the statistics.
        place: the node's name below those of the nested models around it.
    """
    if not wants_statistics(node) or place not in state.layers:
        return {}
    learned = state.layers[place]
    kept = [size or 1 for size in (source_shape[axis] for axis in kept_axes(node, len(source_shape)))]
    variance = safe_variance(learned.mean, learned.variance)
    return {
        "mean": np.reshape(learned.mean, kept).tolist(),
        "variance": np.reshape(variance, kept).tolist(),
    }


def check_vocabulary(call: Call, *, nested: bool = False) -> None:
    """Refuse a layer that Keras would have to adapt.

    Args:
        call: of the layer; the layers among its arguments are looked at too.
        nested: whether it is itself an argument of a layer, where a Normalization cannot learn either.

    Raises:
        SpecError: NN032.
    """
    for value in call.arguments.values():
        for inner in value if isinstance(value, tuple) else (value,):
            if isinstance(inner, Call) and inner.family == "layers":
                check_vocabulary(inner, nested=True)
    argument = {**_VOCABULARY_ARGUMENT, **({"Normalization": "mean"} if nested else {})}.get(call.name)
    if argument is None or call.arguments.get(argument) is not None:
        return
    finding = Diagnostic(
        code="NN032",
        message=f"`{call.name}` in {'a layer' if nested else '`hidden`'} cannot learn from the data yet",
        path=call.path,
        expected=f"`{argument}` in the spec",
        hint=f"give `{argument}`",
    )
    raise SpecError([finding])


def kept_axes(node: Node, rank: int) -> tuple[int, ...]:
    """Return the axes that a Normalization keeps statistics for, counted from 0, in order."""
    axis = None if node.call is None else node.call.get("axis")
    axes = () if axis is None else (axis,) if isinstance(axis, int) else tuple(axis)
    return tuple(sorted(each % rank for each in axes))


def collect_statistics(batches: Iterator[npt.NDArray[Any]], *, node: Node) -> LayerState:
    """Find the mean and variance of what reaches a Normalization, in float64, one pass.

    Args:
        batches: of the layer's source, shape (rows, ...).
        node: the layer; its `axis` says what is kept.

    Source: Chan, Golub and LeVeque 1983, equations 1.3: moments of parts joined into those of the whole.
    """
    total: _Moments | None = None
    for batch in batches:
        part = _moments(batch, kept_axes(node, batch.ndim))
        total = part if total is None else _join(total, part)
    if total is None:
        raise ValueError(f"no training rows reach `{node.name}`")
    variance = total.squares / total.count
    return LayerState(mean=tuple(total.mean.ravel().tolist()), variance=tuple(np.atleast_1d(variance).ravel().tolist()))


@record
class _Moments:
    """Count, mean and sum of squared deviations."""

    count: int
    mean: npt.NDArray[np.float64]
    squares: npt.NDArray[np.float64]


def _moments(batch: npt.NDArray[Any], kept: tuple[int, ...]) -> _Moments:
    values = np.asarray(batch, np.float64)
    reduced = tuple(axis for axis in range(values.ndim) if axis not in kept)
    mean = values.mean(axis=reduced)
    spread = values - np.expand_dims(mean, reduced)
    count = math.prod(values.shape[axis] for axis in reduced)
    return _Moments(count, np.asarray(mean), np.asarray((spread**2).sum(axis=reduced)))


def _join(first: _Moments, second: _Moments) -> _Moments:
    count = first.count + second.count
    step = second.mean - first.mean
    mean = first.mean + step * (second.count / count)
    squares = first.squares + second.squares + step**2 * (first.count * second.count / count)
    return _Moments(count, mean, squares)


def wants_statistics(node: Node) -> bool:
    """Tell whether a node is a Normalization that the spec gives no statistics."""
    call = node.call
    return call is not None and call.name == "Normalization" and call.arguments.get("mean") is None
