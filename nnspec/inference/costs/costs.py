"""`Network` -> what each node and the whole costs: parameters, operations, bytes."""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.graph.graph import Node
from nnspec.graph.walking import Place
from nnspec.inference.costs.functions import function_flops
from nnspec.inference.costs.layers import layer_flops
from nnspec.inference.costs.optimizers import most_slots
from nnspec.inference.costs.trained import Trained
from nnspec.inference.costs.work import Work, one_example
from nnspec.inference.dimension import UNKNOWN, Dimension, product, total
from nnspec.inference.network import Inferred, Network
from nnspec.inference.outcome import Weight
from nnspec.inference.tensor import Tensor
from nnspec.records import record
from nnspec.spec.spec import Spec

_BYTES = {"float64": 8, "int64": 8, "uint64": 8, "float16": 2, "bfloat16": 2, "int16": 2, "uint16": 2}
_BYTES |= dict.fromkeys(("bool", "int8", "uint8"), 1)
_OTHER_BYTES = 4
# Layers and functions whose output is the input's own memory, in another shape.
_VIEWS = frozenset({"Flatten", "Identity", "Reshape", "ActivityRegularization"})
_VIEWING_FUNCTIONS = frozenset({"expand_dims", "identity", "reshape", "squeeze", "stop_gradient"})


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
    trained = Trained(spec, network)
    rows = tuple(_row(place, inferred, network, trained) for place, inferred in network)
    gradients = total(_bytes(trained.weights_of(place)) for place, _ in network)
    slots = most_slots(spec)
    return Costs(
        nodes=rows,
        batch_size=spec.train.batch_size,
        weights=total(_bytes(inferred.outcome.weights) for _, inferred in network),
        gradients=gradients,
        optimizer=UNKNOWN if slots is None else slots * gradients,
        activations=spec.train.batch_size * total(row.activations for row in rows),
    )


def _row(place: Place, inferred: Inferred, network: Network, trained: Trained) -> NodeCosts:
    flops = _flops(place, inferred, network)
    trains, is_reached = trained.has_trainable(place), trained.is_reached(place)
    return NodeCosts(
        place=place,
        kind=kind_of(place.node),
        output=str(inferred.output),
        parameters=_count(inferred.outcome.weights),
        trainable=_count(trained.weights_of(place)),
        flops=flops,
        # Backpropagation repeats each product for the weights' gradient, and once more for the inputs'; what has
        # layers inside has most of them above others that train.
        training_flops=flops * (1 + trains + (is_reached or (trains and place.node.call is None))),
        activations=_activation_bytes(place, inferred, network, inside=trains or is_reached),
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


def _flops(place: Place, inferred: Inferred, network: Network) -> Dimension:
    node = place.node
    if node.kind in ("input", "model"):
        return 0
    outputs = inferred.outcome.outputs or ()
    if node.function is not None:
        return function_flops(node.function, node.arguments, inferred.inputs, outputs)
    made, called = node, inferred
    if node.target is not None:
        above = Place(place.graph.node(node.target), place.graph, place.model)
        made, called = above.node, network.of(above)
        if made.graph is not None:
            return _model_flops(above, network) if _same(called, inferred) else UNKNOWN
    if made.base is not None:
        inside = network.bases.get(place.name)
        return UNKNOWN if inside is None else total(_flops(*item, inside) for item in inside)
    if made.call is None or called.outcome.weights is None:
        return UNKNOWN
    return layer_flops(Work(made.call, inferred.inputs, outputs, called.outcome.weights))


def _model_flops(model: Place, network: Network) -> Dimension:
    """Add what stands inside a nested model that is called again."""
    return total(_flops(place, inferred, network) for place, inferred in _inside(model, network))


def _inside(model: Place, network: Network) -> Iterator[tuple[Place, Inferred]]:
    """Go through the nodes inside a nested model, and in the models nested in that."""
    return (item for item in network if item[0].name.startswith(f"{model.name}/"))


def _same(first: Inferred, second: Inferred) -> bool:
    return [tensor.shape for tensor in first.inputs] == [tensor.shape for tensor in second.inputs]


def _activation_bytes(place: Place, inferred: Inferred, network: Network, *, inside: bool) -> Dimension:
    """Count what a node gives; with `inside` what the layers of a base give, which backpropagation needs."""
    if _is_view(place):
        return 0
    base = network.bases.get(place.name) if inside else None
    if base is not None:
        return total(_activation_bytes(*item, base, inside=True) for item in base if item[0].node.kind != "input")
    if place.node.target is not None:
        above = Place(place.graph.node(place.node.target), place.graph, place.model)
        if above.node.graph is not None:
            within = _inside(above, network)
            return total(_activation_bytes(*item, network, inside=inside) for item in within)
    outputs = inferred.outcome.outputs
    return UNKNOWN if outputs is None else total(_size(tensor) * bytes_of(tensor.dtype) for tensor in outputs)


def _is_view(place: Place) -> bool:
    """Tell whether a node gives memory that is counted elsewhere; a nested model gives what its layers give."""
    node = place.node
    if node.kind in ("input", "model"):
        return node.kind == "model" or place.model is not None
    return node.function in _VIEWING_FUNCTIONS if node.call is None else node.call.name in _VIEWS


def _size(tensor: Tensor) -> Dimension:
    shape = one_example(tensor)
    return UNKNOWN if shape is None else product(shape)


def bytes_of(dtype: str | None) -> int:
    """Give the bytes of one number; four where the dtype is not known."""
    return _BYTES.get(dtype or "", _OTHER_BYTES)


def _bytes(weights: tuple[Weight, ...] | None) -> Dimension:
    return UNKNOWN if weights is None else total(weight.size * bytes_of(weight.dtype) for weight in weights)


def _count(weights: tuple[Weight, ...] | None) -> Dimension:
    return UNKNOWN if weights is None else total(weight.size for weight in weights)
