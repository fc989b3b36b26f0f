"""Rows as NumPy holds them <-> tensors as models take and give them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import tensorflow as tf

Arrays = Mapping[str, npt.NDArray[Any]]


def to_tensors(rows: Arrays) -> dict[str, Any]:
    """Make tensors of arrays; objects are texts."""
    return {name: tf.constant(_plain(values)) for name, values in rows.items()}


def to_arrays(outputs: Mapping[str, Any]) -> dict[str, npt.NDArray[Any]]:
    """Make arrays of tensors."""
    return {name: np.asarray(tensor) for name, tensor in outputs.items()}


def to_bytes(rows: Arrays) -> dict[str, npt.NDArray[Any]]:
    """Write texts as bytes, as TensorFlow's interpreters take them."""
    return {
        name: np.array([str(each).encode("utf-8") for each in values]) if values.dtype.kind == "O" else values
        for name, values in rows.items()
    }


def _plain(values: npt.NDArray[Any]) -> Any:
    return values.tolist() if values.dtype.kind == "O" else values
