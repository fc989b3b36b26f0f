"""NN207: a cross-entropy needs probabilities, and this activation gives other numbers.

What: an output under a cross-entropy, `Dice` or `Tversky` ends with `relu`, `tanh`, `elu`, `softplus` or another
function that leaves 0 to 1. With `from_logits: true`: with one that never gives logits of one sign (an error for
binary cross-entropy, whose probability then never falls below 0.5) or that keeps them small (a warning).

Why: logarithms of what lies outside 0 to 1 are cut off, and there the gradient is 0; a dead relu gives NaN. Measured:
NaN, and an accuracy of 0.317.

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: {type: binary, activation: relu}}
    ---
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: 3}, {LeakyReLU: 0.1}]
    outputs: {y: {type: category, classes: 3, head: none}}
    ---
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: {type: binary, activation: relu, loss: {BinaryCrossentropy: {from_logits: true}}}}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: {type: binary, layers: [{Dense: {units: 4, activation: relu}}]}}
    ---
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: {type: binary, activation: hard_sigmoid}}

Fix: `sigmoid` for yes or no, `softmax` for one class out of several.

Effect: on digits with relu, accuracy 0.955 without and 0.343 with the fault, difference -0.613 [-0.764, -0.462] over 5
seeds; on breast cancer with tanh, accuracy 0.977 without and 0.894 with the fault, difference -0.083 [-0.114, -0.052]
over 5 seeds (benchmarks/evidence).

Source: Stack Overflow 47352366 and 44066044.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.diagnostics.diagnostic import Severity
from nnspec.linting.ending import Ending
from nnspec.linting.loss_kinds import BINARY, CATEGORICAL, CROSS_ENTROPIES, OVERLAPS
from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject
from nnspec.linting.value_range import UNIT

_OF_PROBABILITIES = CROSS_ENTROPIES | OVERLAPS


@rule("NN207", "error", supersedes=("NN202",))
def bad_activation_for_ce(subject: Subject) -> Iterator[Fault]:
    """Find activations that give no probabilities under losses that take them."""
    for ending in subject.endings:
        if ending.activation in (None, "linear") or ending.fitting_loss not in _OF_PROBABILITIES:
            continue
        severity = _severity_from_logits(ending) if ending.from_logits else _severity(ending)
        if severity is not None:
            wanted = "softmax" if ending.fitting_loss in CATEGORICAL else "sigmoid"
            yield Fault(
                path=ending.path,
                message=f"`{ending.activation}` gives no {'logits' if ending.from_logits else 'probabilities'}",
                severity=severity,
                received=f"{ending.values}" if ending.activation in ("relu", "tanh") else ending.activation,
                expected="linear" if ending.from_logits else wanted,
                hint=f"`{ending.loss.name}` goes with `{'linear' if ending.from_logits else wanted}`",
            )


def _severity(ending: Ending) -> Severity | None:
    return None if UNIT.holds(ending.values) else "error"


def _severity_from_logits(ending: Ending) -> Severity | None:
    values = ending.values
    if UNIT.holds(values):
        return None
    if values.low >= 0 and ending.fitting_loss in BINARY:
        return "error"
    return "warning" if values.low >= 0 or values.is_bounded else None
