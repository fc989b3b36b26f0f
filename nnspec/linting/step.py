"""One node of a network as rules ask about it: what it does to a tensor, and where the spec says so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nnspec.diagnostics.diagnostic import Path
from nnspec.graph.graph import Node
from nnspec.graph.walking import Place
from nnspec.inference.dimension import Dimension
from nnspec.inference.network import Inferred
from nnspec.inference.tensor import NOTHING_KNOWN, Shape, Tensor
from nnspec.linting.argument_path import argument_path
from nnspec.linting.layer_kinds import (
    ACTIVATION_LAYERS,
    ACTIVATIONS,
    AFFINE,
    CONVOLUTIONS,
    LINEAR,
    LINEAR_FUNCTIONS,
    MERGES,
    RECURRENT,
    TRANSPARENT,
    WITH_WEIGHTS,
    WRAPPERS,
)
from nnspec.spec.calls import Call


class Step:
    """One node; what rules ask of every node is worked out once.

    Args:
        place: where it stands.
        node: what it does; of a `call`, the node that it calls.
        inferred: what is known of its tensors.

    Attributes:
        shells: the wrappers around the layer, from the outermost inwards, and last the layer itself.
        activation: the function that it ends with, by Keras' name; None where there is none.
        has_weights: whether it learns more than the scale of what it takes.
        is_activation: whether it is nothing but an activation function.
        is_affine: whether it is a weighted sum, a Dense or a convolution, with an activation at most.
        is_convolution: whether it slides a kernel of weights over positions.
        is_linear: whether it has no weights and no curve: what it gives is a weighted sum of what it takes.
        is_merge: whether it makes one tensor of several.
        is_recurrent: whether it goes through a sequence step by step.
    """

    def __init__(self, place: Place, node: Node, inferred: Inferred | None) -> None:
        self.name = place.name
        self.place = place
        self.kind = node.kind
        self.inferred = inferred
        self.shells = _shells(node.call)
        self.call = self.shells[-1] if self.shells else None
        self.function = (node.function or "").rpartition(".")[2]
        self._operation = None if node.function is None else _operation(node.function, node)
        self.arguments: Mapping[str, Any] = self.call.arguments if self.call is not None else node.arguments
        self.layer = "" if self.call is None else self.call.name
        self.is_called_again = place.node.target is not None
        self.is_affine = self.layer in AFFINE
        self.is_convolution = self.layer in CONVOLUTIONS
        self.is_recurrent = self.layer in RECURRENT
        self.is_merge = self.layer in MERGES or self.kind == "projection" or len(place.node.edges) > 1
        self.has_weights = self.layer in WITH_WEIGHTS or self.kind == "base"
        self.activation = self._activation()
        self.is_activation = self.activation is not None and not self.is_affine
        self.is_linear = self._is_linear()

    def __repr__(self) -> str:
        return f"Step({self.name})"

    def get(self, argument: str) -> Any:
        """Return an argument of the layer or function, or its default."""
        made = self.call or self._operation
        return None if made is None else made.get(argument)

    @property
    def taken(self) -> Tensor:
        """The first tensor that it takes."""
        return NOTHING_KNOWN if self.inferred is None else (*self.inferred.inputs, NOTHING_KNOWN)[0]

    @property
    def given(self) -> Tensor:
        """The first tensor that it gives."""
        return NOTHING_KNOWN if self.inferred is None else self.inferred.output

    @property
    def is_distributed(self) -> bool:
        """Whether it works on each step of a sequence alone, inside a `TimeDistributed`."""
        return any(shell.name == "TimeDistributed" for shell in self.shells)

    @property
    def is_frozen(self) -> bool:
        """Whether its weights stay as they start, by its own `trainable` or that of a wrapper."""
        return any(shell.arguments.get("trainable") is False for shell in self.shells)

    @property
    def width(self) -> Dimension | None:
        """The units or filters that it has; None where that is not known or has no meaning."""
        for argument in ("units", "filters"):
            value = self.get(argument)
            if isinstance(value, int) and not isinstance(value, bool):
                return value
        shape: Shape | None = self.given.shape if self.is_affine else None
        return shape[-1] if shape else None

    @property
    def path(self) -> Path:
        """Where the spec has it."""
        return self.place.node.path if self.call is None or not self.call.path else self.call.path

    def path_of(self, argument: str) -> Path:
        """Point at an argument where the spec writes it, else at the entry."""
        made = self.call or self._operation
        return self.path if made is None or made.written is None else argument_path(made, argument)

    @property
    def word(self) -> str:
        """What the spec calls it: its layer, or its function."""
        return self.layer or (f"ops.{self.function}" if self.function else self.place.node.name)

    def _activation(self) -> str | None:
        if self.function:
            return _name_of(self.function) if self.function in ACTIVATIONS else None
        if self.layer in ACTIVATION_LAYERS:
            return ACTIVATION_LAYERS[self.layer]
        return _name_of(self.get("activation")) if self.is_affine or self.layer == "Activation" else None

    def _is_linear(self) -> bool:
        if self.kind in TRANSPARENT or self.layer in LINEAR:
            return True
        if self.function:
            return self.function in LINEAR_FUNCTIONS
        return self.layer == "Activation" and self.activation is None


def _shells(call: Call | None) -> tuple[Call, ...]:
    """Give wrappers such as `TimeDistributed`, from the outermost inwards, and last the layer inside them."""
    inside = call.arguments.get("layer") if call is not None and call.name in WRAPPERS else None
    if call is None:
        return ()
    return (call, *_shells(inside)) if isinstance(inside, Call) else (call,)


def _operation(function: str, node: Node) -> Call:
    return Call("ops", function, node.arguments, node.path, f"ops.{function}")


def _name_of(activation: Any) -> str | None:
    """Give the name of an activation, however it is written; None for none and for the identity."""
    if isinstance(activation, Mapping) and activation:
        activation = next(iter(activation))
    if isinstance(activation, Call):
        activation = activation.name
    if not isinstance(activation, str):
        return None
    name = ACTIVATION_LAYERS.get(activation, {"swish": "silu", "hard_swish": "hard_silu"}.get(activation, activation))
    return None if name == "linear" else name
