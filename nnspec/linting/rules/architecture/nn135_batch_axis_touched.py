"""NN135: something is computed across the examples of a batch.

What: a function or layer that works along axis 0, or along all axes because none is given: a mean, a softmax, a
normalisation, a joining, a turning round of axes.

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

# Functions that work along `axis`; those in the second group take all axes where none is given.
_ALONG = words(
    "argsort concatenate diff expand_dims log_softmax normalize softmax sort sparsemax split squeeze stack take unstack"
)
_OVER_ALL = words(
    "all amax amin any argmax argmin average count_nonzero cumprod cumsum flip logsumexp max mean median min prod ptp "
    "quantile repeat roll std sum var"
)
_LAYERS = words(
    "BatchNormalization Concatenate Dot GroupNormalization LayerNormalization RMSNormalization Softmax "
    "UnitNormalization"
)


@rule("NN135", "warning")
def batch_axis_touched(subject: Subject) -> Iterator[Fault]:
    """Find functions and layers that work along axis 0."""
    for step in subject.flow:
        if step.is_called_again or not _touches_batch(step):
            continue
        given = step.get("axes" if step.layer == "Dot" else "axis")
        yield Fault(
            path=step.path_of("axis"),
            message=f"`{step.word}` works across the examples of a batch",
            received="all axes" if given is None else f"axis {given}",
            expected="axis 1 or more: 0 is the batch",
            hint="count the axes with the batch as 0",
        )


def _touches_batch(step: Step) -> bool:
    if not step.function and step.layer not in _LAYERS:
        return False
    shape, rank = step.taken.shape, step.taken.rank
    if shape and shape[0] != BATCH:
        return False
    if step.function == "transpose":
        axes = step.get("axes")
        return (axes is None and rank is not None and rank > 1) or _first(axes) not in (None, 0)
    if step.function in _OVER_ALL:
        axis = step.get("axis")
        return axis is None or _includes_batch(axis, rank)
    if step.function in _ALONG:
        return _includes_batch(step.get("axis"), rank)
    return step.layer in _LAYERS and _includes_batch(step.get("axes" if step.layer == "Dot" else "axis"), rank)


def _includes_batch(axis: Any, rank: int | None) -> bool:
    axes = axis if isinstance(axis, tuple | list) else (axis,)
    return any(item == 0 or (rank is not None and item == -rank) for item in axes if isinstance(item, int))


def _first(axes: Any) -> Any:
    return axes[0] if isinstance(axes, tuple | list) and axes else None
