"""A graph with everything that is known of its tensors and weights."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from nnspec.diagnostics.diagnostic import Diagnostic
from nnspec.graph.graph import Graph
from nnspec.graph.walking import Place, walk_graph
from nnspec.inference.outcome import Outcome
from nnspec.inference.tensor import NOTHING_KNOWN, Tensor
from nnspec.records import field, record


@record
class Inferred:
    """What is known of one node.

    Args:
        inputs: the tensors that it takes, in the order of its edges.
        outcome: what it gives; of a `call`, whose weights stand at the node that it calls, without weights.
    """

    inputs: tuple[Tensor, ...]
    outcome: Outcome

    @property
    def output(self) -> Tensor:
        """The first tensor that it gives."""
        return (self.outcome.outputs or (NOTHING_KNOWN,))[0]


@record
class Network:
    """A graph and what is known of each node.

    Args:
        graph: of the network.
        nodes: by the place's name, such as `encoder/dense`.
        findings: where tensors do not fit; they know their path only.
        bases: what is inside each transfer base, by the place of its node; absent where that is not known.
    """

    graph: Graph
    nodes: Mapping[str, Inferred]
    findings: tuple[Diagnostic, ...] = field(default=())
    bases: Mapping[str, Network] = field(default_factory=dict)
    _places: list[tuple[Place, Inferred]] = field(default_factory=list, hidden=True)
    _inside: dict[str, list[tuple[Place, Inferred]]] = field(default_factory=dict, hidden=True)

    def __iter__(self) -> Iterator[tuple[Place, Inferred]]:
        """Go through all nodes, those inside nested models included, from top to bottom."""
        if not self._places:
            named = ((place, place.name) for place in walk_graph(self.graph))
            self._places.extend((place, self.nodes[name]) for place, name in named if name in self.nodes)
        return iter(self._places)

    def inside(self, model: Place) -> tuple[tuple[Place, Inferred], ...]:
        """List the nodes inside a nested model, and in the models nested in that."""
        if not self._inside:
            for place, inferred in self:
                around = place.model
                while around is not None:
                    self._inside.setdefault(around.name, []).append((place, inferred))
                    around = around.model
        return tuple(self._inside.get(model.name, ()))

    def of(self, place: Place) -> Inferred:
        """Return what is known of the node at a place."""
        return self.nodes[place.name]
