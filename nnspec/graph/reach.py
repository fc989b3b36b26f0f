"""Entries and inputs that no output depends on: Keras drops them without a word."""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.diagnostics.diagnostic import Diagnostic
from nnspec.graph.graph import Graph, Node
from nnspec.graph.walking import walk_graph
from nnspec.spec.bases import Base
from nnspec.spec.spec import Spec


def find_unreached(graph: Graph, spec: Spec) -> list[Diagnostic]:
    """Report NN156 for dead entries, unused inputs and bases that no entry places.

    A dead construct is one finding, not one for each of its layers. An input that is the target of an output (an
    autoencoder's) still has to be read by the network.
    """
    places = list(walk_graph(graph))
    graphs = [graph, *(place.node.graph for place in places if place.node.graph is not None)]
    placed = {place.node.base for place in places}
    return [
        *(finding for each in graphs for finding in _unreached_in(each, inside=each is not graph)),
        *(_unplaced_base(base) for base in spec.bases if base.name not in placed),
    ]


def _unreached_in(graph: Graph, *, inside: bool) -> Iterator[Diagnostic]:
    needed = _needed(graph)
    dead = [node for node in graph if node.name not in needed]
    targets = {node.target for node in graph if node.name in needed}
    paths = {node.path for node in dead if node.kind != "input"}
    for node in dead:
        if node.kind == "input":
            yield _unused_input(node, inside=inside)
        elif not any(node.path[:n] in paths for n in range(1, len(node.path))) and node.kind != "projection":
            yield _dead_call(node) if node.name in targets else _dead_entry(node)


def _needed(graph: Graph) -> set[str]:
    needed = set(graph.outputs.values())
    for node in reversed(graph.nodes):
        if node.name in needed:
            needed.update(node.sources)
    return needed


def _unused_input(node: Node, *, inside: bool) -> Diagnostic:
    what = "output of the model depends on its" if inside else "output depends on the"
    return Diagnostic(
        code="NN156",
        message=f"no {what} input `{node.name}`",
        path=node.path,
        hint="take it in with `from`, or remove it",
    )


def _dead_entry(node: Node) -> Diagnostic:
    place = "hidden" if node.path[:1] == ("hidden",) else "this list"
    return Diagnostic(
        code="NN156",
        message=f"no output depends on `{node.name}`",
        path=node.path,
        hint=f"name it under `from` further down, or remove it from {place}",
    )


def _dead_call(node: Node) -> Diagnostic:
    return Diagnostic(
        code="NN156",
        message=f"no output depends on what `{node.name}` gives here, only on its later calls",
        path=node.path,
        hint="place it where it is first needed, instead of its first `call`",
    )


def _unplaced_base(base: Base) -> Diagnostic:
    return Diagnostic(
        code="NN156",
        message=f"no entry places the base `{base.name}`",
        path=base.path,
        hint=f"put `- {base.name}` into `hidden`, or remove it",
    )
