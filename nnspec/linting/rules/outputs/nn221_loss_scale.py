"""NN221: one output's loss drowns the others.

What: of several outputs, the losses that an untrained network has, each times its `weight`, differ by more than a
factor of 100. They are ln(classes) for cross-entropy and mean squared, or mean absolute, targets for distances.

Why: the sum of the losses is what is minimised; a loss of a hundredth moves nothing that the layers share.

Card:
    rows: 100
    columns: {price: {shape: [], mean: 250000.0, std: 90000.0, minimum: 20000.0, maximum: 900000.0}, sold: {unique: 2}}

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {price: number, sold: binary}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {price: {type: number, scale: standard}, sold: binary}

Fix: `scale: standard` for numbers; or a `weight` that evens the losses out.

Source: A. Karpathy, A recipe for training neural networks, 2019, "verify loss at init".
"""

from __future__ import annotations

from collections.abc import Iterator
from math import hypot, log

from nnspec.linting.ending import Ending
from nnspec.linting.lacking import Lacking
from nnspec.linting.loss_kinds import BINARY, CATEGORICAL
from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject
from nnspec.linting.truth import Truth, class_counts, spread_of

_FACTOR = 100.0


@rule("NN221", "warning")
def loss_scale(subject: Subject) -> Iterator[Fault]:
    """Find outputs whose loss is a hundred times that of another, and more."""
    endings = [ending for ending in subject.endings if ending.output.weight > 0]
    if len(endings) < 2:
        return
    losses = [(_initial_loss(each, subject.truths[each.output.name]), each) for each in endings]
    known = [(loss * each.output.weight, each) for loss, each in losses if loss is not None and loss > 0]
    known.sort(key=lambda pair: pair[0])
    if len(known) > 1 and known[-1][0] > _FACTOR * known[0][0]:
        (low, small), (high, large) = known[0], known[-1]
        yield Fault(
            path=(*large.output.path, "weight"),
            message=f"the loss of `{large.output.name}` drowns that of `{small.output.name}`",
            received=f"{high:.3g} to {low:.3g} before training",
            hint="`scale: standard`" if _may_be_scaled(large) else "a `weight` that evens them out",
        )
    elif len(known) < len(endings) and subject.facts.card is None:
        raise Lacking("a data card")


def _initial_loss(ending: Ending, truth: Truth) -> float | None:
    """Estimate the loss where a classifier is undecided and numbers are predicted near 0."""
    name = ending.loss.name
    if name in BINARY:
        return log(2)
    if name in CATEGORICAL:
        counts = class_counts(truth)
        n_classes = ending.units or (None if counts is None else len(counts))
        return log(n_classes) if n_classes and n_classes > 1 else None
    spread = spread_of(truth)
    if spread is None or name not in ("MeanSquaredError", "MeanAbsoluteError", "Huber", "LogCosh"):
        return None
    size = hypot(*spread)
    return size * size if name == "MeanSquaredError" else size


def _may_be_scaled(ending: Ending) -> bool:
    return ending.output.type == "number" and ending.output.scale == "none"
