"""NN301: the learning rate is above what networks of several layers stand.

What: the highest learning rate, of a number or of a schedule, is above 0.01 for Adam, AdamW, Nadam and RMSprop, 0.02
for Adamax, 0.001 for Lion, 0.5 for SGD, 0.2 for SGD with a momentum of 0.9 or more. Networks of at most one hidden
layer stand more: ten times as much with adaptive optimizers, twice with SGD; there it is advice. Without a hidden
layer only the higher limit counts. For SGD on the squared error of a target that deviates by more than 1, the limit
is divided by that deviation.

Why: a step across the valley of the loss lands higher than it started: the loss rises, or jumps about, or becomes
NaN.

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, activation: relu}}, {Dense: {units: 16, activation: relu}}]
    outputs: {y: number}
    optimizer: {Adam: {learning_rate: 0.1}}
    ---
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, activation: relu}}]
    outputs: {y: number}
    optimizer: {SGD: {learning_rate: 3.0}}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, activation: relu}}, {Dense: {units: 16, activation: relu}}]
    outputs: {y: number}
    optimizer: {Adam: {learning_rate: 0.01}}
    ---
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: binary}
    optimizer: {Adam: {learning_rate: 0.05}}

Fix: 0.001 for adaptive optimizers, 0.01 for SGD; then search around it.

Effect: on digits with Adam at 0.001 and 0.1, accuracy 0.955 without and 0.625 with the fault, difference -0.331
[-0.452, -0.209] over 5 seeds (benchmarks/evidence).

Source: Schoop et al. 2021 (UMLAUT); Stack Overflow 48385830 (a rate of 3); measured on digits: 0.921 falls to 0.900.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.argument_path import argument_path
from nnspec.linting.learning_rates import peak_rate
from nnspec.linting.optimizer_kinds import highest_rate
from nnspec.linting.regime import Optimizer
from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject
from nnspec.linting.truth import spread_of
from nnspec.spec.calls import Call

_SHALLOW_SGD = 2
_SHALLOW_ADAPTIVE = 10


@rule("NN301", "warning")
def lr_too_high(subject: Subject) -> Iterator[Fault]:
    """Find optimizers whose learning rate peaks above what they stand."""
    n_hidden = len(subject.flow.hidden_layers)
    for optimizer in subject.optimizers:
        limit = highest_rate(optimizer.call) / _spread(subject, optimizer.call)
        yield from _judge(optimizer, limit, n_hidden)


def _judge(optimizer: Optimizer, limit: float, n_hidden: int) -> Iterator[Fault]:
    call = optimizer.call
    peak = peak_rate(call.get("learning_rate"), optimizer.longest.known_steps)
    more = _SHALLOW_SGD if call.name == "SGD" else _SHALLOW_ADAPTIVE
    highest = limit if n_hidden > 1 else limit * more
    if peak > highest or (peak > limit and n_hidden == 1):
        yield Fault(
            path=argument_path(call, "learning_rate"),
            message=f"a learning rate of {peak:g} is high for `{call.name}`",
            severity="warning" if peak > highest else "info",
            received=f"{peak:g}",
            expected=f"at most {limit:.2g}",
            hint="divide it by 10 until the loss falls steadily",
        )


def _spread(subject: Subject, optimizer: Call) -> float:
    """Say by how much gradients of SGD grow with the targets: their deviation, where the error is squared."""
    if optimizer.name != "SGD":
        return 1.0
    squared = (each for each in subject.endings if each.fitting_loss == "MeanSquaredError")
    found = (spread_of(subject.truths[each.output.name]) for each in squared if each.output.type in ("array", "number"))
    return max((spread[1] for spread in found if spread is not None and spread[1] > 1), default=1.0)
