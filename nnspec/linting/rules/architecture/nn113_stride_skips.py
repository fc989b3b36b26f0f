"""NN113: a window steps further than it is long, and leaves positions out.

What: a convolution or pooling whose stride is above its window (dilation included); of a transposed convolution, one
that leaves holes. A window of 1 is left alone: residual networks thin maps so.

Why: what lies between two windows is never looked at.

Fires:
    nnspec: 1
    inputs: {x: {type: array, shape: [32, 32, 3]}}
    hidden: [{Conv2D: {filters: 8, kernel_size: 3, strides: 5, activation: relu}}, Flatten]
    outputs: {y: number}

Passes:
    nnspec: 1
    inputs: {x: {type: array, shape: [32, 32, 3]}}
    hidden: [{Conv2D: {filters: 8, kernel_size: 3, strides: 2, activation: relu}}, Flatten]
    outputs: {y: number}

Fix: a stride of at most the window's size.

Source: the definition of a strided convolution.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.rule import Fault, rule
from nnspec.linting.step import Step
from nnspec.linting.subject import Subject
from nnspec.linting.windows import WINDOWED, spans_of, strides_of, window_of


@rule("NN113", "warning")
def stride_skips(subject: Subject) -> Iterator[Fault]:
    """Find windows whose stride is longer than they are."""
    for step in subject.flow.of(WINDOWED):
        if step.is_called_again or not _skips(step):
            continue
        yield Fault(
            path=step.path_of("strides"),
            message=f"`{step.word}` steps over positions that no window sees",
            received=f"strides of {_written(strides_of(step))}, a window of {_written(window_of(step))}",
            hint="a stride of at most the window's size",
        )


def _skips(step: Step) -> bool:
    return any(1 < span < stride for stride, span in zip(strides_of(step), spans_of(step), strict=False))


def _written(sizes: tuple[int, ...]) -> str:
    return " x ".join(map(str, sizes))
