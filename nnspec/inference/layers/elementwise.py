"""Layers that change numbers and no shapes: activations, noise, dropout, random changes of pictures."""

from __future__ import annotations

from nnspec.inference.dimension import Dimension
from nnspec.inference.layer_call import LayerCall
from nnspec.inference.layers.axes import in_range, shape_of_rank
from nnspec.inference.outcome import Outcome, ShapeError, Weight
from nnspec.inference.tensor import Tensor


def infer_same(layer: LayerCall) -> Outcome:
    """Infer a layer whose output has the shape of its input."""
    return Outcome((Tensor(layer.tensor.shape, layer.dtype),))


def infer_identity(layer: LayerCall) -> Outcome:
    """Infer a layer that hands on what it takes, whole numbers included."""
    return Outcome((Tensor(layer.tensor.shape, layer.dtype_of(layer.tensor)),))


def infer_softmax(layer: LayerCall) -> Outcome:
    """Infer `Softmax`: the shape of its input, whose `axis` must exist."""
    shape, axes = layer.tensor.shape, layer.get("axis")
    if shape is not None:
        for axis in axes if isinstance(axes, tuple) else (axes,):
            in_range(axis, len(shape))
    return infer_same(layer)


def infer_prelu(layer: LayerCall) -> Outcome:
    """Infer `PReLU`: a slope `alpha` for each number of an example; 1 along `shared_axes`."""
    shape = layer.tensor.shape
    if shape is None:
        return Outcome((Tensor(None, layer.dtype),), None)
    slopes: list[Dimension] = list(shape[1:])
    for axis in layer.get("shared_axes") or ():
        if not -len(slopes) < axis <= len(slopes):
            raise ShapeError(f"it has no axis {axis} to share", argument="shared_axes")
        slopes[axis - 1] = 1
    weights = (Weight("alpha", tuple(slopes), dtype=layer.variable_dtype),)
    return Outcome((Tensor(shape, layer.dtype),), weights)


def infer_spatial_dropout1d(layer: LayerCall) -> Outcome:
    """Infer `SpatialDropout1D`: the shape of its input."""
    return Outcome((Tensor(shape_of_rank(layer, 3), layer.dtype),))


def infer_spatial_dropout2d(layer: LayerCall) -> Outcome:
    """Infer `SpatialDropout2D`: the shape of its input."""
    return Outcome((Tensor(shape_of_rank(layer, 4), layer.dtype),))


def infer_spatial_dropout3d(layer: LayerCall) -> Outcome:
    """Infer `SpatialDropout3D`: the shape of its input."""
    return Outcome((Tensor(shape_of_rank(layer, 5), layer.dtype),))
