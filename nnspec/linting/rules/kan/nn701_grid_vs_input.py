"""NN701: many of the numbers lie outside the grid of a KAN.

What: more than a fifth of the numbers that an input gives to a `KAN` lie outside its `grid_range`; more than 5 % are
advice. Standardised numbers are taken as normally distributed: the default grid, -1 to 1, leaves out a third of them.

Why: inside the grid a spline takes any form; outside it falls to 0, and only the base activation is left.

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{KAN: 8}]
    outputs: {y: number}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{KAN: {units: 8, grid_range: [-2.5, 2.5]}}]
    outputs: {y: number}
    ---
    nnspec: 1
    inputs: {x: {columns: [a, b], scale: minmax}}
    hidden: [{KAN: 8}]
    outputs: {y: number}

Fix: `grid_range: [-3, 3]` for standardised numbers; or `scale: minmax`.

Source: Liu et al. 2024, KAN, appendix on grid updates (which this layer has not). What lies outside still passes
through the base activation, so it is no error.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.kan_grids import MANY, grids_below_inputs, mean_share_outside
from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject

_SOME = 0.05


@rule("NN701", "warning")
def grid_vs_input(subject: Subject) -> Iterator[Fault]:
    """Find grids that are too narrow for their input."""
    seen: set[str] = set()
    is_open = False
    for step, grid, spreads in grids_below_inputs(subject):
        share = mean_share_outside(spreads, grid.low, grid.high)
        is_open |= share is None
        if share is None or share < _SOME or step.name in seen:
            continue
        seen.add(step.name)
        is_standard = all(spread.is_standardised for spread in spreads)
        yield Fault(
            path=step.path_of("grid_range"),
            message="many numbers lie outside the grid" if share > MANY else "some numbers lie outside the grid",
            severity="warning" if share > MANY else "info",
            received=f"{share:.0%} outside {grid.low:g} to {grid.high:g}",
            hint="`grid_range: [-3, 3]`" if is_standard else "a wider `grid_range`, or `scale: minmax`",
        )
    if is_open:
        subject.need_card()
