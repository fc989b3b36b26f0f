"""Losses as functions: one number for each place, row or sequence."""

from __future__ import annotations

from nnspec.inference.ops.axes import agree, canonical_axis
from nnspec.inference.ops.function_call import FunctionCall
from nnspec.inference.ops.promotion import DEFAULT, promote
from nnspec.inference.tensor import NOTHING_KNOWN, Shape, Tensor, text_of


def infer_binary_crossentropy(call: FunctionCall) -> Tensor:
    """Infer a loss for each number."""
    shape = _common(call)
    return NOTHING_KNOWN if shape is None else Tensor(shape, call.dtype("output"))


def infer_categorical_crossentropy(call: FunctionCall) -> Tensor:
    """Infer a loss for each row of classes; Keras says the last axis goes, whatever `axis` says."""
    shape = _common(call)
    if shape == ():
        raise call.refuse("needs an axis of classes")
    return NOTHING_KNOWN if shape is None else Tensor(shape[:-1], call.dtype("output"))


def infer_sparse_crossentropy(call: FunctionCall) -> Tensor:
    """Infer a loss for each class that is an index."""
    target, output = call.shape("target"), call.shape("output")
    axis = canonical_axis(call.get("axis"), len(output), call)
    if len(target) == len(output) and target[-1] == 1:
        target = target[:-1]
    shape = (*output[:axis], *output[axis + 1 :])
    found = agree(target, shape)
    if found is False:
        raise call.refuse(f"cannot compare classes {text_of(target)} with {text_of(output)}")
    return Tensor(shape, call.dtype("output")) if found else NOTHING_KNOWN


def infer_ctc_loss(call: FunctionCall) -> Tensor:
    """Infer a loss for each sequence."""
    names = ("target", "output", "target_length", "output_length")
    counts = [call.shape(name, rank=1)[:1] for name in names]
    found = [agree(counts[0], count) for count in counts[1:]]
    if False in found:
        raise call.refuse("needs as many of all four")
    return Tensor(counts[0], promote(call.dtype("output"), DEFAULT)) if all(found) else NOTHING_KNOWN


def infer_ctc_decode(call: FunctionCall) -> tuple[Tensor, ...]:
    """Infer the best paths and their scores."""
    shape = call.shape("inputs", rank=2)
    paths = 1 if call.get("strategy") == "greedy" else call.get("top_paths")
    scores = Tensor((shape[0], paths), promote(call.dtype("inputs"), DEFAULT))
    return Tensor((paths, shape[0], shape[1]), "int32"), scores


def _common(call: FunctionCall) -> Shape | None:
    """Take the shape of target and output; None where it is open whether they are equal."""
    target, output = call.shape("target"), call.shape("output")
    found = agree(target, output)
    if found is False:
        raise call.refuse(f"cannot compare {text_of(target)} with {text_of(output)}")
    return output if found else None
