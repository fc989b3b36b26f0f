"""Weights of a layer with `lora_rank`: the kernel stands still, and two thin matrices train in its place."""

from __future__ import annotations

from nnspec.inference.dimension import Dimension
from nnspec.inference.layer_call import LayerCall
from nnspec.inference.outcome import Weight
from nnspec.records import replace


def with_lora(layer: LayerCall, weights: tuple[Weight, ...], *, channels: Dimension) -> tuple[Weight, ...]:
    """Add the two matrices, in float32, where the layer asks for them.

    Args:
        layer: with or without `lora_rank`.
        weights: the kernel or the embeddings first.
        channels: the last axis of the kernel.

    Source: Hu et al. 2021, arXiv 2106.09685.
    """
    rank = layer.get("lora_rank")
    if not rank:
        return weights
    kernel, *others = weights
    first = Weight(f"lora_{kernel.name}_a", (*kernel.shape[:-1], rank))
    second = Weight(f"lora_{kernel.name}_b", (rank, channels))
    return (replace(kernel, trainable=False), *others, first, second)
