"""Convolutions, pooling, patches: windows that slide over the axes between batch and channels."""

from __future__ import annotations

from collections.abc import Sequence

from nnspec.inference.dimension import Dimension, differ, is_below, product
from nnspec.inference.ops.axes import as_pair, as_tuple, is_open
from nnspec.inference.ops.function_call import FunctionCall, UndecidedError
from nnspec.inference.tensor import Shape, Tensor, text_of


def infer_pool(call: FunctionCall) -> Tensor:
    """Infer `max_pool` and `average_pool`; the strides are the window's size where none are given."""
    shape, window = call.shape("inputs"), call.get("pool_size")
    strides = window if call.get("strides") is None else call.get("strides")
    spatial, others = _apart(shape, call)
    lengths = _slid(spatial, _each(window, spatial, call), _each(strides, spatial, call), call)
    return Tensor(_together(lengths, *others, call), call.dtype("inputs"))


def infer_conv(call: FunctionCall) -> Tensor:
    """Infer `conv`: a kernel (..., in, out)."""
    kernel = call.shape("kernel", rank=2)
    return Tensor(_convolved(call, kernel, kernel[-1]), call.dtype("inputs"))


def infer_depthwise_conv(call: FunctionCall) -> Tensor:
    """Infer `depthwise_conv`: a kernel (..., in, multiplier)."""
    kernel = call.shape("kernel", rank=2)
    return Tensor(_convolved(call, kernel, kernel[-1] * kernel[-2]), call.dtype("inputs"))


def infer_separable_conv(call: FunctionCall) -> Tensor:
    """Infer `separable_conv`: depthwise, then a kernel (1, ..., out)."""
    channels = call.shape("pointwise_kernel", rank=1)[-1]
    return Tensor(_convolved(call, call.shape("depthwise_kernel", rank=2), channels), call.dtype("inputs"))


def infer_patches(call: FunctionCall) -> Tensor:
    """Infer `extract_patches` of images, and of volumes: each patch becomes the channels of one place."""
    name, rank = ("volumes", 3) if call.has("volumes") else ("images", 2)
    given = call.shape(name)
    size = _each(call.get("size"), (1,) * rank, call)
    shape = (1, *given) if len(given) == rank + 1 else given
    if len(shape) != rank + 2:
        raise call.refuse(f"takes {rank + 1} or {rank + 2} axes, received {text_of(given)}")
    spatial, (batch, channels) = _apart(shape, call)
    if is_open(channels):
        raise UndecidedError
    strides = _each(call.get("strides") or size, spatial, call)
    lengths = _slid(spatial, _dilated(size, call), strides, call)
    found = _together(lengths, batch, channels * product(size), call)
    return Tensor(found[len(shape) - len(given) :], call.dtype(name))


def infer_unfold(call: FunctionCall) -> Tensor:
    """Infer `unfold`: (batch, channels, height, width) -> (batch, channels * window, places)."""
    shape = call.shape("x")
    if len(shape) != 4:
        raise call.refuse(f"takes (batch, channels, height, width), received {text_of(shape)}")
    sizes, dilations, paddings, strides = (
        as_pair(call.get(name)) for name in ("kernel_size", "dilation", "padding", "stride")
    )
    places = product(
        (length + 2 * paddings[i] - dilations[i] * (sizes[i] - 1) - 1) // strides[i] + 1
        for i, length in enumerate(shape[2:])
    )
    return Tensor((shape[0], shape[1] * product(sizes), places), call.dtype("x"))


def infer_fold(call: FunctionCall) -> Tensor:
    """Infer `fold`: (batch, channels * window, places) -> (batch, channels, height, width)."""
    shape, window = call.shape("x"), product(as_pair(call.get("kernel_size")))
    if len(shape) != 3 or differ(shape[1] % window, 0):
        raise call.refuse(f"takes (batch, channels * {window}, places), received {text_of(shape)}")
    return Tensor((shape[0], shape[1] // window, *as_pair(call.get("output_size"))), call.dtype("x"))


def infer_depth_and_space(call: FunctionCall) -> Tensor:
    """Infer `depth_to_space` and `space_to_depth`: blocks of places become channels, or the other way round."""
    shape, block = call.shape("x"), call.get("block_size")
    if len(shape) != 4:
        raise call.refuse(f"takes a batch of images, received {text_of(shape)}")
    (height, width), (batch, channels) = _apart(shape, call)
    if call.name == "depth_to_space":
        _check_divides(block**2, (channels,), call)
        lengths, depth = (height * block, width * block), channels // block**2
    else:
        _check_divides(block, (height, width), call)
        lengths, depth = (height // block, width // block), channels * block**2
    return Tensor(_together(lengths, batch, depth, call), call.dtype("x"))


def _convolved(call: FunctionCall, kernel: Shape, channels: Dimension) -> Shape:
    shape = call.shape("inputs")
    if any(map(is_open, kernel)):
        raise UndecidedError
    if len(kernel) != len(shape):
        raise call.refuse(f"has a kernel {text_of(kernel)} for {text_of(shape)}")
    spatial, (batch, depth) = _apart(shape, call)
    if differ(depth, kernel[-2]):
        raise call.refuse(f"has a kernel for {kernel[-2]} channels and gets {depth}")
    window = _dilated(kernel[:-2], call)
    return _together(_slid(spatial, window, _each(call.get("strides"), spatial, call), call), batch, channels, call)


def _dilated(size: Sequence[Dimension], call: FunctionCall) -> tuple[Dimension, ...]:
    rates = call.get("dilation_rate")
    if isinstance(rates, list | tuple) and len(rates) != len(size):
        raise call.refuse(f"has {len(rates)} rates for {len(size)} axes", argument="dilation_rate")
    rates = _each(rates, size, call)
    return tuple(rate * (length - 1) + 1 for rate, length in zip(rates, size, strict=True))


def _slid(
    spatial: Sequence[Dimension], window: Sequence[Dimension], strides: Sequence[Dimension], call: FunctionCall
) -> tuple[Dimension, ...]:
    """Count the places of a window on each axis."""
    same = call.get("padding") == "same"
    lengths = tuple(
        (size - (1 if same else width)) // stride + 1
        for size, width, stride in zip(spatial, window, strides, strict=True)
    )
    if not same and any(is_below(length, 1) for length in lengths):
        raise call.refuse(f"has a window {text_of(tuple(window))} that does not fit in {text_of(tuple(spatial))}")
    return lengths


def _each(value: int | Sequence[int], axes: Sequence[Dimension], call: FunctionCall) -> tuple[int, ...]:
    found = as_tuple(value)
    found = found * len(axes) if len(found) == 1 else found
    if len(found) != len(axes):
        raise UndecidedError
    return found


def _apart(shape: Shape, call: FunctionCall) -> tuple[Shape, tuple[Dimension, Dimension]]:
    """Take the axes between batch and channels, and these two."""
    if len(shape) < 3:
        raise UndecidedError
    if call.get("data_format") == "channels_first":
        return shape[2:], (shape[0], shape[1])
    return shape[1:-1], (shape[0], shape[-1])


def _together(spatial: Sequence[Dimension], batch: Dimension, channels: Dimension, call: FunctionCall) -> Shape:
    first = call.get("data_format") == "channels_first"
    return (batch, channels, *spatial) if first else (batch, *spatial, channels)


def _check_divides(block: int, lengths: Sequence[Dimension], call: FunctionCall) -> None:
    for length in lengths:
        if differ(length % block, 0):
            raise call.refuse(f"cannot divide {length} into blocks of {block}", argument="block_size")
