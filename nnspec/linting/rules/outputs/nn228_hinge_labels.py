"""NN228: a margin loss needs room on both sides of 0.

What: `Hinge`, `SquaredHinge` or `CategoricalHinge` stands on an output whose activation stays between 0 and 1, or
never falls below 0.

Why: the margin is 1 on either side of 0. A sigmoid never gets to -1 and reaches 1 only in the limit, so that the loss
keeps pulling every example, and the flat ends of the sigmoid let nothing through. Measured on scikit-learn's breast
cancer data, ten epochs of SGD at 0.01: accuracy 0.72 in place of 0.92.

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: {type: binary, loss: hinge}}
    ---
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: {type: category, classes: 3, loss: categorical_hinge}}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: {type: binary, activation: linear, loss: hinge}}
    ---
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: {type: binary, activation: tanh, loss: squared_hinge}}

Fix: `activation: linear` (or `tanh`); or the type's own loss.

Source: Keras' documentation of hinge losses. Labels are never wrong: Keras turns 0 and 1 into -1 and 1.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.loss_kinds import MARGINS
from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject


@rule("NN228", "warning")
def hinge_labels(subject: Subject) -> Iterator[Fault]:
    """Find margin losses on outputs that stay on one side of 0."""
    for ending in subject.endings:
        if ending.fitting_loss not in MARGINS or ending.activation is None or ending.values.low < 0:
            continue
        if not (ending.activation == "softmax" and ending.width == 1):
            yield Fault(
                path=ending.path,
                message=f"`{ending.loss.name}` wants numbers on both sides of 0",
                received=f"`{ending.activation}`, {ending.values}",
                expected="linear",
                hint="`activation: linear`, or the type's own loss",
            )
