"""Examples in, the same examples as tensors on every device out."""

from __future__ import annotations

from typing import Any

import keras
import tensorflow as tf

from nnspec.records import record
from nnspec.training.examples import Arrays, Examples, in_float_width
from nnspec.training.strategy import Devices

Tensor = Any
Batch = dict[str, dict[str, Tensor]]


@record(kw_only=True)
class Placed:
    """Examples that live on the devices.

    Args:
        copies: one per device, each with `inputs`, `targets`, `weights` and `counted` by name.
        n: how many rows.
    """

    copies: tuple[Batch, ...]
    n: int

    @property
    def layout(self) -> tuple[tuple[str, str], ...]:
        """Which arrays there are; a function traced for one layout serves all examples of it."""
        return tuple((group, name) for group, arrays in self.copies[0].items() for name in sorted(arrays))


def place(examples: Examples, *, devices: Devices) -> Placed:
    """Copy examples to each device, whole, so that a step picks its rows without the host.

    The rows must fit into the memory of each device; logical CPU devices hold a copy each.
    """
    width = keras.config.floatx()
    groups = {
        "inputs": examples.inputs,
        "targets": examples.targets,
        "weights": examples.weights,
        "counted": examples.counted,
    }
    if devices.n_replicas == 1:
        return Placed(copies=(_tensors(groups, width),), n=examples.n)
    copies = []
    for name in devices.names:
        with tf.device(name):
            # `identity` moves what `convert_to_tensor` may have left where it was.
            copies.append(tf.nest.map_structure(tf.identity, _tensors(groups, width)))
    return Placed(copies=tuple(copies), n=examples.n)


def signature_of(placed: Placed) -> tuple[Batch, ...]:
    """Describe the copies with an open number of rows."""

    def open_rows(tensor: Tensor) -> tf.TensorSpec:
        return tf.TensorSpec([None, *tensor.shape[1:]], tensor.dtype)

    signature: tuple[Batch, ...] = tf.nest.map_structure(open_rows, placed.copies)
    return signature


def _tensors(groups: dict[str, Arrays], width: str) -> Batch:
    return {
        group: {name: tf.convert_to_tensor(in_float_width(array, width=width)) for name, array in arrays.items()}
        for group, arrays in groups.items()
    }
