"""NN716: a KAN's grid is finer than its numbers.

What: `precision` is `mixed_bfloat16` or `bfloat16` and a `KAN` has more than 50 intervals; or it is `mixed_float16` and
it has more than 400. A layer with a `dtype` of its own is left alone.

Why: towards the ends of the grid neighbours of bfloat16 lie 1/256 of the range apart, of float16 1/2048: a finer grid
gets several rows into one place. (The splines themselves are computed in float32 under any policy.)

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b], scale: minmax}}
    hidden: [{KAN: {units: 8, grid_size: 100}}]
    outputs: {y: number}
    train: {precision: mixed_bfloat16}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b], scale: minmax}}
    hidden: [{KAN: {units: 8, grid_size: 20}}]
    outputs: {y: number}
    train: {precision: mixed_bfloat16}

Fix: fewer intervals, or `dtype: float32` for the layer.

Source: the layer's own measurement of its numerical range (`nnspec.layers.KAN`).
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.kan_grids import grid_of, kan_steps
from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject

_FINEST = {"mixed_bfloat16": 50, "bfloat16": 50, "mixed_float16": 400}


@rule("NN716", "warning")
def kan_float16(subject: Subject) -> Iterator[Fault]:
    """Find grids that are too fine for the precision."""
    precision = subject.spec.train.precision
    finest = _FINEST.get(precision)
    if finest is None:
        return
    for step in kan_steps(subject):
        grid = grid_of(step)
        if grid is not None and grid.size > finest and step.get("dtype") is None:
            yield Fault(
                path=step.path_of("grid_size"),
                message=f"the grid is finer than numbers of `{precision}`",
                received=f"{grid.size} intervals",
                expected=f"at most {finest}",
                hint="fewer intervals, or `dtype: float32` for this layer",
            )
