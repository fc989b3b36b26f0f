"""A state read from a run, and the spec of its report -> whether one can belong to the other."""

from __future__ import annotations

from nnspec.spec.inputs import CategoryInput, Input, NumberInput
from nnspec.spec.outputs import Output
from nnspec.spec.spec import Spec
from nnspec.tables.state import InputState, OutputState, State

_CLASSES = ("category", "binary", "multilabel")


def fits_spec(state: State, spec: Spec) -> bool:
    """Tell whether a state has what a network of the spec is built from.

    Args:
        state: sound in itself.
        spec: of the report that stands beside it.
    """
    inputs = {item.name: item for item in spec.inputs}
    outputs = {output.name: output for output in spec.outputs}
    if inputs.keys() != state.inputs.keys() or outputs.keys() != state.outputs.keys():
        return False
    fitting_inputs = all(_fits_input(item, inputs[name]) for name, item in state.inputs.items())
    return fitting_inputs and all(_fits_output(item, outputs[name]) for name, item in state.outputs.items())


def _fits_input(state: InputState, item: Input) -> bool:
    if isinstance(item, CategoryInput):
        return state.vocabulary is not None and state.shape == ()
    one_axis = not isinstance(item, NumberInput) or len(state.shape) == 1
    return one_axis and _is_scaled(state, getattr(item, "scale", "none"))


def _is_scaled(state: InputState, scale: str) -> bool:
    if scale == "standard":
        return state.mean is not None
    # A mean and a variance that the spec gives win over any scale.
    return scale != "minmax" or state.minimum is not None or state.mean is not None


def _fits_output(state: OutputState, output: Output) -> bool:
    if not state.columns:
        return True
    if output.type in _CLASSES:
        return state.classes is not None
    return output.type != "number" or output.scale != "standard" or state.mean is not None
