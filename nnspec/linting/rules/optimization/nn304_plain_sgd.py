"""NN304: SGD without momentum, at a low rate, for a short training.

What: SGD without momentum whose learning rate is at most 0.01, for fewer than 10,000 steps, in a network with hidden
layers.

Why: momentum of 0.9 makes about ten steps of one in directions that stay; Adam adapts the rate of every weight. Plain
SGD reaches the same much later.

Card:
    rows: 1000
    columns: {a: {}, b: {}, y: {}}

Fires:
    nnspec: 1
    data: {source: points.csv}
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, activation: relu}}]
    outputs: {y: number}
    optimizer: SGD

Passes:
    nnspec: 1
    data: {source: points.csv}
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, activation: relu}}]
    outputs: {y: number}
    optimizer: {SGD: {learning_rate: 0.01, momentum: 0.9}}

Fix: `momentum: 0.9`, or `Adam`.

Effect: on digits with a momentum of 0.9 and 0, accuracy 0.960 without and 0.894 with the fault, difference -0.066
[-0.082, -0.050] over 5 seeds (benchmarks/evidence).

Source: Shukla's recommendations; measured on digits: 0.812 where Adam reaches 0.921.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.learning_rates import peak_rate
from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject
from nnspec.spec.calls import Call

_MANY_STEPS = 10_000
_LOW_RATE = 1e-2


@rule("NN304", "info")
def plain_sgd(subject: Subject) -> Iterator[Fault]:
    """Find short trainings with nothing but the gradient."""
    if subject.spec.bases or not subject.flow.hidden_layers:
        return
    for optimizer in subject.optimizers:
        longest = optimizer.longest
        if _is_plain(optimizer.call, longest.known_steps) and longest.n_steps < _MANY_STEPS:
            yield Fault(
                path=optimizer.call.path,
                message=f"plain SGD for {longest.n_steps:,} steps",
                hint="`momentum: 0.9`, or `Adam`",
            )


def _is_plain(optimizer: Call, n_steps: int | None) -> bool:
    if optimizer.name != "SGD" or optimizer.get("momentum"):
        return False
    return peak_rate(optimizer.get("learning_rate"), n_steps) <= _LOW_RATE
