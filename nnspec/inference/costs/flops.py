"""`Network` -> the operations of each node for one example."""

from __future__ import annotations

from nnspec.graph.signature import signature_of
from nnspec.graph.walking import Place
from nnspec.inference.arguments import sort_tensors
from nnspec.inference.costs.functions import function_flops
from nnspec.inference.costs.layers import layer_flops
from nnspec.inference.costs.work import Work
from nnspec.inference.dimension import UNKNOWN, Dimension, total
from nnspec.inference.functions import function_call
from nnspec.inference.network import Inferred, Network


class Flops:
    """The operations of the nodes of a network; those of a nested model are added once for all its calls.

    Args:
        network: any.
    """

    def __init__(self, network: Network) -> None:
        self._network = network
        self._of_models: dict[str, Dimension] = {}

    def of(self, place: Place, inferred: Inferred) -> Dimension:
        """Count the operations of a node; those of a nested model stand at the nodes inside, but for its calls."""
        node = place.node
        if node.kind in ("input", "model"):
            return 0
        outputs = inferred.outcome.outputs or ()
        if node.function is not None:
            tensors = sort_tensors(node.edges, inferred.inputs, signature_of(node))
            call = function_call(node.function, node.arguments, *tensors)
            return UNKNOWN if call is None else function_flops(call, outputs)
        made, called = node, inferred
        if node.target is not None:
            above = place.beside(node.target)
            made, called = above.node, self._network.of(above)
            if made.graph is not None:
                return self._of_model(above) if _same(called, inferred) else UNKNOWN
        if made.base is not None:
            inside = self._network.bases.get(place.name)
            return UNKNOWN if inside is None else _all(inside)
        if made.call is None or called.outcome.weights is None:
            return UNKNOWN
        return layer_flops(Work(made.call, inferred.inputs, outputs, called.outcome.weights))

    def _of_model(self, model: Place) -> Dimension:
        """Add what stands inside a nested model."""
        if model.name not in self._of_models:
            self._of_models[model.name] = total(self.of(*item) for item in self._network.inside(model))
        return self._of_models[model.name]


def _all(inside: Network) -> Dimension:
    """Add the operations inside a transfer base."""
    flops = Flops(inside)
    return total(flops.of(*item) for item in inside)


def _same(first: Inferred, second: Inferred) -> bool:
    return [tensor.shape for tensor in first.inputs] == [tensor.shape for tensor in second.inputs]
