"""NN319: nothing keeps the optimizer from dividing by zero.

What: `epsilon` of 0 for Adam, AdamW, Adamax, Nadam, Lamb, RMSprop and Adadelta; below 0.000000001 it is advice.

Why: a weight whose gradient has always been 0 (behind a dead relu, of a word that never came) is divided 0 by 0 and
becomes NaN; Adadelta takes its first step from `epsilon` and never moves. The rule catalogue's bound of 0.0001 for
float16 does not hold here: the weights of `mixed_float16`, and with them the optimizer, stay float32.

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: number}
    optimizer: {Adam: {epsilon: 0.0}}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: number}
    optimizer: {Adam: {epsilon: 1e-8}}

Fix: leave `epsilon` out.

Source: Ben Braiek and Khomh 2023 (TheDeepChecker); Vaswani et al. 2017 train with 1e-9.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.argument_path import argument_path
from nnspec.linting.optimizer_kinds import ADAM_FAMILY
from nnspec.linting.rule import REMOVE, Fault, Fix, rule
from nnspec.linting.subject import Subject

_DIVIDING = ADAM_FAMILY | {"Adadelta", "Lamb"}
_LOWEST = 1e-9


@rule("NN319", "warning")
def epsilon(subject: Subject) -> Iterator[Fault]:
    """Find optimizers that may divide by zero."""
    for optimizer in (each.call for each in subject.optimizers):
        value = optimizer.get("epsilon")
        if optimizer.name not in _DIVIDING or value is None or value >= _LOWEST:
            continue
        path = argument_path(optimizer, "epsilon")
        yield Fault(
            path=path,
            message=f"`{optimizer.name}` divides by gradients that may be 0",
            severity="info" if value else "warning",
            received=f"{value:g}",
            expected="1e-7",
            hint="leave `epsilon` out",
            fix=Fix(path, REMOVE),
        )
