"""The input and the output of a residual -> the input in the output's shape."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import keras

from nnspec.compiler.failures import describe_shape
from nnspec.errors import spec_error
from nnspec.graph.graph import Node

Shape = Sequence[int | None]
_CONVOLUTIONS = {3: keras.layers.Conv1D, 4: keras.layers.Conv2D, 5: keras.layers.Conv3D}


def project(tensor: keras.KerasTensor, target: keras.KerasTensor, *, node: Node) -> tuple[Any, keras.KerasTensor]:
    """Fit a tensor to another one's shape, by a Dense or a 1x1 convolution with strides.

    Args:
        tensor: shape (batch, ..., channels).
        target: of the same rank; its spatial sizes are those of `tensor`, divided by whole strides and rounded up.
        node: the projection.

    Returns:
        The layer and its tensor; no layer, and the tensor as it is, where the shapes are equal.

    Raises:
        SpecError: NN157, no stride leads from the one shape to the other.

    Source: He et al. 2016, section 3.3, option B; the projection has a bias, as Keras' layers have.
    """
    source_shape, target_shape = tuple(tensor.shape), tuple(target.shape)
    if source_shape == target_shape:
        return None, tensor
    layer = _make_layer(source_shape, target_shape, node.name)
    if layer is None:
        raise spec_error(
            "NN157",
            "`project` cannot fit the input of `residual` to its output",
            path=node.path,
            received=describe_shape(source_shape),
            expected=describe_shape(target_shape),
            hint="let the output have the input's axes, each shorter by a whole stride or equal",
        )
    return layer, layer(tensor)


def check_sum(node: Node, shapes: Sequence[Shape]) -> None:
    """Refuse a residual whose input would be broadcast to its output.

    Args:
        node: an Add that nnspec supplied.
        shapes: of the input and of the output.

    Raises:
        SpecError: NN157.
    """
    before, after = (tuple(shape) for shape in shapes)
    if before != after:
        raise spec_error(
            "NN157",
            "`residual` cannot add its input to its output",
            path=node.path,
            received=f"{describe_shape(before)} and {describe_shape(after)}",
            expected="one shape",
            hint="`project: true` fits the input to the output",
        )


def _make_layer(source: Shape, target: Shape, name: str) -> Any:
    channels = target[-1]
    if len(source) != len(target) or channels is None or len(source) < 2:
        return None
    if source[1:-1] == target[1:-1] and len(source) <= 3:
        return keras.layers.Dense(channels, name=name)
    strides = [_stride(a, b) for a, b in zip(source[1:-1], target[1:-1], strict=True)]
    convolution = _CONVOLUTIONS.get(len(source))
    if convolution is None or None in strides:
        return None
    return convolution(channels, 1, strides=strides, padding="same", name=name)


def _stride(before: int | None, after: int | None) -> int | None:
    """Find the stride that makes one size of another, as `same` padding counts: rounded up."""
    if before is None or after is None or not after:
        return 1 if before is after else None
    stride = -(-before // after)
    return stride if -(-before // stride) == after else None
