"""NN702: a KAN takes the sums of another KAN, of unknown size.

What: a `KAN` follows a `KAN` with neither a normalisation nor an activation with two bounds (`tanh`, `sigmoid`)
between. Advice: many small KANs are stacked like this and train.

Why: a grid is fixed, and nothing keeps the sums of the layer above within it while that layer learns.

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b], scale: minmax}}
    hidden: [{KAN: 8}, {KAN: 8}]
    outputs: {y: number}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b], scale: minmax}}
    hidden: [{KAN: 8}, LayerNormalization, {KAN: {units: 8, grid_range: [-2.5, 2.5]}}]
    outputs: {y: number}

Fix: `LayerNormalization` between them.

Source: issues of efficient-kan and pykan; there grids are updated, here they are fixed.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.kan_grids import kan_steps
from nnspec.linting.layer_kinds import PASSING, TRANSPARENT
from nnspec.linting.rule import Fault, rule
from nnspec.linting.step import Step
from nnspec.linting.subject import Subject
from nnspec.linting.value_range import ACTIVATION_RANGES, ANYTHING


@rule("NN702", "info")
def kan_hidden_range(subject: Subject) -> Iterator[Fault]:
    """Find KANs directly below others."""
    for step in kan_steps(subject):
        above = [up for up in subject.flow.upwards(step, _passes) if up.layer == "KAN"]
        if any(not _is_bounded(up) for up in above):
            yield Fault(
                path=step.path,
                message="nothing keeps the sums of the `KAN` above within this grid",
                hint="`LayerNormalization` between them, and a `grid_range` of -2.5 to 2.5",
            )


def _passes(step: Step) -> bool:
    return step.kind in TRANSPARENT or step.layer in PASSING | {"Concatenate"}


def _is_bounded(step: Step) -> bool:
    activation = step.get("activation")
    return isinstance(activation, str) and ACTIVATION_RANGES.get(activation, ANYTHING).is_bounded
