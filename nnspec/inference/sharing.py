"""Whether a layer, model or base that is called again takes the tensors that it gets."""

from __future__ import annotations

from nnspec.graph.graph import Node
from nnspec.inference.dimension import Dimension, differ
from nnspec.inference.network import Inferred
from nnspec.inference.outcome import Outcome, ShapeError
from nnspec.inference.tensor import Tensor


def check_weights(target: Node, first: Inferred, outcome: Outcome) -> None:
    """Refuse tensors that would need weights of other shapes than the layer has.

    Args:
        target: the node that made the layer.
        first: what is known of it.
        outcome: what the layer would be if it were made for the tensors of the call.

    Raises:
        ShapeError: a weight would have another shape.
    """
    made, needed = first.outcome.weights, outcome.weights
    if made is None or needed is None:
        return
    if any(_differ(a.shape, b.shape) for a, b in zip(made, needed, strict=False)):
        raise _made_for(target, first.inputs)


def check_inputs(target: Node, first: tuple[Tensor, ...], tensors: tuple[Tensor, ...]) -> None:
    """Refuse to call a nested model on tensors of other shapes than it was made for.

    A last axis of length 1 is Keras' to add or to leave out.

    Raises:
        ShapeError: a shape differs.
    """
    for declared, given in zip(first, tensors, strict=False):
        if declared.shape is None or given.shape is None:
            continue
        a, b = _squeezed(declared.shape), _squeezed(given.shape)
        if _differ(a[1:], b[1:]):
            raise _made_for(target, first)


def _squeezed(shape: tuple[Dimension, ...]) -> tuple[Dimension, ...]:
    return shape[:-1] if shape and shape[-1] == 1 else shape


def _differ(first: tuple[Dimension, ...], second: tuple[Dimension, ...]) -> bool:
    return len(first) != len(second) or any(map(differ, first, second))


def _made_for(target: Node, inputs: tuple[Tensor, ...]) -> ShapeError:
    shapes = " and ".join(map(str, inputs))
    return ShapeError(
        f"it was made for {shapes}", argument="layer", hint="give it the same shape, or a layer of its own"
    )
