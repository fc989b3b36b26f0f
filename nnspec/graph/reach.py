"""Entries and inputs that no output depends on: Keras drops them without a word."""

from __future__ import annotations

from nnspec.diagnostics.diagnostic import Diagnostic
from nnspec.graph.graph import Graph, Node
from nnspec.spec.bases import Base
from nnspec.spec.spec import Spec


def find_unreached(graph: Graph, spec: Spec) -> list[Diagnostic]:
    """Report NN156 for dead entries, unused inputs and bases that no entry places.

    An input that is the target of an output (an autoencoder's) still has to be read by the network.
    """
    needed = _needed(graph)
    dead = [node for node in graph if node.name not in needed]
    placed = {node.base for node in graph}
    return [
        *(_unused_input(node) if node.kind == "input" else _dead_entry(node) for node in dead),
        *(_unplaced_base(base) for base in spec.bases if base.name not in placed),
    ]


def _needed(graph: Graph) -> set[str]:
    needed = set(graph.outputs.values())
    for node in reversed(graph.nodes):
        if node.name in needed:
            needed.update(node.sources)
    return needed


def _unused_input(node: Node) -> Diagnostic:
    return Diagnostic(
        code="NN156",
        message=f"no output depends on the input `{node.name}`",
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


def _unplaced_base(base: Base) -> Diagnostic:
    return Diagnostic(
        code="NN156",
        message=f"no entry places the base `{base.name}`",
        path=base.path,
        hint=f"put `- {base.name}` into `hidden`, or remove it",
    )
