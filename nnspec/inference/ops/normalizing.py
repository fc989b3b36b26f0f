"""Normalisation, attention and gating as functions: what comes out is shaped like what goes in."""

from __future__ import annotations

from nnspec.inference.dimension import differ
from nnspec.inference.ops.axes import agree, canonical_axis
from nnspec.inference.ops.function_call import FunctionCall
from nnspec.inference.ops.promotion import promote
from nnspec.inference.tensor import NOTHING_KNOWN, Tensor, text_of


def infer_batch_normalization(call: FunctionCall) -> Tensor:
    """Infer `batch_normalization`: statistics are vectors as long as the axis."""
    shape = call.shape("x")
    size = shape[canonical_axis(call.get("axis"), len(shape), call)]
    if call.has("offset") and not call.has("scale"):
        raise call.refuse("needs `scale` where `offset` is given")
    given = [name for name in ("mean", "variance", "offset", "scale") if call.has(name)]
    found = [agree(call.shape(name), (size,)) for name in given]
    if False in found:
        name = given[found.index(False)]
        raise call.refuse(f"needs a vector of {size} as `{name}`, received {text_of(call.shape(name))}")
    return Tensor(shape, call.dtype("x")) if all(found) else NOTHING_KNOWN


def infer_as_first(call: FunctionCall) -> Tensor:
    """Infer `layer_normalization` and `rms_normalization`: as what is normalised."""
    return call.tensor("x")


def infer_attention(call: FunctionCall) -> Tensor:
    """Infer `dot_product_attention`: as the query, by what Keras says."""
    if call.get("attn_logits_soft_cap") is not None:
        raise call.refuse("caps logits on TPUs only", argument="attn_logits_soft_cap")
    dtype = promote(*(call.dtype(name) for name in ("query", "key", "value")))
    return Tensor(call.tensor("query").shape, dtype)


def infer_glu(call: FunctionCall) -> Tensor:
    """Infer `glu`: one half of the axis gates the other."""
    shape = call.shape("x")
    axis = canonical_axis(call.get("axis"), len(shape), call)
    if differ(shape[axis] % 2, 0):
        raise call.refuse(f"cannot halve {shape[axis]}", argument="axis")
    return Tensor((*shape[:axis], shape[axis] // 2, *shape[axis + 1 :]), call.dtype("x"))
