"""NN116: kernels get smaller with depth.

What: a convolution with a smaller kernel than the one above it, the first of the network excepted, which sees raw
pixels; kernels of 1 and depthwise convolutions are left alone.

Why: the deeper map holds larger things in each position; small kernels first and wide ones never are what networks
that won have. Advice only.

Fires:
    nnspec: 1
    inputs: {x: {type: array, shape: [32, 32, 3]}}
    hidden:
      - Conv2D: {filters: 32, kernel_size: 7, activation: relu}
      - Conv2D: {filters: 32, kernel_size: 7, activation: relu}
      - Conv2D: {filters: 64, kernel_size: 3, activation: relu}
      - Flatten
    outputs: {y: {type: category, classes: 3}}

Passes:
    nnspec: 1
    inputs: {x: {type: array, shape: [32, 32, 3]}}
    hidden:
      - Conv2D: {filters: 32, kernel_size: 7, activation: relu}
      - Conv2D: {filters: 32, kernel_size: 3, activation: relu}
      - Flatten
    outputs: {y: {type: category, classes: 3}}

Fix: 3 x 3 throughout; two of them see what one of 5 x 5 sees, with fewer weights.

Source: Nikanjam et al. 2021 (NeuraLint); Simonyan and Zisserman 2015, section 2.3.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.convolutions import follow_convolutions
from nnspec.linting.layer_kinds import CONVOLUTIONS, UPSAMPLING
from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject
from nnspec.linting.windows import window_of


@rule("NN116", "info")
def window_shrinks(subject: Subject) -> Iterator[Fault]:
    """Find convolutions with smaller kernels than the one above."""
    flow = subject.flow
    if flow.has(UPSAMPLING):
        return
    first_of_all = next(flow.of(CONVOLUTIONS), None)
    for first, _, second in follow_convolutions(flow):
        if first is not first_of_all and max(window_of(second)) < min(window_of(first)):
            yield Fault(
                path=second.path_of("kernel_size"),
                message="a smaller kernel than the convolution above",
                received=f"{max(window_of(second))}, after {max(window_of(first))}",
                hint="3 x 3 throughout",
            )
