"""What counting the operations of one layer needs: its arguments, weights, and the shapes of one example."""

from __future__ import annotations

from nnspec.inference.dimension import UNKNOWN, Dimension, evaluate, product
from nnspec.inference.outcome import Weight
from nnspec.inference.tensor import BATCH, Shape, Tensor
from nnspec.records import record
from nnspec.spec.calls import Call

_ONE_EXAMPLE = {str(BATCH): 1}


@record
class Work:
    """One call of a layer on one example.

    Args:
        layer: with its arguments.
        inputs: the tensors that it takes, in the order of its call.
        outputs: those that it gives.
        weights: its variables.
    """

    layer: Call
    inputs: tuple[Tensor, ...]
    outputs: tuple[Tensor, ...]
    weights: tuple[Weight, ...]

    @property
    def input_shape(self) -> Shape | None:
        """The shape of its first tensor, with a batch of one."""
        return one_example(self.inputs[0]) if self.inputs else None

    @property
    def output_shape(self) -> Shape | None:
        """The shape of the first tensor that it gives, with a batch of one."""
        return one_example(self.outputs[0]) if self.outputs else None

    def weight_shape(self, name: str) -> Shape:
        """Give the shape of a variable; () where there is none of that name."""
        return next((weight.shape for weight in self.weights if weight.name == name), ())

    def weight_size(self, name: str, *, axes: slice = slice(None)) -> Dimension:
        """Multiply the lengths of a variable's axes."""
        shape = self.weight_shape(name)
        return product(shape[axes]) if shape else UNKNOWN


def one_example(tensor: Tensor) -> Shape | None:
    """Give a tensor's shape with a batch of one."""
    shape = tensor.shape
    if shape is None:
        return None
    if shape and shape[0] is BATCH:
        # The common case, without arithmetic.
        return (1, *shape[1:])
    return tuple(evaluate(length, _ONE_EXAMPLE) for length in shape)


def size_of(shape: Shape | None) -> Dimension:
    """Count the numbers of a tensor; unknown where its shape is."""
    return UNKNOWN if shape is None else product(shape)
