"""`Network` -> the bytes that each node gives for one example."""

from __future__ import annotations

from nnspec.graph.walking import Place
from nnspec.inference.costs.memory import bytes_of_example
from nnspec.inference.dimension import Dimension, total
from nnspec.inference.network import Inferred, Network

# Layers and functions whose output is the input's own memory, in another shape.
_VIEWS = frozenset({"Flatten", "Identity", "Reshape", "ActivityRegularization"})
_VIEWING_FUNCTIONS = frozenset({"expand_dims", "reshape", "squeeze", "stop_gradient"})


class Activations:
    """What the nodes of a network give; what a nested model gives is added once for all its calls.

    Args:
        network: any.
    """

    def __init__(self, network: Network) -> None:
        self._network = network
        self._of_models: dict[tuple[str, bool], Dimension] = {}

    def of(self, place: Place, inferred: Inferred, *, inside: bool) -> Dimension:
        """Count the bytes that a node gives; with `inside` what the layers of a base give, for backpropagation."""
        if _is_view(place):
            return 0
        base = self._network.bases.get(place.name) if inside else None
        if base is not None:
            of_base = Activations(base)
            return total(of_base.of(*item, inside=True) for item in base if item[0].node.kind != "input")
        if place.node.target is not None:
            above = place.beside(place.node.target)
            if above.node.graph is not None:
                return self._of_model(above, inside=inside)
        return bytes_of_example(inferred.outcome.outputs)

    def _of_model(self, model: Place, *, inside: bool) -> Dimension:
        """Add what the nodes inside a nested model give."""
        key = model.name, inside
        if key not in self._of_models:
            self._of_models[key] = total(self.of(*item, inside=inside) for item in self._network.inside(model))
        return self._of_models[key]


def _is_view(place: Place) -> bool:
    """Tell whether a node gives memory that is counted elsewhere; a nested model gives what its layers give."""
    node = place.node
    if node.kind in ("input", "model"):
        return node.kind == "model" or place.model is not None
    return node.function in _VIEWING_FUNCTIONS if node.call is None else node.call.name in _VIEWS
