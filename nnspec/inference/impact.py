"""A layer of a network -> everything that depends on it."""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.graph.graph import Graph, Node
from nnspec.graph.walking import Place, walk_graph
from nnspec.inference.dimension import symbol, symbols_of
from nnspec.inference.facts import Facts
from nnspec.inference.infer import infer_network
from nnspec.inference.network import Network
from nnspec.inference.outcome import Weight
from nnspec.records import record, replace
from nnspec.spec.spec import Spec

# The arguments that say how wide a layer's output is; the first that a layer has is varied.
_WIDTHS = ("units", "filters", "output_dim")
# A name that no spec can give a length of its own.
_WIDTH = "<width>"


@record(kw_only=True)
class Impact:
    """What depends on a layer.

    Args:
        place: of the layer.
        above: the nodes whose tensors it takes.
        below: those that take its tensors.
        downstream: all that any of its tensors reaches, from top to bottom.
        outputs: of the spec, that it reaches.
        sharing: calls of the same layer elsewhere.
        following: weights of other layers whose shape follows from its width, by the place that holds them.
    """

    place: Place
    above: tuple[Place, ...]
    below: tuple[Place, ...]
    downstream: tuple[Place, ...]
    outputs: tuple[str, ...]
    sharing: tuple[Place, ...]
    following: tuple[tuple[Place, Weight], ...]


def find_place(graph: Graph, name: str) -> Place | None:
    """Find a node by its name, that of a nested model with slashes: `encoder/dense`; None where there is none."""
    return next((place for place in walk_graph(graph) if place.name == name), None)


def find_impact(spec: Spec, network: Network, place: Place, *, facts: Facts) -> Impact:
    """Say what depends on a layer.

    Args:
        spec: of the network.
        network: with its shapes.
        place: of the layer.
        facts: of the data.
    """
    graph = place.graph
    reached = {place.node.name}
    for node in graph:
        if not reached.isdisjoint(node.sources):
            reached.add(node.name)
    return Impact(
        place=place,
        above=tuple(_beside(place, graph.node(name)) for name in dict.fromkeys(place.node.sources)),
        below=tuple(_beside(place, node) for node in graph if place.node.name in node.sources),
        downstream=tuple(_beside(place, node) for node in graph if node.name in reached - {place.node.name}),
        outputs=_outputs(spec, network.graph, place, reached),
        sharing=tuple(_beside(place, node) for node in graph if _shares(node, place.node)),
        following=tuple(_following(spec, network, place, facts)),
    )


def _beside(place: Place, node: Node) -> Place:
    return Place(node, place.graph, place.model)


def _shares(node: Node, layer: Node) -> bool:
    layers = {layer.name, layer.target} - {None}
    return node.name != layer.name and (node.target in layers or node.name in layers)


def _outputs(spec: Spec, graph: Graph, place: Place, reached: set[str]) -> tuple[str, ...]:
    """Name the outputs that a node reaches, out of the models around it."""
    outermost = place
    while outermost.model is not None:
        outermost = outermost.model
    if outermost is not place:
        reached = {outermost.node.name}
        for node in graph:
            if node.target == outermost.node.name or not reached.isdisjoint(node.sources):
                reached.add(node.name)
    return tuple(output.name for output in spec.outputs if graph.outputs.get(output.name) in reached)


def _following(spec: Spec, network: Network, place: Place, facts: Facts) -> Iterator[tuple[Place, Weight]]:
    """Infer the network once more with a symbol in place of the layer's width, and look where it turns up."""
    call = place.node.call
    width = None if call is None else next((name for name in _WIDTHS if name in call.entry.arguments), None)
    if call is None or width is None:
        return
    wider = replace(place.node, call=replace(call, arguments={**call.arguments, width: symbol(_WIDTH)}))
    for other, inferred in infer_network(spec, _with(network.graph, place, wider), facts):
        for weight in inferred.outcome.weights or ():
            if other.name != place.name and any(_WIDTH in symbols_of(length) for length in weight.shape):
                yield Place(other.node, other.graph, other.model), weight


def _with(graph: Graph, place: Place, node: Node) -> Graph:
    """Put a node in place of the one of its name, in the graph that holds it."""
    inside = node if place.model is None else replace(place.model.node, graph=_swapped(place.graph, node))
    if place.model is None:
        return _swapped(graph, inside)
    return _with(graph, place.model, inside)


def _swapped(graph: Graph, node: Node) -> Graph:
    return Graph(nodes=tuple(node if each.name == node.name else each for each in graph), outputs=graph.outputs)
