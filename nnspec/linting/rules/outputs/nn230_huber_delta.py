"""NN230: the bend of the Huber loss lies far from where the errors are.

What: by the data card, or by `scale: standard`, the `delta` of `Huber` is less than a tenth or more than ten times the
deviation of the target.

Why: below `delta` the loss is squared, above it absolute. With a `delta` of 1 on prices of 250,000 it is the absolute
error throughout, with gradients of one size; with a large one it is the squared error.

Card:
    rows: 100
    columns: {y: {dtype: float64, shape: [], mean: 250000.0, std: 90000.0, minimum: 0.0, maximum: 900000.0}}

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: {type: number, loss: huber}}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: {type: number, loss: huber, scale: standard}}
    ---
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: {type: number, loss: {Huber: 80000}}}

Fix: `scale: standard`; or a `delta` of the size of one deviation.

Source: Huber 1964; A. Karpathy 2019, "verify loss at init".
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.ending import Ending
from nnspec.linting.lacking import Lacking, decide_each
from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject
from nnspec.linting.truth import spread_of

_FACTOR = 10.0


@rule("NN230", "info")
def huber_delta(subject: Subject) -> Iterator[Fault]:
    """Find Huber losses that bend far from the errors."""

    def decide(ending: Ending) -> Iterator[Fault]:
        if ending.fitting_loss != "Huber" or ending.output.type not in ("number", "array"):
            return
        truth = subject.truths[ending.output.name]
        spread = spread_of(truth)
        if spread is None:
            if not truth.is_known:
                raise Lacking("a data card")
            return
        delta, deviation = float(ending.loss.get("delta")), spread[1]
        if deviation > 0 and not 1 / _FACTOR <= delta / deviation <= _FACTOR:
            works_as = "absolute" if delta < deviation else "squared"
            yield Fault(
                path=ending.loss_path,
                message=f"with this `delta`, `Huber` is the {works_as} error",
                received=f"delta {delta:g}, deviation {deviation:.3g}",
                expected=f"a `delta` near {deviation:.3g}",
                hint="`scale: standard` brings both together",
            )

    return decide_each(subject.endings, decide)
