"""What a rule of shapes answers: the tensors that a layer gives, and its weights; or why it cannot take its tensors."""

from __future__ import annotations

from nnspec.inference.dimension import UNKNOWN, Dimension, product, total
from nnspec.inference.tensor import NOTHING_KNOWN, Shape, Tensor
from nnspec.records import record


@record
class Weight:
    """One variable of a layer.

    Args:
        name: as Keras calls it, such as `kernel`.
        shape: of the variable.
        trainable: whether training changes it, where the layer is not frozen.
        dtype: such as `float32`.
    """

    name: str
    shape: Shape
    trainable: bool = True
    dtype: str = "float32"

    @property
    def size(self) -> Dimension:
        """The number of parameters."""
        return product(self.shape)


@record
class Outcome:
    """What a layer gives.

    Args:
        outputs: its tensors, in order; None where not even their number is known.
        weights: its variables, those of layers inside it included; None where they are not known.
    """

    outputs: tuple[Tensor, ...] | None
    weights: tuple[Weight, ...] | None = ()

    @property
    def n_parameters(self) -> Dimension:
        """The number of all parameters, trainable or not."""
        return UNKNOWN if self.weights is None else total(weight.size for weight in self.weights)


UNDECIDED = Outcome((NOTHING_KNOWN,), None)


class ShapeError(Exception):
    """A layer cannot take its tensors, whatever is still open.

    Args:
        message: one short sentence without a period, code words in backticks.
        code: of the finding.
        argument: the argument to point at; None for the entry itself.
        received: what arrives, as text; None for the shapes of the tensors.
        expected: what it takes, as text.
        hint: the remedy.
    """

    def __init__(
        self,
        message: str,
        *,
        code: str = "NN157",
        argument: str | None = None,
        received: str | None = None,
        expected: str | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.argument = argument
        self.received = received
        self.expected = expected
        self.hint = hint
