"""NN303: Adadelta and Adagrad stand still at Keras' default learning rate.

What: Adadelta with a learning rate of 0.01 or less, Adagrad with one of 0.001 or less; Keras' default is 0.001.

Why: Adadelta was made to need none, that is 1; Adagrad divides by all gradients so far, and is meant for 0.01. Keras
gives both the default of the other optimizers, at which they hardly move.

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: number}
    optimizer: Adadelta
    ---
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: number}
    optimizer: {Adagrad: {learning_rate: 0.001}}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: number}
    optimizer: {Adadelta: {learning_rate: 1.0}}

Fix: 1.0 for Adadelta, 0.01 for Adagrad.

Effect: on digits with Adadelta at 1 and 0.001, accuracy 0.958 without and 0.074 with the fault, difference -0.884
[-0.918, -0.850] over 5 seeds; on digits with Adagrad at 0.01 and 0.001, accuracy 0.934 without and 0.386 with the
fault, difference -0.548 [-0.619, -0.477] over 5 seeds (benchmarks/evidence).

Source: Zeiler 2012, algorithm 1; Duchi et al. 2011; measured on digits: 0.284 and 0.565 where Adam reaches 0.921.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.argument_path import argument_path
from nnspec.linting.learning_rates import peak_rate
from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject

# Optimizer -> the rate at which it hardly moves, and the one that it was made for.
_TRAPS = {"Adadelta": (1e-2, "1.0"), "Adagrad": (1e-3, "0.01")}


@rule("NN303", "warning", supersedes=("NN302",))
def default_lr_trap(subject: Subject) -> Iterator[Fault]:
    """Find Adadelta and Adagrad with learning rates of other optimizers."""
    for optimizer in subject.optimizers:
        call = optimizer.call
        if call.name not in _TRAPS:
            continue
        idle, meant = _TRAPS[call.name]
        peak = peak_rate(call.get("learning_rate"), optimizer.longest.known_steps)
        if peak <= idle:
            yield Fault(
                path=argument_path(call, "learning_rate"),
                message=f"`{call.name}` hardly moves at a learning rate of {peak:g}",
                received=f"{peak:g}" if "learning_rate" in call.arguments else f"{peak:g}, the default",
                expected=meant,
                hint=f"`learning_rate: {meant}`, or `Adam`",
            )
