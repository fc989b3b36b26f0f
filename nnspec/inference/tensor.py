"""What is known of a tensor: the lengths of its axes and its dtype."""

from __future__ import annotations

from nnspec.inference.dimension import UNKNOWN, Dimension, is_known, product, symbol
from nnspec.records import record

Shape = tuple[Dimension, ...]

# The batch axis, the first of every tensor that a layer takes; a name that no spec can give a length of its own.
BATCH = symbol("<batch>")


@record
class Tensor:
    """A tensor.

    Args:
        shape: the lengths of its axes, the batch axis first; None where not even their number is known.
        dtype: such as `float32`; None where it is not known.
    """

    shape: Shape | None
    dtype: str | None

    @property
    def rank(self) -> int | None:
        """The number of axes, batch axis included."""
        return None if self.shape is None else len(self.shape)

    @property
    def example(self) -> Shape | None:
        """The shape of one example: without the batch axis."""
        return None if self.shape is None else self.shape[1:]

    @property
    def size(self) -> Dimension:
        """The number of elements, for the whole batch."""
        return UNKNOWN if self.shape is None else product(self.shape)

    @property
    def is_known(self) -> bool:
        """Whether every axis has a number or an expression."""
        return self.shape is not None and all(map(is_known, self.shape))

    def __str__(self) -> str:
        return "?" if self.shape is None else text_of(self.shape)


def text_of(shape: Shape) -> str:
    """Write a shape as `(28, 28, 1)`; the batch axis is left out, and a shape without one is written whole."""
    return f"({', '.join(map(str, shape[1:] if shape and shape[0] == BATCH else shape))})"


NOTHING_KNOWN = Tensor(None, None)
