"""NN128: a merge stretches one tensor to the shape of another.

What: an Add, Subtract, Average, Maximum or Minimum of tensors with one channel and with several, where a tensor with
fewer axes gets more of length 1 in front, as Keras does. Multiply is left alone, for gates do so; and so is a value per
channel that is added at every position.

Why: Keras stretches the smaller tensor without a word: (10,) and (10, 1) become a table, which is mostly a slip.

Fires:
    nnspec: 1
    inputs: {x: {type: array, shape: [8]}}
    hidden:
      - Dense: {units: 1, name: one, from: x}
      - Dense: {units: 8, name: many, from: x}
      - Average: {from: [one, many]}
    outputs: {y: number}

Passes:
    nnspec: 1
    inputs: {x: {type: array, shape: [8]}}
    hidden:
      - Dense: {units: 8, name: one, from: x}
      - Dense: {units: 8, name: many, from: x}
      - Average: {from: [one, many]}
    outputs: {y: number}

Fix: give both tensors the same shape.

Source: Keras' merging layers, which broadcast; Karpathy 2019 ("no exception is thrown").
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.inference.dimension import Dimension
from nnspec.inference.tensor import Shape
from nnspec.linting.rule import Fault, rule
from nnspec.linting.step import Step
from nnspec.linting.subject import Subject

_SUMS = ("Add", "Average", "Maximum", "Minimum", "Subtract")


@rule("NN128", "warning")
def merge_broadcast(subject: Subject) -> Iterator[Fault]:
    """Find merges of tensors that differ."""
    for step in subject.flow:
        if step.layer in _SUMS and _stretches(_shapes(step)):
            yield Fault(
                path=step.path,
                message=f"`{step.word}` stretches a tensor to the other's shape",
                received=", ".join(map(str, step.inferred.inputs if step.inferred is not None else ())),
                expected="equal shapes",
                hint="give both the same shape",
            )


def _shapes(step: Step) -> list[Shape]:
    inputs = step.inferred.inputs if step.inferred is not None else ()
    return [tensor.shape for tensor in inputs if tensor.shape is not None]


def _stretches(shapes: list[Shape]) -> bool:
    rank = max(map(len, shapes), default=0)
    channels = {_channels(shape) for shape in shapes} if rank > 1 else set()
    return 1 in channels and len([length for length in channels if isinstance(length, int)]) > 1


def _channels(shape: Shape) -> Dimension:
    """Give the length of the last axis; the axis of the batch is none."""
    return shape[-1] if len(shape) > 1 else 1
