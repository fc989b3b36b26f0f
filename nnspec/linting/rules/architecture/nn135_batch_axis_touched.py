"""NN135: something is computed across the examples of a batch.

What: a function or layer that works along axis 0, or along all axes because none is given: a mean, a softmax, a
normalisation, a joining, a diagonal, a turning round of axes.

Why: axis 0 is the batch. What the network says of an example then depends on which others stand beside it, and is
another thing for one example alone than in training.

Fires:
    nnspec: 1
    inputs: {x: {type: array, shape: [5, 3]}}
    hidden: [{Dense: {units: 8, activation: relu}}, {ops.mean: {axis: 0, keepdims: true}}, Flatten]
    outputs: {y: number}
    ---
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: 8}, {Softmax: {axis: 0}}]
    outputs: {y: number}

Passes:
    nnspec: 1
    inputs: {x: {type: array, shape: [5, 3]}}
    hidden: [{Dense: {units: 8, activation: relu}}, {ops.mean: {axis: 1}}]
    outputs: {y: number}

Fix: the axis counted with the batch as 0: the first of an example is 1.

Source: Karpathy 2019, A recipe for training neural networks ("use backprop to chart dependencies").
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nnspec.inference.tensor import BATCH
from nnspec.linting.layer_kinds import words
from nnspec.linting.rule import Fault, rule
from nnspec.linting.step import Step
from nnspec.linting.subject import Subject

_AXIS = (("axis",), False)
_AXIS_OR_ALL = (("axis",), True)
# Function or layer -> the arguments that name its axes, and whether it takes all axes where they name none.
_AXES: dict[str, tuple[tuple[str, ...], bool]] = {
    **dict.fromkeys(
        words(
            "argsort array_split concatenate diff expand_dims log_softmax normalize softmax sort sparsemax split "
            "squeeze stack trapezoid unstack"
        ),
        _AXIS,
    ),
    **dict.fromkeys(
        words(
            "all amax amin any append argmax argmin average count_nonzero cumprod cumsum flip logsumexp max mean "
            "median min nanargmax nanargmin nancumprod nancumsum nanmax nanmean nanmedian nanmin nanpercentile nanprod "
            "nanquantile nanstd nansum nanvar norm percentile prod ptp quantile ravel repeat roll std sum take "
            "take_along_axis unique var"
        ),
        _AXIS_OR_ALL,
    ),
    "diagonal": (("axis1", "axis2"), False),
    "moments": (("axes",), False),
    "moveaxis": (("source", "destination"), False),
    "rot90": (("axes",), False),
    "swapaxes": (("axis1", "axis2"), False),
    "trace": (("axis1", "axis2"), False),
    "transpose": (("axes",), True),
    **dict.fromkeys(
        words(
            "BatchNormalization Concatenate GroupNormalization LayerNormalization RMSNormalization Softmax "
            "UnitNormalization"
        ),
        _AXIS,
    ),
    "Dot": (("axes",), False),
}
# What makes an axis counts it among those that it gives.
_MAKING = ("expand_dims", "stack")


@rule("NN135", "warning")
def batch_axis_touched(subject: Subject) -> Iterator[Fault]:
    """Find functions and layers that work along axis 0."""
    for step in subject.flow:
        kind = step.function or step.layer
        if kind not in _AXES or step.is_called_again or not _takes_batch(step):
            continue
        arguments, takes_all = _AXES[kind]
        given = {argument: value for argument in arguments if (value := step.get(argument)) is not None}
        touching = next((argument for argument, value in given.items() if _touches(step, value)), None)
        if touching is not None or (takes_all and not given):
            yield Fault(
                path=step.path_of(touching or arguments[0]),
                message=f"`{step.word}` works across the examples of a batch",
                received=", ".join(f"{argument} {_text(given[argument])}" for argument in given) or "all axes",
                expected="axis 1 or more: 0 is the batch",
                hint="count the axes with the batch as 0",
            )


def _takes_batch(step: Step) -> bool:
    shape = step.taken.shape
    return not shape or (shape[0] == BATCH and (len(shape) > 1 or step.function != "transpose"))


def _touches(step: Step, given: Any) -> bool:
    """Tell whether what an argument says means axis 0; of `transpose`, whether another axis comes to its place."""
    axes = [axis for axis in (given if isinstance(given, tuple | list) else (given,)) if isinstance(axis, int)]
    rank = step.taken.rank
    first = None if rank is None else -rank - (step.function in _MAKING)
    if step.function == "transpose":
        return bool(axes) and axes[0] not in (0, first)
    return any(axis in (0, first) for axis in axes)


def _text(given: Any) -> str:
    return str(list(given) if isinstance(given, tuple) else given)
