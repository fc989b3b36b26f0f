"""NN704: the splines of a KAN have no slope, or no grid.

What: `degree: 0` makes steps: a warning, and an error where no base activation stands beside them and layers with
weights are above. `grid_size: 1` is advice: a single polynomial on the whole range.

Why: a step has slope 0 everywhere, so that no gradient gets through: what is above never learns.

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b], scale: minmax}}
    hidden: [{KAN: {units: 8, degree: 0}}]
    outputs: {y: number}
    ---
    nnspec: 1
    inputs: {x: {columns: [a, b], scale: minmax}}
    hidden: [{KAN: {units: 8, grid_size: 1}}]
    outputs: {y: number}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b], scale: minmax}}
    hidden: [{KAN: {units: 8, degree: 3, grid_size: 5}}]
    outputs: {y: number}

Fix: `degree: 3` and `grid_size: 5`, the defaults.

Source: Liu et al. 2024, KAN, section 2.2. Degrees above 5 are refused by the layer itself.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.kan_grids import grid_of, kan_steps
from nnspec.linting.rule import Fault, Fix, rule
from nnspec.linting.step import Step
from nnspec.linting.subject import Subject


@rule("NN704", "warning")
def kan_order(subject: Subject) -> Iterator[Fault]:
    """Find KANs of steps, and of a single interval."""
    for step in kan_steps(subject):
        grid = grid_of(step)
        if grid is not None and grid.degree == 0:
            yield _of_steps(step, subject)
        elif grid is not None and grid.size == 1:
            yield Fault(
                path=step.path_of("grid_size"),
                message="a grid of one interval is a single polynomial",
                severity="info",
                received="grid_size: 1",
                expected="at least 2",
            )


def _of_steps(step: Step, subject: Subject) -> Fault:
    blocks = step.get("base_activation") is None and step.name not in subject.flow.raw
    return Fault(
        path=step.path_of("degree"),
        message="no gradient gets through these steps" if blocks else "splines of degree 0 are steps without a slope",
        severity="error" if blocks else "warning",
        received="degree: 0",
        expected="1 to 5",
        hint="`degree: 3`",
        fix=Fix(step.path_of("degree"), 3),
    )
