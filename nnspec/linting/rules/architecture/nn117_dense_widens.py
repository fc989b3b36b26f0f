"""NN117: a hidden Dense layer is wider than the one above it.

What: hidden Dense layers whose units grow towards the output; networks that restore their input, and layers inside
a residual block, are left alone.

Why: the pyramid is a habit of textbooks. Practice contradicts it (equal widths do as well), so this is off by default.

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, activation: relu}}, {Dense: {units: 64, activation: relu}}]
    outputs: {y: number}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 64, activation: relu}}, {Dense: {units: 16, activation: relu}}]
    outputs: {y: number}

Fix: as many units or fewer.

Source: Nikanjam et al. 2021 (NeuraLint); against it Bengio 2012, section 3.2.2.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject


@rule("NN117", "info", enabled=False)
def dense_widens(subject: Subject) -> Iterator[Fault]:
    """Find hidden Dense layers wider than the Dense above."""
    flow = subject.flow
    if any(output.type == "array" for output in subject.spec.outputs):
        return
    for step in flow:
        below = flow.end(step, lambda below: not below.has_weights) if step.layer == "Dense" else None
        if below is None or below.layer != "Dense" or below.name in flow.final:
            continue
        width, wide = step.width, below.width
        if isinstance(width, int) and isinstance(wide, int) and width < wide:
            yield Fault(
                path=below.path_of("units"),
                message="a hidden layer wider than the one above",
                received=f"{wide}, after {width}",
                hint="as many units or fewer",
            )
