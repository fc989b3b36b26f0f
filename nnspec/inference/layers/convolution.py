"""Convolutions: shapes, and kernels with their biases."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from nnspec.inference.dimension import Dimension, ceil_divide, is_below
from nnspec.inference.layer_call import LayerCall
from nnspec.inference.layers.axes import join_shape, numbers, spatial_shape, split_shape
from nnspec.inference.layers.lora import with_lora
from nnspec.inference.outcome import Outcome, ShapeError, Weight
from nnspec.inference.tensor import Shape, Tensor, text_of


def infer_convolution(layer: LayerCall, *, n_spatial: int) -> Outcome:
    """Infer `Conv1D` to `Conv3D`: a kernel (*kernel_size, channels / groups, filters) and a bias (filters,).

    Args:
        layer: that takes (batch, *spatial, channels), or channels first.
        n_spatial: 1 for sequences, 2 for pictures, 3 for volumes.
    """
    shape = spatial_shape(layer, n_spatial)
    channels, filters, groups = shape[split_shape(layer, shape)[1]], layer.get("filters"), layer.get("groups")
    if isinstance(channels, int) and channels % groups:
        raise ShapeError(
            f"{channels} channels do not divide into {groups} groups",
            argument="groups",
            hint=f"give `groups` a divisor of {channels}",
        )
    kernel = (*numbers(layer.get("kernel_size"), n_spatial), channels // groups, filters)
    weights = _with_bias(layer, [("kernel", kernel)], filters)
    return Outcome(_convolved(layer, shape, filters, n_spatial), with_lora(layer, weights, channels=filters))


def infer_depthwise(layer: LayerCall, *, n_spatial: int) -> Outcome:
    """Infer `DepthwiseConv1D` and `DepthwiseConv2D`: a kernel (*kernel_size, channels, depth_multiplier)."""
    shape = spatial_shape(layer, n_spatial)
    channels, multiplier = shape[split_shape(layer, shape)[1]], layer.get("depth_multiplier")
    kernel = (*numbers(layer.get("kernel_size"), n_spatial), channels, multiplier)
    weights = _with_bias(layer, [("kernel", kernel)], channels * multiplier)
    return Outcome(_convolved(layer, shape, channels * multiplier, n_spatial), weights)


def infer_separable(layer: LayerCall, *, n_spatial: int) -> Outcome:
    """Infer `SeparableConv1D` and `SeparableConv2D`: a depthwise kernel, then a pointwise one."""
    shape, filters = spatial_shape(layer, n_spatial), layer.get("filters")
    channels, multiplier = shape[split_shape(layer, shape)[1]], layer.get("depth_multiplier")
    depthwise = (*numbers(layer.get("kernel_size"), n_spatial), channels, multiplier)
    pointwise = (*(1,) * n_spatial, channels * multiplier, filters)
    weights = _with_bias(layer, [("depthwise_kernel", depthwise), ("pointwise_kernel", pointwise)], filters)
    return Outcome(_convolved(layer, shape, filters, n_spatial), weights)


def infer_transposed(layer: LayerCall, *, n_spatial: int) -> Outcome:
    """Infer `Conv1DTranspose` to `Conv3DTranspose`: a kernel (*kernel_size, filters, channels)."""
    shape, filters = spatial_shape(layer, n_spatial), layer.get("filters")
    spatial, axis = split_shape(layer, shape)
    kernel = numbers(layer.get("kernel_size"), n_spatial)
    lengths = [
        _transposed_length(layer.get("padding"), *each)
        for each in zip(
            spatial,
            kernel,
            numbers(layer.get("strides"), n_spatial),
            numbers(layer.get("dilation_rate"), n_spatial),
            numbers(layer.get("output_padding"), n_spatial),
            strict=True,
        )
    ]
    result = Tensor(join_shape(layer, shape[0], lengths, filters), layer.dtype)
    return Outcome((result,), _with_bias(layer, [("kernel", (*kernel, filters, shape[axis]))], filters))


def slid_length(length: Dimension, window: int, stride: int, padding: str) -> Dimension:
    """Count the places of a window that slides along an axis.

    Args:
        length: of the axis.
        window: from its first to its last place, at least 1.
        stride: from one place of the window to the next.
        padding: `valid`, `same` or `causal`.
    """
    return ceil_divide(length, stride) if padding in ("same", "causal") else (length - window) // stride + 1


def _convolved(layer: LayerCall, shape: Shape, filters: Dimension, n_spatial: int) -> tuple[Tensor, ...]:
    spatial, _ = split_shape(layer, shape)
    kernel, rates = numbers(layer.get("kernel_size"), n_spatial), numbers(layer.get("dilation_rate"), n_spatial)
    windows = tuple(rate * (size - 1) + 1 for size, rate in zip(kernel, rates, strict=True))
    padding = layer.get("padding")
    if padding == "valid" and any(map(is_below, spatial, windows)):
        raise ShapeError(
            f"its kernel {text_of(windows)} is larger",
            argument="kernel_size",
            hint="use `padding: same`, a smaller kernel, or fewer pooling layers above",
        )
    strides = numbers(layer.get("strides"), n_spatial)
    lengths = [slid_length(*each, padding) for each in zip(spatial, windows, strides, strict=True)]
    return (Tensor(join_shape(layer, shape[0], lengths, filters), layer.dtype),)


def _transposed_length(
    padding: str, length: Dimension, kernel: int, stride: int, rate: int, extra: int | None
) -> Dimension:
    """Count the places that a transposed convolution makes of an axis."""
    window = (kernel - 1) * rate + 1
    if padding == "valid":
        return (length - 1) * stride + window + (max(window, stride) - window if extra is None else extra)
    if extra is None:
        return length * stride
    return (length - 1) * stride + window % 2 + extra


def _with_bias(layer: LayerCall, kernels: list[tuple[str, Shape]], filters: Dimension) -> tuple[Weight, ...]:
    biases: list[tuple[str, Shape]] = [("bias", (filters,))] if layer.get("use_bias") else []
    return tuple(Weight(name, shape, dtype=layer.variable_dtype) for name, shape in (*kernels, *biases))


def _each(rule: Callable[..., Outcome]) -> tuple[Callable[[LayerCall], Outcome], ...]:
    return tuple(partial(rule, n_spatial=n) for n in (1, 2, 3))


infer_conv1d, infer_conv2d, infer_conv3d = _each(infer_convolution)
infer_depthwise1d, infer_depthwise2d, _ = _each(infer_depthwise)
infer_separable1d, infer_separable2d, _ = _each(infer_separable)
infer_transposed1d, infer_transposed2d, infer_transposed3d = _each(infer_transposed)
