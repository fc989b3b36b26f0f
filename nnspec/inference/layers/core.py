"""Dense and its kin: shapes and weights."""

from __future__ import annotations

from nnspec.inference.layer_call import LayerCall
from nnspec.inference.layers.lora import with_lora
from nnspec.inference.outcome import Outcome, ShapeError, Weight
from nnspec.inference.tensor import Shape, Tensor


def infer_dense(layer: LayerCall) -> Outcome:
    """Infer `Dense`: (batch, ..., features) -> (batch, ..., units); a kernel (features, units) and a bias (units,)."""
    shape, units = vectors(layer), layer.get("units")
    if shape is None:
        return Outcome((Tensor(None, layer.dtype),), None)
    dtype = layer.variable_dtype
    weights = [Weight("kernel", (shape[-1], units), dtype=dtype)]
    if layer.get("use_bias"):
        weights.append(Weight("bias", (units,), dtype=dtype))
    outputs = (Tensor((*shape[:-1], units), layer.dtype),)
    return Outcome(outputs, with_lora(layer, tuple(weights), channels=units))


def vectors(layer: LayerCall) -> Shape | None:
    """Give the shape of a tensor whose last axis are features.

    Raises:
        ShapeError: it has none.
    """
    shape = layer.tensor.shape
    if shape is not None and len(shape) < 2:
        raise ShapeError("it takes (..., features)", hint="an index needs an `Embedding`, a number `Reshape: [1]`")
    return shape


def infer_kan(layer: LayerCall) -> Outcome:
    """Infer `KAN`: a kernel (features, units) and a spline kernel (grid_size + degree, features, units)."""
    shape, units = vectors(layer), layer.get("units")
    if shape is None:
        return Outcome((Tensor(None, layer.dtype),), None)
    features, dtype = shape[-1], layer.variable_dtype
    basis = layer.get("grid_size") + layer.get("degree")
    base = [] if layer.get("base_activation") is None else [Weight("kernel", (features, units), dtype=dtype)]
    bias = [Weight("bias", (units,), dtype=dtype)] if layer.get("use_bias") else []
    weights = (*base, Weight("spline_kernel", (basis, features, units), dtype=dtype), *bias)
    return Outcome((Tensor((*shape[:-1], units), layer.dtype),), weights)


def infer_embedding(layer: LayerCall) -> Outcome:
    """Infer `Embedding`: one more axis of `output_dim`; embeddings (input_dim, output_dim)."""
    shape, units = layer.tensor.shape, layer.get("output_dim")
    embeddings = Weight("embeddings", (layer.get("input_dim"), units), dtype=layer.variable_dtype)
    output = Tensor(None if shape is None else (*shape, units), layer.dtype)
    return Outcome((output,), with_lora(layer, (embeddings,), channels=units))


def infer_reversible_embedding(layer: LayerCall) -> Outcome:
    """Infer `ReversibleEmbedding`: an Embedding, with a matrix of its own for the way back unless it is tied."""
    plain = infer_embedding(layer)
    if layer.get("tie_weights") or plain.weights is None:
        return plain
    back = (layer.get("output_dim"), layer.get("input_dim"))
    return Outcome(plain.outputs, (*plain.weights, Weight("reverse_embeddings", back, dtype=layer.variable_dtype)))
