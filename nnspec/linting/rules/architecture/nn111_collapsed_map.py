"""NN111: a window slides over a map of one position.

What: a convolution or pooling with a window above 1 and `padding: same` takes a map whose axes of positions all have
the length 1. (With `padding: valid` this is an error of shapes: NN157.)

Why: all but one weight of the kernel only ever see padding, and a pooling does nothing: the layers above have already
shrunk the picture to a point. Only the first such layer is named.

Fires:
    nnspec: 1
    inputs: {x: {type: array, shape: [8, 8, 1]}}
    hidden:
      - Conv2D: {filters: 8, kernel_size: 3, padding: same, activation: relu}
      - MaxPooling2D: 8
      - Conv2D: {filters: 16, kernel_size: 3, padding: same, activation: relu}
      - Flatten
    outputs: {y: {type: category, classes: 3}}

Passes:
    nnspec: 1
    inputs: {x: {type: array, shape: [8, 8, 1]}}
    hidden:
      - Conv2D: {filters: 8, kernel_size: 3, padding: same, activation: relu}
      - MaxPooling2D: 2
      - Conv2D: {filters: 16, kernel_size: 3, padding: same, activation: relu}
      - Flatten
    outputs: {y: {type: category, classes: 3}}

Fix: fewer poolings or strides above, or larger pictures.

Source: Nikanjam et al. 2021 (NeuraLint).
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.rule import Fault, rule
from nnspec.linting.step import Step
from nnspec.linting.subject import Subject
from nnspec.linting.windows import WINDOWED, positions_of, window_of


@rule("NN111", "warning")
def collapsed_map(subject: Subject) -> Iterator[Fault]:
    """Find the first window that slides over a single position."""
    step = next(filter(_sees_one_position, subject.flow.of(WINDOWED)), None)
    if step is not None:
        yield Fault(
            path=step.path,
            message=f"`{step.word}` sees a map of one position",
            received=str(step.taken),
            hint="pool less above, or take larger pictures",
        )


def _sees_one_position(step: Step) -> bool:
    positions = positions_of(step.taken, step)
    # A transposed convolution makes a map of a point: that is how decoders begin.
    if "Transpose" in step.layer or not positions or step.get("padding") == "valid":
        return False
    return all(length == 1 for length in positions) and max(window_of(step), default=1) > 1
