"""NN224: the targets lie far from 0, where the network starts.

What: by the data card the mean of a `number` is more than three times its deviation, it is not standardised, and the
bias of the last layer starts at 0.

Why: the loss of the first epochs is nothing but the distance to the mean, squared, and learning steps are sized for
numbers near 1: at a rate of 0.001 a bias needs thousands of steps to 50.

Card:
    rows: 100
    columns: {y: {dtype: float64, shape: [], mean: 50.0, std: 2.0, minimum: 44.0, maximum: 57.0}}

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: number}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: {type: number, scale: standard}}
    ---
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: {type: number, head: {Dense: {units: 1, bias_initializer: {Constant: 50}}}}}

Fix: `scale: standard`; predictions keep the data's unit.

Effect: on lengths of penguins' flippers, RMSE in deviations 0.416 without and 13.982 with the fault, difference +13.566
[+13.485, +13.647] over 5 seeds (benchmarks/evidence).

Source: A. Karpathy 2019, "init well": a mean of 50 wants a bias of 50.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.ending import Ending
from nnspec.linting.lacking import Lacking, decide_each
from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject

_FAR = 3.0


@rule("NN224", "warning")
def bias_not_mean(subject: Subject) -> Iterator[Fault]:
    """Find numbers far from 0 whose last layer starts there."""

    def decide(ending: Ending) -> Iterator[Fault]:
        output, truth = ending.output, subject.truths[ending.output.name]
        if output.type != "number" or truth.is_standardised or truth.is_copy or not ending.starts_at_zero:
            return
        if not truth.is_known:
            raise Lacking("a data card")
        for column in truth.columns or ():
            if column.mean is not None and column.std and abs(column.mean) > _FAR * column.std:
                yield Fault(
                    path=output.path,
                    message=f"`{column.name}` lies far from 0, where the network starts",
                    received=f"mean {column.mean:.3g}, deviation {column.std:.3g}",
                    hint="`scale: standard`; predictions keep the data's unit",
                )
                return

    return decide_each(subject.endings, decide)
