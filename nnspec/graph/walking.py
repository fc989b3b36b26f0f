"""A graph with its nested models -> its nodes with their places, and the inputs that lie above a node."""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.graph.graph import Edge, Graph, Node
from nnspec.records import record
from nnspec.spec.calls import Call


@record
class Place:
    """Where a node stands.

    Args:
        node: of the graph, or of a model nested in it.
        graph: that holds the node.
        model: the nested model that the graph is the inside of; None for the network's own graph.
    """

    node: Node
    graph: Graph
    model: Place | None = None

    @property
    def name(self) -> str:
        """The node's name below those of the models around it: `encoder/dense`."""
        return self.node.name if self.model is None else f"{self.model.name}/{self.node.name}"

    def beside(self, name: str) -> Place:
        """Give the place of another node of the same graph."""
        return Place(self.graph.node(name), self.graph, self.model)


def walk_graph(graph: Graph, model: Place | None = None) -> Iterator[Place]:
    """Go through all nodes from top to bottom, those inside a nested model below the model itself."""
    for node in graph:
        place = Place(node, graph, model)
        yield place
        if node.graph is not None:
            yield from walk_graph(node.graph, place)


def inputs_above(place: Place) -> tuple[str, ...]:
    """Name the network's inputs that reach a node, by any of its calls.

    Args:
        place: of a node; what a `call` passes to it counts too.
    """
    found: dict[str, None] = {}
    _collect([*_taken(place)], place, set(), found)
    return tuple(found)


def first_input(place: Place) -> str:
    """Name the network's input that is reached by following first tensors upwards."""
    while place.node.kind != "input" or place.model is not None:
        if place.node.kind == "input":
            assert place.model is not None
            edge, place = place.model.node.edges[place.graph.inputs.index(place.node.name)], place.model
        else:
            edge = place.node.edges[0]
        place = Place(place.graph.node(edge.source), place.graph, place.model)
    return place.node.name


def final_call(graph: Graph, name: str) -> Call | None:
    """Give the layer that makes a node's first tensor; None where no single layer does."""
    node = graph.node(name)
    if node.target is not None:
        return final_call(graph, node.target)
    return final_call(node.graph, node.graph.outputs["0"]) if node.graph is not None else node.call


def _taken(place: Place) -> Iterator[Edge]:
    """Give the tensors that a node takes, where it stands and wherever it is called again."""
    for node in place.graph:
        if node.name == place.node.name or node.target == place.node.name:
            yield from node.edges


def _collect(edges: list[Edge], place: Place, seen: set[str], found: dict[str, None]) -> None:
    """Follow tensors upwards, out of nested models, and collect the network's inputs."""
    while edges:
        name = edges.pop(0).source
        if name in seen:
            continue
        seen.add(name)
        node = place.graph.node(name)
        edges = [*node.edges, *edges]
        if node.kind == "input" and place.model is None:
            found[name] = None
        elif node.kind == "input" and place.model is not None:
            _collect(_passed_to(place, name), place.model, set(), found)


def _passed_to(place: Place, name: str) -> list[Edge]:
    """Give the tensors that the calls of a nested model pass to one of its inputs."""
    assert place.model is not None
    index, model = place.graph.inputs.index(name), place.model
    calls = [node for node in model.graph if model.node.name in (node.name, node.target)]
    return [call.edges[index] for call in calls]
