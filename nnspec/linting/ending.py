"""An output -> how the network ends there: the last layer with weights, and the function over its neurons.

Looked through on the way up is what changes no number: `Flatten`, `Reshape`, `Dropout`, pooling, nested models. So
`Dense: {units: 3, activation: softmax}` as a head, `layers: [Dense: 3, Softmax]` and a last hidden layer with
`head: none` all end alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import inf
from typing import Any

from nnspec.diagnostics.diagnostic import Path
from nnspec.inference.dimension import Dimension, is_known, product
from nnspec.linting.flow import Flow
from nnspec.linting.layer_kinds import GLOBAL_POOLS, NORMALIZATIONS, PASSING, POOLS, TRANSPARENT
from nnspec.linting.step import Step
from nnspec.linting.value_range import ACTIVATION_RANGES, ANYTHING, ValueRange
from nnspec.records import field, record
from nnspec.spec.calls import Call
from nnspec.spec.losses import FITTING
from nnspec.spec.outputs import Output

# What may move numbers, drop or pool them, and keeps them within their range.
_KEEPING = PASSING | POOLS | GLOBAL_POOLS | {"Cropping1D", "Cropping2D", "Cropping3D"}
_KEEPING_FUNCTIONS = frozenset(
    ["cast", "copy", "expand_dims", "flip", "identity", "max", "mean", "min", "moveaxis", "ravel", "reshape",
     "squeeze", "swapaxes", "transpose"]
)  # fmt: skip
_RECURRENT = frozenset({"GRU", "LSTM", "SimpleRNN"})
_SHIFTING = NORMALIZATIONS - {"UnitNormalization", "RMSNormalization"}


@record
class Ending:
    """How one output ends.

    Args:
        output: of the spec.
        last: the node that gives the output's tensor.
        activated: the node that applies the activation; None where the way up ends at something unknown.
        activation: by Keras' name; `linear` where there is none, None where it is unknown.
        layer: the last layer with weights, with nothing but the activation between; None where that is unknown.
        between: what stands between the activation and the output, from below upwards.
    """

    output: Output
    last: Step
    activated: Step | None = None
    activation: str | None = None
    layer: Step | None = None
    between: tuple[Step, ...] = field(default=())

    @property
    def loss(self) -> Call:
        """The loss of the output."""
        return self.output.loss

    @property
    def fitting_loss(self) -> str | None:
        """The name of the loss; None where it does not fit the output's type, which NN250 says."""
        return self.loss.name if self.loss.name in FITTING[self.output.type] else None

    @property
    def is_untrained(self) -> bool:
        """Whether the spec says nothing of how an array is learned, as one does that is imported to predict."""
        return self.output.type == "array" and self.loss.written is None and self.output.target is None

    @property
    def loss_path(self) -> Path:
        """Where the loss is written, else the output."""
        return self.loss.path or self.output.path

    @property
    def from_logits(self) -> bool:
        """Whether the loss applies sigmoid or softmax itself."""
        return bool(self.loss.get("from_logits"))

    @property
    def is_logits(self) -> bool:
        """Whether the loss applies sigmoid or softmax to what certainly is no probability yet."""
        return self.from_logits and self.activation not in ("sigmoid", "softmax")

    @property
    def width(self) -> Dimension | None:
        """The neurons that the activation is taken over; None where it is unknown."""
        step = self.activated
        if step is None:
            return None
        axis: Any = step.get("axis") if step.is_activation and self.activation == "softmax" else None
        shape = step.given.shape
        if shape is None:
            return step.width
        axes = axis if isinstance(axis, tuple) else (-1 if axis is None else axis,)
        return product(shape[each] for each in axes if -len(shape) <= each < len(shape)) if len(shape) > 1 else None

    @property
    def units(self) -> int | None:
        """The neurons of the output itself, along the axis of its classes; None where they are unknown."""
        shape, axis = self.last.given.shape, self.loss.get("axis")
        if shape is not None and len(shape) > 1:
            found = shape[axis if isinstance(axis, int) and 0 < axis < len(shape) else -1]
        elif self.last is self.activated and self.last.width is not None:
            found = self.last.width
        else:
            return None
        return found if isinstance(found, int) and is_known(found) else None

    @property
    def values(self) -> ValueRange:
        """The numbers that the output can hold."""
        if self.activated is None or self.activation is None:
            return ANYTHING
        if self.activated.layer == "ReLU":
            return _relu_range(self.activated)
        return ACTIVATION_RANGES.get(self.activation, ANYTHING)

    @property
    def starts_at_zero(self) -> bool:
        """Whether the last layer, not one of several, has a bias, and it starts at 0."""
        call = None if self.layer is None else self.layer.call
        if call is None or not call.get("use_bias"):
            return False
        initializer = call.get("bias_initializer")
        name = initializer.name if isinstance(initializer, Call) else initializer
        return name in ("zeros", "Zeros", "zero")

    @property
    def path(self) -> Path:
        """Where the activation is written, else the entry that could have one."""
        step = self.activated or self.last
        call = step.call
        if call is not None and call.written is None and not step.is_activation:
            return (*self.output.path, "activation") if self.output.activation else self.output.path
        return step.path_of("activation")

    @property
    def units_path(self) -> Path:
        """Where the number of neurons is written, else the entry that has them."""
        step = self.layer or self.last
        call = step.call
        if call is None or call.written is None:
            return (*self.output.path, "units") if self.output.units is not None else step.path
        return step.path_of("filters" if "filters" in call.arguments else "units")


def endings_of(outputs: tuple[Output, ...], flow: Flow, made_by: Mapping[str, str]) -> tuple[Ending, ...]:
    """Follow each output upwards to its activation.

    Args:
        outputs: of the spec.
        flow: of its network.
        made_by: output -> the node that gives its tensor.
    """
    steps = ((output, flow.steps.get(made_by.get(output.name, ""))) for output in outputs)
    return tuple(_ending(output, step, flow) for output, step in steps if step is not None)


def _ending(output: Output, last: Step, flow: Flow) -> Ending:
    between: list[Step] = []
    step: Step | None = last
    while step is not None:
        found = _activation_of(step)
        if found is not None:
            return Ending(output, last, step, found, _layer_of(step, flow), tuple(between))
        if not _keeps_range(step):
            break
        if step.kind not in TRANSPARENT or step.layer:
            between.append(step)
        above = flow.above(step)
        # The first tensor of a nested model is the one that counts; elsewhere several leave it open.
        step = above[0] if len(above) == 1 or (above and step.kind == "model") else None
    return Ending(output, last, between=tuple(between))


def _activation_of(step: Step) -> str | None:
    """Name the function that a step ends with; None where it is none that would decide."""
    if step.is_activation:
        return step.activation
    if step.function == "exp":
        return "exponential"
    if step.is_affine:
        return step.activation or "linear"
    if step.layer in _RECURRENT or step.layer == "KAN":
        given = step.get("activation")
        return given if isinstance(given, str) else "linear"
    return "linear" if step.layer in _SHIFTING or step.layer == "Embedding" else None


def _keeps_range(step: Step) -> bool:
    if step.layer:
        return step.layer in _KEEPING or (step.layer == "Activation" and step.activation is None)
    return step.kind in TRANSPARENT or step.function in _KEEPING_FUNCTIONS


def _layer_of(step: Step, flow: Flow) -> Step | None:
    """Find the weights under an activation, where nothing but order lies between."""
    found: Step | None = step
    while found is not None and not found.has_weights:
        above = flow.above(found)
        passes = found.is_activation or found.layer in PASSING or found.kind in TRANSPARENT
        found = above[0] if passes and len(above) == 1 else None
    return found


def _relu_range(step: Step) -> ValueRange:
    high = step.get("max_value")
    low = 0.0 if not step.get("negative_slope") else -inf
    return ValueRange(low, inf if high is None else float(high))
