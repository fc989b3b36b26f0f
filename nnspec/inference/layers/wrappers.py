"""Layers around a layer, and a list of layers that stands for one."""

from __future__ import annotations

from nnspec.inference.layer_call import LayerCall
from nnspec.inference.outcome import UNDECIDED, Outcome, ShapeError, Weight
from nnspec.inference.registry import infer_layer
from nnspec.inference.tensor import NOTHING_KNOWN, Tensor
from nnspec.records import replace
from nnspec.spec.calls import Call

_KERNELS = ("kernel", "embeddings")
# Layers that have a `kernel`, though not as an attribute of their own.
_WITHOUT_OWN = frozenset(
    {"SimpleRNN", "GRU", "LSTM", "RNN", "ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D", "StackedRNNCells", "Bidirectional"}
    | {"MultiHeadAttention", "GroupQueryAttention", "TimeDistributed"}
)


def infer_time_distributed(layer: LayerCall) -> Outcome:
    """Infer `TimeDistributed`: a layer for each step of (batch, steps, ...)."""
    shape = layer.tensor.shape
    if shape is None:
        return UNDECIDED
    if len(shape) < 3:
        raise ShapeError("it takes a sequence, (steps, ...)", hint="without steps, use the layer itself")
    inner = infer_inner(layer, Tensor((shape[0], *shape[2:]), layer.tensor.dtype))
    made = inner.outputs[0].shape if inner.outputs and len(inner.outputs) == 1 else None
    output = NOTHING_KNOWN if not made else Tensor((made[0], shape[1], *made[1:]), layer.dtype)
    return Outcome((output,), inner.weights)


def infer_spectral_normalization(layer: LayerCall) -> Outcome:
    """Infer `SpectralNormalization`: as the layer, with a vector (1, last axis of the kernel) that does not train."""
    inner = infer_inner(layer, layer.tensor)
    if inner.weights is None:
        return replace(inner, outputs=_in_dtype(layer, inner))
    kernel = _own_kernel(layer, inner.weights)
    vector = Weight("vector_u", (1, kernel.shape[-1]), trainable=False, dtype=kernel.dtype)
    others = tuple(weight for weight in inner.weights if weight is not kernel)
    return Outcome(_in_dtype(layer, inner), (kernel, vector, *others))


def infer_inner(layer: LayerCall, tensor: Tensor) -> Outcome:
    """Infer the layer that a wrapper holds; a list of layers goes one by one.

    Args:
        layer: the wrapper.
        tensor: that the layer inside takes.
    """
    found = layer.get("layer")
    calls: tuple[Call, ...] = found if isinstance(found, tuple) else (found,)
    outcome, weights = Outcome((tensor,)), list[Weight]()
    complete = True
    for call in calls:
        tensors = outcome.outputs or (NOTHING_KNOWN,)
        outcome = infer_layer(replace(layer, call=call, tensors=tensors[:1], named={}))
        complete = complete and outcome.weights is not None
        weights += outcome.weights or ()
    return Outcome(outcome.outputs, tuple(weights) if complete else None)


def _own_kernel(layer: LayerCall, weights: tuple[Weight, ...]) -> Weight:
    """Find the kernel that the layer inside calls its own.

    Raises:
        ShapeError: it has none.
    """
    inner = layer.get("layer")
    own = isinstance(inner, Call) and inner.name not in _WITHOUT_OWN
    found = next((weight for weight in weights if own and weight.name in _KERNELS), None)
    if found is None:
        raise ShapeError("the layer inside has no kernel", argument="layer", expected="such as `Dense` or `Conv2D`")
    return found


def _in_dtype(layer: LayerCall, inner: Outcome) -> tuple[Tensor, ...] | None:
    return None if inner.outputs is None else tuple(Tensor(tensor.shape, layer.dtype) for tensor in inner.outputs)
