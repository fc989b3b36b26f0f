"""Functions that make an axis: classes, segments, numbers in even steps."""

from __future__ import annotations

from nnspec.inference.dimension import UNKNOWN, Dimension, differ
from nnspec.inference.ops.axes import broadcast, canonical_axis
from nnspec.inference.ops.function_call import FunctionCall
from nnspec.inference.ops.promotion import DEFAULT, WEAK_FLOAT, promote, strong
from nnspec.inference.tensor import Shape, Tensor, text_of


def infer_one_hot(call: FunctionCall) -> Tensor:
    """Infer `one_hot`: a new axis of classes."""
    return Tensor(_with_classes(call, call.shape("x")), call.get("dtype") or DEFAULT)


def infer_multi_hot(call: FunctionCall) -> Tensor:
    """Infer `multi_hot`: classes in place of an axis of indices; Keras says the dtype of the indices."""
    shape = _with_classes(call, call.shape("inputs"))
    return Tensor(shape[-1:] if len(shape) == 2 else (shape[0], *shape[2:]), call.dtype("inputs"))


def infer_segments(call: FunctionCall) -> Tensor:
    """Infer `segment_sum` and its kin: the first axis counts segments."""
    shape, ids = call.shape("data"), call.shape("segment_ids")
    if len(ids) != 1 or not shape or differ(ids[0], shape[0]):
        raise call.refuse(f"needs an id for each row of {text_of(shape)}, received {text_of(ids)}")
    count: Dimension = call.get("num_segments") or UNKNOWN
    return Tensor((count, *shape[1:]), call.dtype("data"))


def infer_spaced(call: FunctionCall) -> Tensor | None:
    """Infer `linspace` and its kin: numbers between two tensors, on a new axis; with the step, Keras gives None too."""
    if call.get("retstep"):
        return None
    shape = broadcast(call.shape("start"), call.shape("stop"), call)
    axis = canonical_axis(call.get("axis"), len(shape) + 1, call)
    dtype = promote(strong(call.get("dtype") or call.dtype("start")), WEAK_FLOAT)
    return Tensor((*shape[:axis], call.get("num"), *shape[axis:]), dtype)


def _with_classes(call: FunctionCall, shape: Shape) -> Shape:
    axis = call.get("axis")
    if axis != -1 and not 0 <= axis < len(shape):
        raise call.refuse(f"puts classes on the last axis or one of {len(shape)}", argument="axis")
    place = len(shape) if axis == -1 else axis
    return (*shape[:place], call.get("num_classes"), *shape[place:])
