"""Tensors and weights -> bytes."""

from __future__ import annotations

from collections.abc import Iterable

from nnspec.inference.costs.work import one_example, size_of
from nnspec.inference.dimension import UNKNOWN, Dimension, total
from nnspec.inference.dtype_sizes import BYTES
from nnspec.inference.outcome import Weight
from nnspec.inference.tensor import Tensor

_OTHER_BYTES = 4


def bytes_of(weights: Iterable[Weight] | None) -> Dimension:
    """Add the bytes of weights; unknown where these are."""
    return UNKNOWN if weights is None else total(weight.size * _bytes_each(weight.dtype) for weight in weights)


def bytes_of_example(tensors: Iterable[Tensor] | None) -> Dimension:
    """Add the bytes of tensors for one example; unknown where not even their number is known."""
    if tensors is None:
        return UNKNOWN
    return total(size_of(one_example(tensor)) * _bytes_each(tensor.dtype) for tensor in tensors)


def _bytes_each(dtype: str | None) -> int:
    return BYTES.get(dtype or "", _OTHER_BYTES)
