"""NN209: the output stops at 0, and the targets do not.

What: an output that learns numbers ends with `relu` or another function with an end on one side, and the data card,
or `scale: standard`, says that targets lie beyond it. Without a card `relu` gets advice.

Why: what lies beyond the end is never predicted. A relu that gives 0 for every row has no gradient and stays dead.

Card:
    rows: 100
    columns: {y: {dtype: float64, shape: [], minimum: -3.0, maximum: 9.0}, z: {shape: [], minimum: 0.0, maximum: 9.0}}

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: {type: number, activation: relu}}
    ---
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {z: {type: number, scale: standard, layers: [{Dense: 1}, ReLU], head: none}}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {z: {type: number, activation: relu}}
    ---
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: number}

Fix: no activation.

Effect: on diabetes, RMSE in deviations 0.726 without and 0.846 with the fault, difference +0.120 [+0.089, +0.151] over
5 seeds (benchmarks/evidence).

Source: Stack Overflow 48251943.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.ending import Ending
from nnspec.linting.lacking import Lacking, decide_each
from nnspec.linting.reach import is_regression, misses_targets, unreachable
from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject


@rule("NN209", "info")
def relu_regression(subject: Subject) -> Iterator[Fault]:
    """Find outputs with an end on one side that targets lie beyond."""

    def decide(ending: Ending) -> Iterator[Fault]:
        values = ending.values
        if not is_regression(ending) or values.is_bounded or values.is_unbounded:
            return
        truth = subject.truths[ending.output.name]
        if misses_targets(ending, truth):
            yield unreachable(ending, truth)
        elif truth.values is not None or ending.is_untrained:
            return
        elif ending.activation == "relu":
            message, hint = "`relu` never gives a number below 0", "`linear` reaches every number; a card would tell"
            yield Fault(path=ending.path, message=message, expected="linear", hint=hint)
        else:
            raise Lacking(f"the range of `{ending.output.name}` in the data card")

    return decide_each(subject.endings, decide)
