"""NN703: a KAN has more coefficients than there are rows.

What: inputs times units times `grid_size + degree` of all `KAN` layers are more than the training rows that the data
card counts, and there is no penalty, Dropout or early stopping. A warning from ten times as many on, advice below.

Why: a fine grid bends to every row. The paper starts with few intervals, and adds some while the test loss falls.

Card:
    rows: 100
    columns: {a: {shape: []}, b: {shape: []}, c: {shape: []}, d: {shape: []}, y: {shape: []}}

Fires:
    nnspec: 1
    data: rows.csv
    inputs: {x: {columns: [a, b, c, d], scale: minmax}}
    hidden: [{KAN: {units: 32, grid_size: 20}}]
    outputs: {y: number}

Passes:
    nnspec: 1
    data: rows.csv
    inputs: {x: {columns: [a, b, c, d], scale: minmax}}
    hidden: [{KAN: {units: 2, grid_size: 3}}]
    outputs: {y: number}
    ---
    nnspec: 1
    data: rows.csv
    inputs: {x: {columns: [a, b, c, d], scale: minmax}}
    hidden: [{KAN: {units: 32, grid_size: 20, spline_regularizer: {L1: 0.001}}}]
    outputs: {y: number}

Fix: a smaller `grid_size`, fewer units, or a `spline_regularizer`.

Source: Liu et al. 2024, KAN, section 2.4: the test loss rises where coefficients outnumber the rows.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.guards import is_guarded
from nnspec.linting.held_out import rows_of
from nnspec.linting.kan_grids import grid_of, kan_steps
from nnspec.linting.rule import Fault, rule
from nnspec.linting.step import Step
from nnspec.linting.subject import Subject

_FAR_MORE = 10


@rule("NN703", "warning")
def kan_grid_vs_data(subject: Subject) -> Iterator[Fault]:
    """Find KANs whose grids outnumber the rows."""
    steps = list(kan_steps(subject))
    if not steps or is_guarded(subject) or any(step.get("spline_regularizer") for step in steps):
        return
    rows = rows_of("train", subject.spec, subject.facts)
    counts = [_n_coefficients(step) for step in steps]
    largest = max(range(len(steps)), key=lambda i: counts[i])
    if sum(counts) > rows:
        yield Fault(
            path=steps[largest].path_of("grid_size"),
            message="more coefficients of splines than rows, and no penalty",
            severity="warning" if sum(counts) > _FAR_MORE * rows else "info",
            received=f"{sum(counts):,} for {rows:,} rows",
            hint="a smaller `grid_size`, or a `spline_regularizer`",
        )


def _n_coefficients(step: Step) -> int:
    grid, shape, units = grid_of(step), step.taken.shape, step.width
    if grid is None or not shape or not isinstance(shape[-1], int) or not isinstance(units, int):
        return 0
    return shape[-1] * units * (grid.size + grid.degree)
