"""An output tensor of the trunk -> what people read: values in the data's unit, classes and probabilities."""

from __future__ import annotations

from typing import Any

import keras
from keras import ops

from nnspec.compiler.categories import decode_index
from nnspec.compiler.scaling import unscale_from_unit_range, unstandardise
from nnspec.spec.calls import Call
from nnspec.spec.inputs import ArrayInput, Input, NumberInput
from nnspec.spec.outputs import Output
from nnspec.tables.state import InputState, OutputState

_PROBABILITY_ACTIVATIONS = frozenset({"sigmoid", "hard_sigmoid", "sparse_sigmoid"})


def decode_output(
    tensor: keras.KerasTensor,
    output: Output,
    state: OutputState,
    *,
    head: Call | None,
    copied: tuple[Input, InputState] | None = None,
) -> dict[str, Any]:
    """Make the served tensors of one output, by name.

    Args:
        tensor: shape (batch, ..., units).
        output: says what kind it is.
        state: classes, and the statistics of a standardised target.
        head: the layer that makes the tensor; None where it is no layer.
        copied: the input that is the output's target, as it was encoded; None where columns hold the target.
    """
    name = output.name
    if copied is not None and output.type in ("number", "array"):
        return {name: _in_units_of(tensor, *copied)}
    match output.type:
        case "number":
            return {name: _in_data_units(tensor, state)}
        case "category":
            kind = "probabilities" if final_activation(head) == "softmax" else "scores"
            classes = decode_index(_best(tensor), state.classes)
            return {name: classes, f"{name}_{kind}": tensor}
        case "binary":
            score = ops.squeeze(tensor, axis=-1)
            classes = decode_index(_is_positive(score, head), state.classes)
            kind = "probability" if gives_probability(head) else "score"
            return {name: classes, f"{name}_{kind}": score}
        case "multilabel":
            kind = "probabilities" if gives_probability(head) else "scores"
            return {name: _is_positive(tensor, head), f"{name}_{kind}": tensor}
    return {name: tensor}


def final_activation(head: Call | None) -> str | None:
    """Name the function that a layer ends with; None where it has none or it is unknown."""
    if head is None:
        return None
    if head.name == "Softmax":
        return "softmax"
    if head.name == "Activation" or "activation" in head.entry.arguments:
        activation = head.get("activation")
        return activation.name if isinstance(activation, Call) else activation
    return None


def gives_probability(head: Call | None) -> bool:
    """Tell whether an output of a binary kind lies between 0 and 1."""
    return head is None or final_activation(head) in _PROBABILITY_ACTIVATIONS


def decision_threshold(head: Call | None) -> float:
    """Return what a binary output must exceed to be positive: 0.5 for probabilities, 0 for scores."""
    return 0.5 if gives_probability(head) else 0.0


def _best(tensor: keras.KerasTensor) -> keras.KerasTensor:
    """Give the place of the highest score; Keras' own argmax looks at single bits, which ONNX and LiteRT cannot."""
    return ops.cast(ops.squeeze(ops.top_k(tensor, k=1)[1], axis=-1), "int64")


def _is_positive(tensor: keras.KerasTensor, head: Call | None) -> keras.KerasTensor:
    return ops.cast(ops.greater(tensor, decision_threshold(head)), "int32")


def _in_data_units(tensor: keras.KerasTensor, state: OutputState) -> keras.KerasTensor:
    if state.mean is None or state.variance is None:
        return tensor
    return unstandardise(state.mean, state.variance, dtype=tensor.dtype)(tensor)


def _in_units_of(tensor: keras.KerasTensor, item: Input, state: InputState) -> keras.KerasTensor:
    """Undo the scale of an input that a network was trained to reproduce; pictures stay as they were encoded."""
    if not isinstance(item, NumberInput | ArrayInput):
        return tensor
    if item.scale == "standard" and state.mean is not None and state.variance is not None:
        return unstandardise(state.mean, state.variance, dtype=tensor.dtype)(tensor)
    if item.scale == "minmax" and state.minimum is not None and state.maximum is not None:
        return unscale_from_unit_range(state.minimum, state.maximum, dtype=tensor.dtype)(tensor)
    return tensor
