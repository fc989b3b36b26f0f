"""The surroundings in which layers are made: the dtype policy and the seed of a spec."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import keras

from nnspec.spec.spec import Spec

REDUCED_PRECISIONS = frozenset({"mixed_bfloat16", "mixed_float16", "bfloat16", "float16"})


@contextmanager
def construction_of(spec: Spec) -> Iterator[None]:
    """Set the spec's precision as Keras' global dtype policy and its seed; put the policy back at the end.

    Args:
        spec: `train.precision` and `seed` are read.
    """
    policy = keras.config.dtype_policy()
    try:
        keras.config.set_dtype_policy(spec.train.precision)
        keras.utils.set_random_seed(spec.seed)
        yield
    finally:
        keras.config.set_dtype_policy(policy)


def interface_dtype(precision: str) -> str:
    """Return the dtype of what goes into and comes out of the trunk: `float64` or `float32`."""
    return "float64" if precision == "float64" else "float32"
