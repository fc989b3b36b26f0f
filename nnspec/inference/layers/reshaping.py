"""Layers that move numbers about: their axes change, and what stands in them does not."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from nnspec.inference.dimension import UNKNOWN, Dimension, differ, is_below, product
from nnspec.inference.layer_call import LayerCall
from nnspec.inference.layers.axes import (
    first_spatial,
    join_shape,
    numbers,
    shape_of_rank,
    spatial_shape,
    split_shape,
)
from nnspec.inference.outcome import Outcome, ShapeError
from nnspec.inference.tensor import BATCH, Shape, Tensor, text_of


def infer_flatten(layer: LayerCall) -> Outcome:
    """Infer `Flatten`: all axes of an example become one."""
    shape = layer.tensor.shape
    length = UNKNOWN if shape is None else product(shape[1:])
    return _as_it_is(layer, (BATCH if shape is None else shape[0], length))


def infer_reshape(layer: LayerCall) -> Outcome:
    """Infer `Reshape`: `target_shape`, where one length may be left open as -1."""
    shape, target = layer.tensor.shape, layer.get("target_shape")
    size = UNKNOWN if shape is None else product(shape[1:])
    known = product(length for length in target if length != -1)
    if target.count(-1) > 1:
        hint = "leave one of them as `-1`"
        raise ShapeError("it leaves open more than one length", argument="target_shape", hint=hint)
    if -1 in target:
        filled = UNKNOWN if known == 0 else size // known
        if isinstance(size, int) and isinstance(known, int) and (known == 0 or size % known):
            raise _other_size(size, f"do not divide by {known}")
        target = tuple(filled if length == -1 else length for length in target)
    elif differ(size, known):
        raise _other_size(size, f"do not fill {known}")
    return _as_it_is(layer, (BATCH if shape is None else shape[0], *target))


def _other_size(size: Dimension, problem: str) -> ShapeError:
    hint = "let the lengths multiply to the size of the tensor, or leave one of them open as `-1`"
    return ShapeError(f"{size} numbers {problem}", argument="target_shape", hint=hint)


def infer_permute(layer: LayerCall) -> Outcome:
    """Infer `Permute`: the axes of an example in the order of `dims`."""
    dims = layer.get("dims")
    if sorted(dims) != list(range(1, len(dims) + 1)):
        expected = f"{text_of(tuple(range(1, len(dims) + 1)))} in any order, without the batch axis 0"
        raise ShapeError("it needs each axis once", argument="dims", received=text_of(dims), expected=expected)
    shape = shape_of_rank(layer, len(dims) + 1)
    return _as_it_is(layer, (shape[0], *(shape[dim] for dim in dims)))


def infer_repeat_vector(layer: LayerCall) -> Outcome:
    """Infer `RepeatVector`: (features) -> (n, features)."""
    batch, features = shape_of_rank(layer, 2, takes="(features)")
    return Outcome((Tensor((batch, layer.get("n"), features), layer.dtype),))


def infer_cropping(layer: LayerCall, *, n_spatial: int) -> Outcome:
    """Infer `Cropping1D` to `Cropping3D`: spatial axes lose both ends."""
    shape = spatial_shape(layer, n_spatial)
    spatial, axis = split_shape(layer, shape)
    cuts = [sum(ends) for ends in _ends(layer.get("cropping"), n_spatial)]
    if any(is_below(length, cut + 1) for length, cut in zip(spatial, cuts, strict=True)):
        message = f"it cuts away {text_of(tuple(cuts))} and leaves nothing"
        raise ShapeError(message, argument="cropping", hint="cut less")
    lengths = [length - cut for length, cut in zip(spatial, cuts, strict=True)]
    return Outcome((Tensor(join_shape(layer, shape[0], lengths, shape[axis]), layer.dtype),))


def infer_padding(layer: LayerCall, *, n_spatial: int) -> Outcome:
    """Infer `ZeroPadding1D` to `ZeroPadding3D`: spatial axes grow at both ends."""
    shape = spatial_shape(layer, n_spatial)
    added = [sum(ends) for ends in _ends(layer.get("padding"), n_spatial)]
    first = first_spatial(layer)
    lengths = [length + more for length, more in zip(shape[first:], added, strict=False)]
    return Outcome((Tensor((*shape[:first], *lengths, *shape[first + n_spatial :]), layer.dtype),))


def infer_up_sampling(layer: LayerCall, *, n_spatial: int) -> Outcome:
    """Infer `UpSampling1D` to `UpSampling3D`: spatial axes are multiplied by `size`."""
    shape = spatial_shape(layer, n_spatial)
    spatial, axis = split_shape(layer, shape)
    sizes = numbers(layer.get("size"), n_spatial)
    lengths = [length * size for length, size in zip(spatial, sizes, strict=True)]
    return Outcome((Tensor(join_shape(layer, shape[0], lengths, shape[axis]), layer.dtype),))


def _ends(value: int | tuple[int | tuple[int, int], ...], n_spatial: int) -> list[tuple[int, ...]]:
    """Read how much is cut or added before and after each spatial axis; one axis needs no list of lists."""
    if isinstance(value, int):
        return [(value, value)] * n_spatial
    if n_spatial == 1:
        return [numbers(value, 2)]
    return [numbers(each, 2) for each in value]


def _as_it_is(layer: LayerCall, shape: Shape) -> Outcome:
    return Outcome((Tensor(shape, layer.dtype_of(layer.tensor)),))


def _each(rule: Callable[..., Outcome]) -> tuple[Callable[[LayerCall], Outcome], ...]:
    return tuple(partial(rule, n_spatial=n) for n in (1, 2, 3))


infer_cropping1d, infer_cropping2d, infer_cropping3d = _each(infer_cropping)
infer_padding1d, infer_padding2d, infer_padding3d = _each(infer_padding)
infer_up_sampling1d, infer_up_sampling2d, infer_up_sampling3d = _each(infer_up_sampling)
