"""NN115: a convolution has fewer filters than the one above it, where the map shrinks too.

What: two convolutions with windows above 1, the map smaller below, the filters fewer below; encoders of a network that
draws the map again are left alone.

Why: what a pooling takes from the positions is usually given back in filters; here both go at once.

Fires:
    nnspec: 1
    inputs: {x: {type: array, shape: [64, 64, 3]}}
    hidden:
      - Conv2D: {filters: 64, kernel_size: 3, activation: relu}
      - MaxPooling2D
      - Conv2D: {filters: 16, kernel_size: 3, activation: relu}
      - Flatten
    outputs: {y: {type: category, classes: 3}}

Passes:
    nnspec: 1
    inputs: {x: {type: array, shape: [64, 64, 3]}}
    hidden:
      - Conv2D: {filters: 16, kernel_size: 3, activation: relu}
      - MaxPooling2D
      - Conv2D: {filters: 32, kernel_size: 3, activation: relu}
      - Flatten
    outputs: {y: {type: category, classes: 3}}

Fix: as many filters or more below a pooling.

Source: Nikanjam et al. 2021 (NeuraLint); Stack Overflow 44322611.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.convolutions import follow_convolutions
from nnspec.linting.layer_kinds import POOLS, UPSAMPLING
from nnspec.linting.rule import Fault, rule
from nnspec.linting.step import Step
from nnspec.linting.subject import Subject
from nnspec.linting.windows import strides_of


@rule("NN115", "info")
def filters_shrink_with_area(subject: Subject) -> Iterator[Fault]:
    """Find convolutions with fewer filters where the map is smaller."""
    flow = subject.flow
    if flow.has(UPSAMPLING):
        return
    for first, between, second in follow_convolutions(flow):
        if _shrinks(between, second) and _filters(second) < _filters(first):
            yield Fault(
                path=second.path_of("filters"),
                message="fewer filters where the map shrinks too",
                received=f"{_filters(second)}, after {_filters(first)}",
                hint="as many filters or more below a pooling",
            )


def _shrinks(between: tuple[Step, ...], second: Step) -> bool:
    return max(strides_of(second), default=1) > 1 or any(step.layer in POOLS for step in between)


def _filters(step: Step) -> int:
    width = step.width
    return width if isinstance(width, int) else 0
