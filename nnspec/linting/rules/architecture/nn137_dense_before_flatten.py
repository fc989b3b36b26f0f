"""NN137: a Dense works on each position of a map that is flattened afterwards.

What: a Dense takes the map of a convolution or pooling, axes of positions and all, and the next thing that
happens to the positions is a Flatten. (A head on a map is an error of its own: NN110.)

Why: Dense acts on the last axis alone: here it is a convolution of 1 x 1, and no position learns of another. Whoever
writes Flatten behind it mostly meant to write it before.

Fires:
    nnspec: 1
    inputs: {x: {type: array, shape: [16, 16, 1]}}
    hidden:
      - Conv2D: {filters: 8, kernel_size: 3, activation: relu}
      - Dense: {units: 64, activation: relu}
      - Flatten
    outputs: {y: {type: category, classes: 3}}

Passes:
    nnspec: 1
    inputs: {x: {type: array, shape: [16, 16, 1]}}
    hidden:
      - Conv2D: {filters: 8, kernel_size: 3, activation: relu}
      - Flatten
      - Dense: {units: 64, activation: relu}
    outputs: {y: {type: category, classes: 3}}

Fix: `Flatten` or `GlobalAveragePooling2D` above the Dense.

Source: Nikanjam et al. 2021 (NeuraLint, missing flatten); Morovati et al. 2023 (Defect4ML 080).
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.flow import Flow
from nnspec.linting.layer_kinds import NORMALIZATIONS, POOLS
from nnspec.linting.rule import Fault, rule
from nnspec.linting.step import Step
from nnspec.linting.subject import Subject


@rule("NN137", "warning")
def dense_before_flatten(subject: Subject) -> Iterator[Fault]:
    """Find the first Dense on a map that is flattened below it."""
    flow = subject.flow
    for step in flow:
        if step.layer == "Dense" and (step.taken.rank or 0) > 2 and _is_below_map(flow, step) and _ends(flow, step):
            yield Fault(
                path=step.path,
                message="this `Dense` acts on each position of the map alone",
                received=str(step.taken),
                expected="a vector per example",
                hint="put `Flatten` or a global pooling above it",
            )


def _is_below_map(flow: Flow, step: Step) -> bool:
    above = flow.upwards(step, lambda up: up.is_activation or "Dropout" in up.layer or up.layer == "BatchNormalization")
    return any(up.is_convolution or up.layer in POOLS for up in above)


def _ends(flow: Flow, step: Step) -> bool:
    end = flow.end(step, _keeps_positions)
    return end is not None and end.layer == "Flatten"


def _keeps_positions(step: Step) -> bool:
    keeps = step.layer == "Dense" or step.is_activation or "Dropout" in step.layer
    return keeps or step.layer in NORMALIZATIONS
