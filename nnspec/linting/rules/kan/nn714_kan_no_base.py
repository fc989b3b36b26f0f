"""NN714: outside its grid a KAN without base activation is flat.

What: `base_activation: null`, and more than a fifth of an input's numbers lie outside `grid_range` (see NN701). An
error where the data card puts all of them where every spline is 0.

Why: only the base activation passes anything on outside the grid; without it such rows all give 0, and no gradient.

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{KAN: {units: 8, base_activation: null}}]
    outputs: {y: number}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{KAN: {units: 8, base_activation: null, grid_range: [-3, 3]}}]
    outputs: {y: number}

Fix: a wider `grid_range`; or leave `base_activation: null` out.

Source: Liu et al. 2024, KAN, equation 2.10: the base function is there as a residual connection.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.kan_grids import MANY, grids_below_inputs, mean_share_outside
from nnspec.linting.rule import REMOVE, Fault, Fix, rule
from nnspec.linting.subject import Subject


@rule("NN714", "warning", supersedes=("NN701",))
def kan_no_base(subject: Subject) -> Iterator[Fault]:
    """Find KANs without base activation whose inputs leave the grid."""
    is_open = False
    for step, grid, spreads in grids_below_inputs(subject):
        if step.get("base_activation") is not None:
            continue
        share = mean_share_outside(spreads, grid.low, grid.high)
        is_open |= share is None
        if share is not None and share > MANY:
            is_flat = mean_share_outside(spreads, *grid.support) == 1.0
            path = step.path_of("base_activation")
            yield Fault(
                path=path,
                message="every number lies where all splines are 0" if is_flat else "outside the grid nothing is left",
                severity="error" if is_flat else "warning",
                received=f"{share:.0%} outside {grid.low:g} to {grid.high:g}",
                hint="a wider `grid_range`, or the base activation",
                fix=Fix(path, REMOVE),
            )
    if is_open:
        subject.need_card()
