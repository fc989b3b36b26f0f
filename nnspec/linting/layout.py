"""Who stands above and below whom in a network, as rules ask for it."""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.graph.walking import Place
from nnspec.inference.network import Network

# Layers that change nothing while a network predicts, or only the order of numbers.
PASSING = frozenset(
    {
        "ActivityRegularization",
        "AlphaDropout",
        "Dropout",
        "Flatten",
        "GaussianDropout",
        "GaussianNoise",
        "Identity",
        "Masking",
        "Permute",
        "RepeatVector",
        "Reshape",
        "SpatialDropout1D",
        "SpatialDropout2D",
        "SpatialDropout3D",
    }
)


class Layout:
    """The neighbours of each node.

    Args:
        network: any.
    """

    def __init__(self, network: Network) -> None:
        self._below: dict[str, list[Place]] = {}
        self._places = {place.name: place for place, _ in network}
        for place in self._places.values():
            for above in self.above(place):
                self._below.setdefault(above.name, []).append(place)

    def above(self, place: Place) -> Iterator[Place]:
        """Give the nodes whose tensors a node takes, in the order of its call; within its own graph."""
        prefix = place.name.removesuffix(place.node.name)
        return (
            self._places[prefix + name] for name in dict.fromkeys(place.node.sources) if prefix + name in self._places
        )

    def below(self, place: Place) -> tuple[Place, ...]:
        """Give the nodes that take a node's tensors; within its own graph."""
        return tuple(self._below.get(place.name, ()))
