"""NN112: a window is more than twice as long as what it slides over.

What: a convolution or pooling with `padding: same` (or `causal`) whose window, dilation included, is longer than
twice the axis. (With
`padding: valid` a window longer than the axis is an error of shapes: NN157.)

Why: from every position the outer weights of such a kernel see nothing but padding, and never learn.

Fires:
    nnspec: 1
    inputs: {x: {type: array, shape: [50, 3]}}
    hidden:
      - Conv1D: {filters: 8, kernel_size: 700, padding: same, activation: relu}
      - GlobalAveragePooling1D
    outputs: {y: number}

Passes:
    nnspec: 1
    inputs: {x: {type: array, shape: [50, 3]}}
    hidden:
      - Conv1D: {filters: 8, kernel_size: 7, padding: same, activation: relu}
      - GlobalAveragePooling1D
    outputs: {y: number}

Fix: a shorter kernel.

Source: Nikanjam et al. 2021 (NeuraLint); Stack Overflow 55776436.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.rule import Fault, rule
from nnspec.linting.step import Step
from nnspec.linting.subject import Subject
from nnspec.linting.windows import WINDOWED, positions_of, spans_of


@rule("NN112", "warning")
def kernel_exceeds_input(subject: Subject) -> Iterator[Fault]:
    """Find windows longer than twice the axis that they slide over."""
    for step in subject.flow.of(WINDOWED):
        if step.get("padding") == "valid" or "Transpose" in step.layer:
            continue
        pairs = zip(spans_of(step), positions_of(step.taken, step), strict=False)
        # Where the axis has one position left, NN111 says so.
        if any(isinstance(length, int) and length > 1 and span > 2 * length for span, length in pairs):
            yield _fault(step)


def _fault(step: Step) -> Fault:
    return Fault(
        path=step.path_of("pool_size" if "Pooling" in step.layer else "kernel_size"),
        message=f"the window of `{step.word}` is over twice as long as its map",
        received=f"{' x '.join(map(str, spans_of(step)))} over {step.taken}",
        hint="a shorter kernel",
    )
