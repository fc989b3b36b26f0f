"""Encoded arrays in, one checked record out: what a trunk is trained on, evaluated on and asked about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnspec.records import field, record

Array = NDArray[Any]
Arrays = Mapping[str, Array]


@record(kw_only=True)
class Examples:
    """Rows for a trunk; the first axis of every array is the row.

    Args:
        inputs: what the trunk takes, by input name; each of shape (n, ...).
        targets: what it should give, by output name; each of shape (n, ...). Empty for predictions.
        weights: how much a row counts in the loss, by output name; each of shape (n,), or as the loss is per
            position. Outputs that are absent count every row once.
        counted: which positions count in losses and metrics, by output name; each of shape (n, positions...), bool.
            Outputs that are absent count all.

    Raises:
        ValueError: no inputs, or arrays of different lengths.
    """

    inputs: Arrays
    targets: Arrays = field(default_factory=dict)
    weights: Arrays = field(default_factory=dict)
    counted: Arrays = field(default_factory=dict)

    def __post_init__(self) -> None:
        groups = (self.inputs, self.targets, self.weights, self.counted)
        lengths = {len(array) for group in groups for array in group.values()}
        if not self.inputs or len(lengths) != 1:
            raise ValueError(f"examples need arrays of one length, received lengths `{sorted(lengths)}`")

    @property
    def n(self) -> int:
        """How many rows."""
        return len(next(iter(self.inputs.values())))


def in_float_width(array: Array, *, width: str) -> Array:
    """Bring 64-bit floats to the width that the network works in; leave everything else alone."""
    return array.astype(width) if array.dtype == np.float64 and width != "float64" else array
