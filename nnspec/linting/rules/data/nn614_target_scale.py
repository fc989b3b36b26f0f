"""NN614: targets are learned as large, or as small, as they are.

What: an output learns numbers whose standard deviation is above 100 or below 0.01, says the data card, by squared
errors (above 100 by Huber or logcosh too), and has no `scale: standard`.

Why: squared errors of 100 and more have gradients that throw the first steps far off; those of 0.01 have hardly any,
and a network that always predicts the mean looks nearly perfect.

Card:
    rows: 500
    columns: {price: {dtype: float64, shape: [], minimum: 15000.0, maximum: 900000.0, mean: 250000.0, std: 90000.0}}

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, activation: relu}}]
    outputs: {price: number}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, activation: relu}}]
    outputs: {price: {type: number, scale: standard}}

Fix: `scale: standard`; predictions stay in the data's unit.

Effect: on masses of penguins, RMSE in deviations 0.443 without and 5.389 with the fault, difference +4.946 [+4.870,
+5.023] over 5 seeds (benchmarks/evidence).

Source: Ben Braiek and Khomh 2022 (TheDeepChecker), unscaled targets.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.ending import Ending
from nnspec.linting.lacking import decide_each
from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject
from nnspec.linting.truth import spread_of

_SQUARED = ("MeanSquaredError",)
_LARGE = (*_SQUARED, "Huber", "LogCosh")
_HIGHEST = 100.0
_LOWEST = 0.01


@rule("NN614", "warning")
def target_scale(subject: Subject) -> Iterator[Fault]:
    """Find targets whose spread is far from 1."""

    def decide(ending: Ending) -> Iterator[Fault]:
        is_numeric = ending.output.type in ("number", "array") and ending.loss.name in _LARGE
        # A layer that brings the output to the targets' size is not looked through.
        if not is_numeric or ending.activated is None or ending.is_untrained:
            return
        truth = subject.truths[ending.output.name]
        if not truth.is_known:
            subject.need_card()
        spread = spread_of(truth)
        if spread is not None and spread[1] and _is_wrong(ending, spread[1]):
            yield _fault(ending, spread[1])

    return decide_each(subject.endings, decide)


def _is_wrong(ending: Ending, deviation: float) -> bool:
    return deviation > _HIGHEST or (deviation < _LOWEST and ending.loss.name in _SQUARED)


def _fault(ending: Ending, deviation: float) -> Fault:
    is_number = ending.output.type == "number"
    return Fault(
        path=(*ending.output.path, "scale") if is_number else ending.output.path,
        message=f"the targets of `{ending.output.name}` are learned unscaled",
        received=f"a deviation of {deviation:.3g}",
        expected="about 1",
        hint="`scale: standard`" if is_number else "targets that are scaled beforehand",
    )
