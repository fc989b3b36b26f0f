"""A seed and an epoch in, the order of the examples out."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int32]


def epoch_order(n: int, *, seed: int, epoch: int, shuffle: bool = True) -> Rows:
    """Order `n` examples for one epoch, as a function of the seed and the epoch alone.

    Args:
        n: how many examples.
        seed: whole number, 0 or more.
        epoch: counts from 0 over the whole training, stages included.
        shuffle: False gives the order in which the examples stand.

    Returns:
        A permutation of 0 to n - 1, shape (n,), int32.
    """
    if not shuffle:
        return np.arange(n, dtype=np.int32)
    generator = np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, epoch])))
    return generator.permutation(n).astype(np.int32)
