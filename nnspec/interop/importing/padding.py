"""Zeros that are added for the next convolution alone -> its own `padding: same`, where that adds the same zeros."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from nnspec.interop.importing.network import Tensor
from nnspec.interop.importing.part import Part

_PADDINGS = {"ZeroPadding1D": 1, "ZeroPadding2D": 2, "ZeroPadding3D": 3}
_CONVOLUTIONS = ("Conv", "DepthwiseConv", "SeparableConv")
_NEED = ("data_format", "dilation_rate", "padding")


def fuse_padding(parts: Iterable[Part], *, outputs: Iterable[Tensor]) -> list[Part]:
    """Leave out paddings that the convolution below them can do itself.

    It holds for the shapes of this network: how many zeros `same` adds depends on the size of the picture.

    Args:
        parts: of a network.
        outputs: tensors that somebody else may look at.
    """
    parts = list(parts)
    by_key = {part.key: part for part in parts}
    uses = Counter(link.tensor.step for part in parts for link in part.links)
    uses.update(tensor.step for tensor in outputs)
    layers = Counter(part.layer for part in parts)
    fused: set[int] = set()
    for part in parts:
        above = by_key.get(part.source.step) if part.source is not None else None
        alone = above is not None and uses[above.key] == 1 and layers[part.layer] == 1 and layers[above.layer] == 1
        if above is not None and alone and _is_same(above, part):
            part.arguments = {**_upto(part.arguments, "strides"), "padding": "same", **part.arguments}
            part.links = above.links
            fused.add(above.key)
    return [part for part in parts if part.key not in fused]


def _upto(arguments: Mapping[str, Any], last: str) -> dict[str, Any]:
    """Take the arguments that Keras lists above `padding`."""
    names = list(arguments)
    return {name: arguments[name] for name in names[: names.index(last) + 1]} if last in names else {}


def _is_same(padding: Part, convolution: Part) -> bool:
    n_axes = _PADDINGS.get(padding.word)
    if n_axes is None or not convolution.word.startswith(_CONVOLUTIONS) or "Transpose" in convolution.word:
        return False
    if any(name in convolution.arguments for name in _NEED) or "data_format" in padding.arguments:
        return False
    shape = padding.source.shape if padding.source is not None else None
    if shape is None or len(shape) != n_axes + 2 or not convolution.word.endswith(f"{n_axes}D"):
        return False
    kernel = _per_axis(convolution.arguments.get("kernel_size"), n_axes)
    strides = _per_axis(convolution.arguments.get("strides", 1), n_axes)
    wanted = [_same_zeros(*axis) for axis in zip(shape[1:-1], kernel, strides, strict=True)]
    given = _per_axis(padding.arguments.get("padding", 1), n_axes)
    return [_pair(value) for value in given] == wanted


def _per_axis(value: Any, n_axes: int) -> list[Any]:
    """Give one value for each axis; in one dimension a pair means before and after."""
    if not isinstance(value, list):
        return [value] * n_axes
    return [value] if n_axes == 1 and len(value) == 2 else value


def _pair(value: Any) -> tuple[int, int]:
    before, after = value if isinstance(value, list) else (value, value)
    return before, after


def _same_zeros(size: int | None, kernel: int, stride: int) -> tuple[int, int] | None:
    """Say how many zeros TensorFlow's `same` adds before and after an axis."""
    if size is None:
        return None
    total = max((-(-size // stride) - 1) * stride + kernel - size, 0)
    return total // 2, total - total // 2
