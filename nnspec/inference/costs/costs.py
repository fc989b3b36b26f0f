"""`Network` -> what each node and the whole costs: parameters, operations, bytes."""

from __future__ import annotations

from nnspec.graph.graph import Node
from nnspec.graph.walking import Place
from nnspec.inference.costs.activations import Activations
from nnspec.inference.costs.flops import Flops
from nnspec.inference.costs.memory import bytes_of
from nnspec.inference.costs.optimizers import most_slots
from nnspec.inference.costs.trained import Trained
from nnspec.inference.dimension import UNKNOWN, Dimension, total
from nnspec.inference.network import Inferred, Network
from nnspec.inference.outcome import Weight
from nnspec.records import record
from nnspec.spec.spec import Spec


@record(kw_only=True)
class NodeCosts:
    """What one node costs.

    Args:
        place: where it stands.
        kind: its class, `Input`, `ops.mean`, `call of encoder`, or the base's name.
        output: the shape of its first tensor for one example, as text.
        parameters: of its own; those of a layer that is called again stand where it was made.
        trainable: its parameters that train, in any stage.
        flops: of one forward pass for one example.
        training_flops: of one forward and backward pass for one example.
        activations: numbers that it gives for one example, in bytes; of a base through which gradients go, all
            that its layers give.
    """

    place: Place
    kind: str
    output: str
    parameters: Dimension
    trainable: Dimension
    flops: Dimension
    training_flops: Dimension
    activations: Dimension

    @property
    def frozen(self) -> Dimension:
        """Parameters that never train: frozen ones, and statistics."""
        return self.parameters - self.trainable


@record(kw_only=True)
class Costs:
    """What a network costs.

    Args:
        nodes: from top to bottom, those inside a nested model below it.
        batch_size: rows of one training step.
        weights: bytes of all parameters.
        gradients: bytes, one per trainable parameter.
        optimizer: bytes that the optimizer keeps.
        activations: bytes that a training step keeps for the backward pass: every node's output for each row.
    """

    nodes: tuple[NodeCosts, ...]
    batch_size: int
    weights: Dimension
    gradients: Dimension
    optimizer: Dimension
    activations: Dimension

    @property
    def trainable(self) -> Dimension:
        """Parameters that train, in any stage."""
        return total(node.trainable for node in self.nodes)

    @property
    def frozen(self) -> Dimension:
        """Parameters that never train: frozen ones, and statistics."""
        return self.parameters - self.trainable

    @property
    def parameters(self) -> Dimension:
        """All parameters."""
        return total(node.parameters for node in self.nodes)

    @property
    def flops(self) -> Dimension:
        """Operations of one forward pass for one example."""
        return total(node.flops for node in self.nodes)

    @property
    def training_flops(self) -> Dimension:
        """Operations of one training step, for the whole batch; the optimizer's own are not counted."""
        return self.batch_size * total(node.training_flops for node in self.nodes)

    @property
    def memory(self) -> Dimension:
        """Bytes that a training step needs at least."""
        return self.weights + self.gradients + self.optimizer + self.activations


def count_costs(spec: Spec, network: Network) -> Costs:
    """Count what a network costs.

    Args:
        spec: its batch size, optimizer and what it freezes.
        network: with all shapes that are known; what depends on an unknown one is unknown.
    """
    trained, flops, activations = Trained(spec, network), Flops(network), Activations(network)
    gradients = total(bytes_of(trained.weights_of(place)) for place, _ in network)
    slots = most_slots(spec)
    rows = tuple(_row(place, inferred, trained, flops, activations) for place, inferred in network)
    return Costs(
        nodes=rows,
        batch_size=spec.train.batch_size,
        weights=total(bytes_of(inferred.outcome.weights) for _, inferred in network),
        gradients=gradients,
        optimizer=UNKNOWN if slots is None else slots * gradients,
        activations=spec.train.batch_size * total(row.activations for row in rows),
    )


def _row(place: Place, inferred: Inferred, trained: Trained, flops: Flops, activations: Activations) -> NodeCosts:
    forward = flops.of(place, inferred)
    trains, is_reached = trained.has_trainable(place), trained.is_reached(place)
    return NodeCosts(
        place=place,
        kind=kind_of(place.node),
        output=str(inferred.output),
        parameters=_count(inferred.outcome.weights),
        trainable=_count(trained.weights_of(place)),
        flops=forward,
        # Backpropagation repeats each product for the weights' gradient, and once more for the inputs'; what has
        # layers inside has most of them above others that train.
        training_flops=forward * (1 + trains + (is_reached or (trains and place.node.call is None))),
        activations=activations.of(place, inferred, inside=trains or is_reached),
    )


def kind_of(node: Node) -> str:
    """Say what a node is, in a word."""
    if node.target is not None:
        return f"call of {node.target}"
    if node.function is not None:
        return f"ops.{node.function}"
    if node.call is not None:
        return node.call.name
    return node.base or {"input": "Input", "model": "Model"}.get(node.kind, node.kind)


def _count(weights: tuple[Weight, ...] | None) -> Dimension:
    return UNKNOWN if weights is None else total(weight.size for weight in weights)
