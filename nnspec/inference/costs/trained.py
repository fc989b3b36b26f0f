"""A spec and its network -> which weights train when training begins, and how far back gradients go."""

from __future__ import annotations

from functools import cached_property

from nnspec.graph.walking import Place
from nnspec.inference.network import Network
from nnspec.inference.outcome import Weight
from nnspec.spec.spec import Spec


class Trained:
    """What trains in the first stage of a training.

    Args:
        spec: what it freezes.
        network: any.
    """

    def __init__(self, spec: Spec, network: Network) -> None:
        self._network = network
        self._frozen = {base.name for base in spec.bases if "all" in base.freeze}

    def trains(self, place: Place, weight: Weight) -> bool:
        """Tell whether a weight of a node changes; the statistics of a BatchNormalization never train."""
        return weight.trainable and not self._is_frozen(place)

    def has_trainable(self, place: Place) -> bool:
        """Tell whether a node has weights that train, of its own or those of the layer that it calls."""
        node = place.node
        if node.target is not None:
            return self.has_trainable(Place(place.graph.node(node.target), place.graph, place.model))
        if node.graph is not None:
            return any(self.has_trainable(Place(inner, node.graph, place)) for inner in node.graph)
        weights = self._network.of(place).outcome.weights
        return any(self.trains(place, weight) for weight in weights or ())

    def is_reached(self, place: Place) -> bool:
        """Tell whether something above a node trains, so that gradients go through the node."""
        return place.name in self._reached

    @cached_property
    def _reached(self) -> frozenset[str]:
        reached: set[str] = set()
        for place, _ in self._network:
            if place.node.kind == "input" and place.model is not None and place.model.name in reached:
                reached.add(place.name)
            prefix = place.name.removesuffix(place.node.name)
            for source in place.node.sources:
                above = Place(place.graph.node(source), place.graph, place.model)
                if prefix + source in reached or self.has_trainable(above):
                    reached.add(place.name)
        return frozenset(reached)

    def _is_frozen(self, place: Place | None) -> bool:
        while place is not None:
            call, base = place.node.call, place.node.base
            if base in self._frozen or (call is not None and call.arguments.get("trainable") is False):
                return True
            place = place.model
        return False
