"""NN114: a picture is pooled away faster than it is looked at.

What: four or more convolutions in a row, each followed at once by a pooling; or two or more convolutions that are left
where the map is below 4 x 4.

Why: each pooling forgets where things were. Networks that won looked twice or more between two poolings.

Fires:
    nnspec: 1
    inputs: {x: {type: array, shape: [64, 64, 3]}}
    hidden:
      - repeat:
          times: 4
          layers: [{Conv2D: {filters: 16, kernel_size: 3, padding: same, activation: relu}}, MaxPooling2D]
      - Flatten
    outputs: {y: {type: category, classes: 3}}

Passes:
    nnspec: 1
    inputs: {x: {type: array, shape: [64, 64, 3]}}
    hidden:
      - repeat:
          times: 3
          layers:
            - Conv2D: {filters: 16, kernel_size: 3, padding: same, activation: relu}
            - Conv2D: {filters: 16, kernel_size: 3, padding: same, activation: relu}
            - MaxPooling2D
      - Flatten
    outputs: {y: {type: category, classes: 3}}

Fix: two convolutions between poolings, or fewer poolings.

Source: Nikanjam et al. 2021 (NeuraLint); Simonyan and Zisserman 2015.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.inference.dimension import is_below
from nnspec.linting.flow import Flow
from nnspec.linting.layer_kinds import CONVOLUTIONS, POOLS, UPSAMPLING
from nnspec.linting.rule import Fault, rule
from nnspec.linting.step import Step
from nnspec.linting.subject import Subject
from nnspec.linting.windows import area, positions_of, window_of

_MAX_PAIRS = 3
_SMALL_AREA = 16


@rule("NN114", "info")
def too_much_pooling(subject: Subject) -> Iterator[Fault]:
    """Find the pooling that is one too many."""
    flow = subject.flow
    pairs: dict[str, int] = {}
    for step in flow.of(CONVOLUTIONS):
        pairs[step.name] = _pairs_above(flow, step, pairs)
        if pairs[step.name] == _MAX_PAIRS + 1:
            yield Fault(
                path=step.path,
                message="four convolutions in a row, a pooling after each",
                hint="two convolutions between poolings, or fewer poolings",
            )
            return
    small = [step for step in flow.of(CONVOLUTIONS) if _is_small(step)]
    if len(small) > 1 and not flow.has(UPSAMPLING):
        yield Fault(
            path=small[0].path,
            message=f"{len(small)} convolutions see a map below 4 x 4",
            received=str(small[0].taken),
            hint="fewer poolings or strides above, or larger pictures",
        )


def _pairs_above(flow: Flow, step: Step, pairs: dict[str, int]) -> int:
    """Count the convolutions up to this one that each have a pooling at once below; 0 where it has none."""
    end = flow.end(step, lambda below: not below.has_weights and below.layer not in POOLS)
    if end is None or end.layer not in POOLS:
        return 0
    above = next((up for up in flow.upwards(step, lambda up: not up.has_weights) if up.is_convolution), None)
    return 1 + (0 if above is None else pairs.get(above.name, 0))


def _is_small(step: Step) -> bool:
    positions = positions_of(step.taken, step)
    return len(positions) == 2 and is_below(area(positions), _SMALL_AREA) and max(window_of(step), default=1) > 1
