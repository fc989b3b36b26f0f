"""NN208: squared or absolute errors make little of a softmax.

What: an output ends with a softmax over several neurons, and its loss is a distance (`MeanSquaredError`,
`MeanAbsoluteError`, `Huber`, `LogCosh`). A warning for numbers, and wherever the optimizer is plain `SGD`; else advice.

Why: numbers that a softmax gives lie between 0 and 1 and sum to 1, which measured targets do not. Of classes the
distance is lawful (the Brier score), but its gradient passes through the softmax and is tiny where the network is
wrong. Measured on scikit-learn's digits, ten epochs of SGD at 0.01: accuracy 0.90 with cross-entropy, 0.11 with
squared, 0.10 with absolute errors; with Adam at 0.001 there was no difference (0.96 and 0.97), hence the distinction.

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: {type: category, classes: 3, loss: mse}}
    optimizer: {SGD: 0.01}
    ---
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: {type: number, columns: [u, v], activation: softmax}}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: {type: category, classes: 3}}
    optimizer: {SGD: 0.01}

Fix: cross-entropy for classes, `linear` for numbers.

Effect: on digits, accuracy 0.955 without and 0.962 with the fault, difference +0.006 [-0.003, +0.015] over 5 seeds: no
effect measured; on digits with SGD, accuracy 0.894 without and 0.106 with the fault, difference -0.787 [-0.832, -0.742]
over 5 seeds (benchmarks/evidence).

Source: Stack Overflow 33969059 and 34673164.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.loss_kinds import DISTANCES
from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject


@rule("NN208", "warning", supersedes=("NN212",))
def softmax_regression_loss(subject: Subject) -> Iterator[Fault]:
    """Find distances on outputs that end with a softmax."""
    for ending in subject.endings:
        if ending.activation != "softmax" or ending.width == 1 or ending.fitting_loss not in DISTANCES:
            continue
        if ending.is_untrained:
            continue
        of_numbers = ending.output.type == "number"
        yield Fault(
            path=ending.path if of_numbers else ending.loss_path,
            message=f"`{ending.loss.name}` on a `softmax` learns slowly" if not of_numbers else "`softmax` sums to 1",
            severity="warning" if of_numbers or _trains_plainly(subject) else "info",
            received="softmax" if of_numbers else ending.loss.name,
            expected="linear" if of_numbers else "a cross-entropy",
            hint="measured numbers take `linear`" if of_numbers else "leave `loss` out: `type: category` has its own",
        )


def _trains_plainly(subject: Subject) -> bool:
    return any(optimizer.name == "SGD" for phase in subject.phases for optimizer in phase.optimizers)
