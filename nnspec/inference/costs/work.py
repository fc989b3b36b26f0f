"""What counting the operations of one layer needs: its arguments, weights, and the shapes of one example."""

from __future__ import annotations

from nnspec.inference.dimension import UNKNOWN, Dimension, evaluate, product, total
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
        inputs: the tensors that it takes.
        outputs: those that it gives.
        weights: its variables.
    """

    layer: Call
    inputs: tuple[Tensor, ...]
    outputs: tuple[Tensor, ...]
    weights: tuple[Weight, ...]

    @property
    def n_inputs(self) -> int:
        """The number of tensors that it takes."""
        return len(self.inputs)

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

    def equation_size(self) -> Dimension:
        """Multiply the lengths of all letters of an EinsumDense's equation."""
        equation = str(self.layer.get("equation")).replace(" ", "")
        left, _, right = equation.partition("->")
        first, _, second = left.partition(",")
        shapes = (self.input_shape, self.weight_shape("kernel"), self.output_shape)
        lengths: dict[str, Dimension] = {}
        for letters, shape in zip((first, second, right), shapes, strict=True):
            if shape is None:
                return UNKNOWN
            lengths |= _lengths(letters, shape)
        rest = product((self.output_shape or ())[: -len(right.replace(".", "")) or None]) if "." in equation else 1
        return product(lengths.values()) * rest

    def attention(self) -> Dimension:
        """Count an attention: projections, scores, softmax, and the weighted sum of the values."""
        shapes = [one_example(tensor) for tensor in self.inputs]
        if not shapes or any(shape is None or len(shape) != 3 for shape in shapes):
            return UNKNOWN
        query, value = shapes[0] or (), (shapes[1] if len(shapes) > 1 else shapes[0]) or ()
        if self.layer.name in ("Attention", "AdditiveAttention"):
            # Scores and weighted sum are matrix products; an additive score has no product of its own.
            return 4 * query[1] * value[1] * query[2] + 5 * query[1] * value[1]
        return self._projections(query[1], value[1]) + self._scores(query[1], value[1])

    def _projections(self, n_queries: Dimension, n_values: Dimension) -> Dimension:
        """Count the four projections, whose kernels and biases stand in the order query, key, value, output."""
        kernels = [weight for weight in self.weights if weight.name == "kernel"]
        steps = (n_queries, n_values, n_values, n_queries)
        products = total(2 * kernel.size * n for kernel, n in zip(kernels, steps, strict=False))
        biases = [weight for weight in self.weights if weight.name == "bias"]
        return products + total(bias.size * n for bias, n in zip(biases, steps, strict=False))

    def _scores(self, n_queries: Dimension, n_values: Dimension) -> Dimension:
        heads: int = self.layer.get("num_query_heads" if self.layer.name == "GroupQueryAttention" else "num_heads")
        key: int = self.layer.get("head_dim" if self.layer.name == "GroupQueryAttention" else "key_dim")
        value: int = self.layer.get("value_dim") or key
        return heads * n_queries * n_values * (2 * key + 2 * value + 5)


def one_example(tensor: Tensor) -> Shape | None:
    """Give a tensor's shape with a batch of one."""
    shape = tensor.shape
    if shape is None:
        return None
    if shape and shape[0] is BATCH:
        # The common case, without arithmetic.
        return (1, *shape[1:])
    return tuple(evaluate(length, _ONE_EXAMPLE) for length in shape)


def _lengths(letters: str, shape: Shape) -> dict[str, Dimension]:
    before, dots, after = letters.partition("...")
    if not dots:
        return dict(zip(before, shape, strict=False))
    return dict(zip(before, shape, strict=False)) | dict(zip(reversed(after), reversed(shape), strict=False))
