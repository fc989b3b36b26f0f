"""NN403: dropout that drops nearly all, or nearly nothing.

What: a rate of 1 in training is an error; of 0.7 or more a warning; above 0.5 advice, and so is one above 0 and below
0.05. That holds for Dropout and its kin, those with a `noise_shape` apart, and for `dropout` and `recurrent_dropout`
of recurrent and attention layers.

Why: of a rate of 1 nothing is left, and no gradient; at 0.8 each step trains on a fifth of the features, and the
network mostly underfits; 0.02 changes nothing that one could measure.

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, activation: relu}}, {Dropout: 1.0}]
    outputs: {y: number}
    ---
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, activation: relu}}, {Dropout: 0.8}]
    outputs: {y: number}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, activation: relu}}, {Dropout: 0.5}]
    outputs: {y: number}

Fix: 0.1 to 0.5.

Effect: on digits with a rate of 0.2 and of 0.8, accuracy 0.949 without and 0.364 with the fault, difference -0.585
[-0.633, -0.538] over 5 seeds (benchmarks/evidence).

Source: Srivastava et al. 2014, appendix A; Schoop et al. 2021 (UMLAUT); Stack Overflow 60566498 (0.8).
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.diagnostics.diagnostic import Severity
from nnspec.linting.layer_kinds import DROPOUTS
from nnspec.linting.rule import Fault, rule
from nnspec.linting.step import Step
from nnspec.linting.subject import Subject

_ARGUMENTS = ("dropout", "recurrent_dropout")


@rule("NN403", "warning")
def dropout_rate(subject: Subject) -> Iterator[Fault]:
    """Find rates that leave too little, or change nothing."""
    for step in subject.flow:
        if not step.arguments or step.is_called_again or step.arguments.get("noise_shape") is not None:
            continue
        for argument in ("rate",) if step.layer in DROPOUTS else _ARGUMENTS:
            rate = step.arguments.get(argument)
            if isinstance(rate, int | float) and not isinstance(rate, bool):
                yield from _judge(step, argument, rate)


def _judge(step: Step, argument: str, rate: float) -> Iterator[Fault]:
    severity = _severity_of(rate)
    if severity is not None:
        yield Fault(
            path=step.path_of(argument),
            message="dropout of all values" if rate >= 1 else f"a dropout of {rate:g} {_effect(rate)}",
            severity=severity,
            received=f"{rate:g}",
            expected="0.1 to 0.5",
            hint="leave it out" if rate < 0.5 else "0.5 or less",
        )


def _severity_of(rate: float) -> Severity | None:
    if rate >= 1:
        return "error"
    if rate >= 0.7:
        return "warning"
    return "info" if rate > 0.5 or 0 < rate < 0.05 else None


def _effect(rate: float) -> str:
    return f"leaves {1 - rate:.2g} of the values" if rate > 0.5 else "does nothing"
