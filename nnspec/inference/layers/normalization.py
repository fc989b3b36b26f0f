"""Normalization: the shape stays, and weights stand along the axes that are not averaged over."""

from __future__ import annotations

from typing import Any

from nnspec.inference.dimension import Dimension, differ
from nnspec.inference.layer_call import LayerCall
from nnspec.inference.layers.axes import in_range
from nnspec.inference.outcome import Outcome, ShapeError, Weight
from nnspec.inference.tensor import Shape, Tensor


def infer_batch_normalization(layer: LayerCall) -> Outcome:
    """Infer `BatchNormalization`: gamma and beta train, the moving statistics do not."""
    shape = layer.tensor.shape
    if shape is None:
        return _nothing_known(layer)
    length = shape[_own_axis(layer.get("axis"), len(shape))]
    still = ["moving_mean", "moving_variance"]
    if layer.get("renorm"):
        still += ["moving_stddev", "renorm_mean", "renorm_stddev"]
    weights = [*_scale_and_shift(layer, (length,))]
    weights += [Weight(name, (length,), trainable=False, dtype=layer.variable_dtype) for name in still]
    return Outcome((Tensor(shape, layer.dtype),), tuple(weights))


def infer_layer_normalization(layer: LayerCall) -> Outcome:
    """Infer `LayerNormalization`: gamma and beta of the lengths of `axis`."""
    shape = layer.tensor.shape
    if shape is None:
        return _nothing_known(layer)
    # Without gamma and beta there is nothing that needs a length, and any axis will do.
    has_weights = layer.get("scale") or layer.get("center")
    weights = tuple(_scale_and_shift(layer, _lengths(layer, shape))) if has_weights else ()
    return Outcome((Tensor(shape, layer.dtype),), weights)


def infer_rms_normalization(layer: LayerCall) -> Outcome:
    """Infer `RMSNormalization`: a scale of the lengths of `axis`."""
    shape = layer.tensor.shape
    if shape is None:
        return _nothing_known(layer)
    weight = Weight("scale", _lengths(layer, shape), dtype=layer.variable_dtype)
    return Outcome((Tensor(shape, layer.dtype),), (weight,))


def infer_group_normalization(layer: LayerCall) -> Outcome:
    """Infer `GroupNormalization`: gamma and beta of the length of `axis`, which divides into `groups`."""
    shape, groups = layer.tensor.shape, layer.get("groups")
    if shape is None:
        return _nothing_known(layer)
    length = shape[_own_axis(layer.get("axis"), len(shape))]
    if isinstance(length, int) and groups != -1 and (length < groups or length % groups):
        hint = f"give `groups` a divisor of {length}; the default is 32" if length > 1 else None
        raise ShapeError(f"{length} channels do not divide into {groups} groups", argument="groups", hint=hint)
    return Outcome((Tensor(shape, layer.dtype),), tuple(_scale_and_shift(layer, (length,))))


def infer_unit_normalization(layer: LayerCall) -> Outcome:
    """Infer `UnitNormalization`: no weights."""
    shape = layer.tensor.shape
    if shape is not None:
        for axis in _axes(layer.get("axis")):
            in_range(axis, len(shape))
    return Outcome((Tensor(shape, layer.dtype),))


def infer_fixed_normalization(layer: LayerCall) -> Outcome:
    """Infer `Normalization`: its statistics, given or found before training, are constants."""
    shape, axis = layer.tensor.shape, layer.get("axis")
    if shape is not None and axis is not None:
        kept = [_own_axis(each, len(shape)) for each in _axes(axis)]
        if kept:
            _check_statistics(layer, shape[max(kept)])
    return Outcome((Tensor(shape, layer.dtype),))


def _check_statistics(layer: LayerCall, length: Dimension) -> None:
    mean = layer.get("mean")
    flat = isinstance(mean, tuple) and not any(isinstance(each, tuple) for each in mean)
    if flat and len(mean) > 1 and differ(length, len(mean)):
        raise ShapeError(f"it has {len(mean)} means", argument="mean", hint=f"give {length} of them, or one number")


def _lengths(layer: LayerCall, shape: Shape) -> Shape:
    axes = layer.get("axis")
    # Keras sorts several axes as they are written, negative ones first.
    ordered = sorted(axes) if isinstance(axes, tuple) else [axes]
    return tuple(shape[_own_axis(axis, len(shape))] for axis in ordered)


def _own_axis(axis: Any, rank: int) -> int:
    """Count an axis from 0; the batch axis has no weights.

    Raises:
        ShapeError: it is the batch axis, or there is no such axis.
    """
    found = in_range(axis, rank)
    if found == 0:
        raise ShapeError("axis 0 is the batch", argument="axis", expected=f"1 to {rank - 1}, or -1 for the last")
    return found


def _axes(axis: Any) -> tuple[Any, ...]:
    return axis if isinstance(axis, tuple) else (axis,)


def _scale_and_shift(layer: LayerCall, lengths: Shape) -> list[Weight]:
    names = (("gamma", "scale"), ("beta", "center"))
    return [Weight(name, lengths, dtype=layer.variable_dtype) for name, wanted in names if layer.get(wanted)]


def _nothing_known(layer: LayerCall) -> Outcome:
    return Outcome((Tensor(None, layer.dtype),), None)
