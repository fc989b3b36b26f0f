"""Pooling: windows that slide, over all of an axis, or as many as are asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from nnspec.inference.dimension import is_below
from nnspec.inference.layer_call import LayerCall
from nnspec.inference.layers.axes import join_shape, numbers, spatial_shape, split_shape
from nnspec.inference.layers.convolution import slid_length
from nnspec.inference.outcome import Outcome, ShapeError
from nnspec.inference.tensor import Tensor, text_of


def infer_pooling(layer: LayerCall, *, n_spatial: int) -> Outcome:
    """Infer `MaxPooling` and `AveragePooling`: channels stay, spatial lengths as those of a convolution."""
    shape = spatial_shape(layer, n_spatial)
    spatial, axis = split_shape(layer, shape)
    windows = numbers(layer.get("pool_size"), n_spatial)
    given = layer.get("strides")
    strides = windows if given is None else numbers(given, n_spatial)
    padding = layer.get("padding")
    if padding == "valid" and any(map(is_below, spatial, windows)):
        raise ShapeError(
            f"its window {text_of(windows)} is larger",
            argument="pool_size",
            hint="use `padding: same`, a smaller window, or leave it out",
        )
    lengths = [slid_length(*each, padding) for each in zip(spatial, windows, strides, strict=True)]
    return Outcome((Tensor(join_shape(layer, shape[0], lengths, shape[axis]), layer.dtype),))


def infer_global(layer: LayerCall, *, n_spatial: int) -> Outcome:
    """Infer `GlobalMaxPooling` and `GlobalAveragePooling`: channels stay, spatial axes go or become 1."""
    shape = spatial_shape(layer, n_spatial)
    _, axis = split_shape(layer, shape)
    kept = (1,) * n_spatial if layer.get("keepdims") else ()
    return Outcome((Tensor(join_shape(layer, shape[0], kept, shape[axis]), layer.dtype),))


def infer_adaptive(layer: LayerCall, *, n_spatial: int) -> Outcome:
    """Infer `AdaptiveMaxPooling` and `AdaptiveAveragePooling`: channels stay, spatial lengths are `output_size`.

    Keras takes a tensor of any rank; of what it gives then, nothing is known.
    """
    if layer.tensor.rank not in (None, n_spatial + 2):
        return Outcome((Tensor(None, layer.dtype),))
    shape = spatial_shape(layer, n_spatial)
    _, axis = split_shape(layer, shape)
    lengths = numbers(layer.get("output_size"), n_spatial)
    return Outcome((Tensor(join_shape(layer, shape[0], lengths, shape[axis]), layer.dtype),))


def _each(rule: Callable[..., Outcome]) -> tuple[Callable[[LayerCall], Outcome], ...]:
    return tuple(partial(rule, n_spatial=n) for n in (1, 2, 3))


infer_pooling1d, infer_pooling2d, infer_pooling3d = _each(infer_pooling)
infer_global1d, infer_global2d, infer_global3d = _each(infer_global)
infer_adaptive1d, infer_adaptive2d, infer_adaptive3d = _each(infer_adaptive)
