"""NN210: the output stays between two bounds, and the targets do not.

What: an output that learns numbers ends with `sigmoid`, `tanh` or another function with two bounds, and the data
card, or `scale: standard`, says that targets lie outside. Without a card it is a warning for a `number`, advice for
an `array`.

Why: what lies outside is never predicted, and near a bound there is no gradient. Targets that the card puts within
the bounds are fine, as are pictures and arrays that their input scales to 0 to 1 (an autoencoder).

Card:
    rows: 100
    columns: {y: {shape: [], minimum: 5.0, maximum: 50.0}, share: {shape: [], minimum: 0.02, maximum: 0.97}}

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: {type: number, activation: sigmoid}}
    ---
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {share: {type: number, activation: tanh, scale: standard}}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {share: {type: number, activation: sigmoid}}
    ---
    nnspec: 1
    inputs: {x: {type: array, shape: [8], scale: minmax}}
    hidden: [{Dense: {units: 3, activation: relu}}, {Dense: {units: 8, activation: sigmoid}}]
    outputs: {y: {type: array, target: x}}

Fix: no activation; or targets scaled to the bounds.

Effect: on diabetes, RMSE in deviations 0.726 without and 0.868 with the fault, difference +0.142 [+0.099, +0.185] over
5 seeds (benchmarks/evidence).

Source: Stack Overflow 48221692 and 50555434; DeepDiagnosis (Wardat et al. 2022), "out of range".
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.reach import is_regression, misses_targets, unreachable
from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject


@rule("NN210", "warning")
def bounded_regression(subject: Subject) -> Iterator[Fault]:
    """Find outputs with two bounds that targets lie outside of."""
    for ending in subject.endings:
        values = ending.values
        if not is_regression(ending) or not values.is_bounded or ending.activation in ("softmax", "sparsemax"):
            continue
        truth = subject.truths[ending.output.name]
        if misses_targets(ending, truth):
            yield unreachable(ending, truth)
        elif truth.values is None and not ending.is_untrained:
            yield Fault(
                path=ending.path,
                message=f"`{ending.activation}` gives only numbers of {values}",
                severity="warning" if ending.output.type == "number" else "info",
                expected="linear",
                hint="`linear` reaches every number; a data card would tell whether the targets need it",
            )
