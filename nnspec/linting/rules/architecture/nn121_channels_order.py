"""NN121: a picture's channels stand where the first convolution looks for its height.

What: the first convolution or pooling over a picture takes a tensor whose first axis has 1, 3 or 4 and whose others
have 8 or more, and reads the channels from the last; or the reverse with `data_format: channels_first`. An error
where the picture is square, a warning where it is not.

Why: the kernel would slide over three colours as if they were rows, and take each column for a channel.

Fires:
    nnspec: 1
    inputs: {x: {type: array, shape: [3, 32, 32]}}
    hidden: [{Conv2D: {filters: 8, kernel_size: 3, activation: relu}}, Flatten]
    outputs: {y: {type: category, classes: 3}}

Passes:
    nnspec: 1
    inputs: {x: {type: array, shape: [32, 32, 3]}}
    hidden: [{Conv2D: {filters: 8, kernel_size: 3, activation: relu}}, Flatten]
    outputs: {y: {type: category, classes: 3}}
    ---
    nnspec: 1
    inputs: {x: {type: array, shape: [3, 32, 32]}}
    hidden: [{Permute: [2, 3, 1]}, {Conv2D: {filters: 8, kernel_size: 3, activation: relu}}, Flatten]
    outputs: {y: {type: category, classes: 3}}

Fix: `Permute: [2, 3, 1]` above the convolution (a `Reshape` would mix the pixels), or `data_format`.

Source: Morovati et al. 2023 (Defect4ML 036, 081, 087); Schoop et al. 2021 (UMLAUT).
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.inference.dimension import Dimension
from nnspec.linting.rule import Fault, rule
from nnspec.linting.step import Step
from nnspec.linting.subject import Subject
from nnspec.linting.windows import WINDOWED, is_channels_first

_CHANNELS = (1, 3, 4)
_SHORTEST = 8
_TWO_DIMENSIONAL = frozenset(kind for kind in WINDOWED if "2D" in kind)


@rule("NN121", "error")
def channels_order(subject: Subject) -> Iterator[Fault]:
    """Find first convolutions that take channels for positions."""
    for step in subject.flow.of(_TWO_DIMENSIONAL):
        example = step.taken.example
        if example is None or len(example) != 3 or step.name not in subject.flow.raw:
            continue
        first = is_channels_first(step)
        sides, channels = (example[:2], example[2]) if first else (example[1:], example[0])
        if channels in _CHANNELS and all(_is_long(side) for side in sides):
            yield _fault(step, is_square=sides[0] == sides[1], first=first)


def _is_long(side: Dimension) -> bool:
    return isinstance(side, int) and side >= _SHORTEST


def _fault(step: Step, *, is_square: bool, first: bool) -> Fault:
    order = "[3, 1, 2]" if first else "[2, 3, 1]"
    return Fault(
        path=step.path,
        message=f"`{step.word}` takes the picture's channels for its {'width' if first else 'height'}",
        severity=None if is_square else "warning",
        received=str(step.taken),
        expected="(channels, height, width)" if first else "(height, width, channels)",
        hint=f"put `Permute: {order}` above, or set `data_format`",
    )
