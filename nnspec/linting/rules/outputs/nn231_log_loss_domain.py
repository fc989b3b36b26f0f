"""NN231: a logarithm of what may be negative.

What: `Poisson` stands on an output that can be negative (an error) or exactly 0 (a warning), or
`MeanSquaredLogarithmicError` on one that can be negative (a warning: Keras cuts it off at 0). Of either, targets below
0, by the data card or by `scale: standard`, are an error.

Why: `Poisson` is p - y log(p), which is NaN for a negative p. `MeanSquaredLogarithmicError` has no gradient where p is
cut off, and makes no difference between targets below 0.

Card:
    rows: 100
    columns: {y: {shape: [], minimum: 0.0, maximum: 30.0}, z: {shape: [], minimum: -4.0, maximum: 30.0}}

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: {type: number, loss: poisson}}
    ---
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {z: {type: number, loss: msle, activation: softplus}}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: {type: number, loss: poisson, activation: exponential}}
    ---
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: {type: number, loss: msle, activation: relu}}

Fix: `exponential` or `softplus`.

Source: Shukla, softplus for positive outputs; read in Keras 3.15.1, `keras/src/losses/losses.py`. Keras has no gamma
loss.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.diagnostics.diagnostic import Severity
from nnspec.linting.ending import Ending
from nnspec.linting.loss_kinds import LOGARITHMIC
from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject
from nnspec.linting.truth import Truth

# Those that give exactly 0, and there have no gradient.
_REACHING_ZERO = frozenset({"relu", "relu6", "hard_sigmoid", "sparse_plus", "sparse_sigmoid", "sparsemax"})


@rule("NN231", "error", supersedes=("NN209", "NN210"))
def log_loss_domain(subject: Subject) -> Iterator[Fault]:
    """Find losses with a logarithm on what may be negative."""
    for ending in subject.endings:
        if ending.fitting_loss not in LOGARITHMIC:
            continue
        truth, severity = subject.truths[ending.output.name], _severity(ending)
        if truth.values is not None and truth.values.low < 0:
            yield _negative_targets(ending, truth)
        elif severity is not None:
            yield Fault(
                path=ending.path,
                message=f"`{ending.loss.name}` takes the logarithm of what may be {_worst(ending)}",
                severity=severity,
                received=ending.activation,
                expected="`exponential` or `softplus`",
                hint="`activation: exponential`",
            )


def _severity(ending: Ending) -> Severity | None:
    if ending.activation is None:
        return None
    is_poisson = ending.fitting_loss == "Poisson"
    if ending.values.low < 0:
        return "error" if is_poisson else "warning"
    return "warning" if is_poisson and ending.activation in _REACHING_ZERO else None


def _worst(ending: Ending) -> str:
    return "negative" if ending.values.low < 0 else "0"


def _negative_targets(ending: Ending, truth: Truth) -> Fault:
    scaled = truth.is_standardised
    return Fault(
        path=ending.loss_path,
        message=f"`{ending.loss.name}` takes no targets below 0",
        received="a standardised target" if scaled else f"targets of {truth.values}",
        expected="targets from 0 upwards",
        hint="leave `scale: standard` out" if scaled else "`MeanSquaredError` takes any number",
    )
