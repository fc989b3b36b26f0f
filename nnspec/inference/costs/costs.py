"""`Network` -> what each node and the whole costs: parameters, operations, bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nnspec.graph.graph import Node
from nnspec.graph.walking import Place
from nnspec.inference.costs.functions import function_flops
from nnspec.inference.costs.layers import layer_flops
from nnspec.inference.costs.optimizers import optimizer_slots
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
# Layers whose output is the input's own memory, in another shape.
_VIEWS = frozenset({"Flatten", "Identity", "Reshape", "Dropout", "ActivityRegularization"})


@record(kw_only=True)
class NodeCosts:
    """What one node costs.

    Args:
        place: where it stands.
        kind: its class, `Input`, `ops.mean`, `call of encoder`, or the base's name.
        output: the shape of its first tensor for one example, as text.
        trainable: its parameters that train.
        frozen: its parameters that do not.
        flops: of one forward pass for one example.
        training_flops: of one forward and backward pass for one example.
        activations: numbers that it gives for one example, in bytes.
    """

    place: Place
    kind: str
    output: str
    trainable: Dimension
    frozen: Dimension
    flops: Dimension
    training_flops: Dimension
    activations: Dimension


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
        """Parameters that train."""
        return total(node.trainable for node in self.nodes)

    @property
    def frozen(self) -> Dimension:
        """Parameters that do not train: frozen ones, and statistics."""
        return total(node.frozen for node in self.nodes)

    @property
    def parameters(self) -> Dimension:
        """All parameters."""
        return self.trainable + self.frozen

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
    weights = [(place, weight) for place, inferred in network for weight in inferred.outcome.weights or ()]
    unknown = any(inferred.outcome.weights is None for _, inferred in network)
    gradients = UNKNOWN if unknown else _bytes(w for place, w in weights if trained.trains(place, w))
    slots = optimizer_slots(spec.optimizer)
    return Costs(
        nodes=rows,
        batch_size=spec.train.batch_size,
        weights=UNKNOWN if unknown else _bytes(weight for _, weight in weights),
        gradients=gradients,
        optimizer=UNKNOWN if slots is None else slots * gradients,
        activations=spec.train.batch_size * total(row.activations for row in rows),
    )


def _row(place: Place, inferred: Inferred, network: Network, trained: Trained) -> NodeCosts:
    weights, node = inferred.outcome.weights, place.node
    flops = _flops(place, inferred, network)
    trainable = _count(weights, (w for w in weights or () if trained.trains(place, w)))
    return NodeCosts(
        place=place,
        kind=kind_of(node),
        output=str(inferred.output),
        trainable=trainable,
        frozen=_count(weights, (w for w in weights or () if not trained.trains(place, w))),
        flops=flops,
        # Backpropagation repeats each product for the weights' gradient, and once more for the inputs'.
        training_flops=flops * (1 + trained.has_trainable(place) + trained.is_reached(place)),
        activations=0 if _is_view(node) else _activation_bytes(place, inferred, network),
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
    inside = [item for item in network if item[0].model is not None and item[0].model.name == model.name]
    return total(_flops(place, inferred, network) for place, inferred in inside)


def _same(first: Inferred, second: Inferred) -> bool:
    return [tensor.shape for tensor in first.inputs] == [tensor.shape for tensor in second.inputs]


def _is_view(node: Node) -> bool:
    return node.kind == "model" or (node.call is not None and node.call.name in _VIEWS)


def _activation_bytes(place: Place, inferred: Inferred, network: Network) -> Dimension:
    inside = network.bases.get(place.name)
    if inside is not None:
        return total(0 if _is_view(p.node) else _activation_bytes(p, node, inside) for p, node in inside)
    outputs = inferred.outcome.outputs
    if outputs is None:
        return UNKNOWN
    return total(_size(tensor) * bytes_of(tensor.dtype) for tensor in outputs)


def _size(tensor: Tensor) -> Dimension:
    shape = one_example(tensor)
    return UNKNOWN if shape is None else product(shape)


def bytes_of(dtype: str | None) -> int:
    """Give the bytes of one number; four where the dtype is not known."""
    return _BYTES.get(dtype or "", _OTHER_BYTES)


def _bytes(weights: Iterable[Weight]) -> Dimension:
    return total(weight.size * bytes_of(weight.dtype) for weight in weights)


def _count(weights: tuple[Weight, ...] | None, counted: Iterator[Weight]) -> Dimension:
    return UNKNOWN if weights is None else total(weight.size for weight in counted)
