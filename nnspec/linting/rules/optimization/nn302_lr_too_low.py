"""NN302: all steps together can hardly move a weight.

What: the learning rate is below 0.000001 throughout; or, in a network trained from scratch, the learning rates of all
steps add up to less than 0.01 with adaptive optimizers, to less than 1 with SGD (where momentum counts: 0.9 makes ten
of one).

Why: a step of Adam moves a weight by about the learning rate, whatever the gradient: the sum over all steps is how
far it can come. Gradients of SGD are mostly below 1, so that the sum bounds it likewise. Weights start near 0.1. (Of
fewer than 100 steps NN310 says it.)

Card:
    rows: 200
    columns: {a: {}, b: {}, y: {}}

Fires:
    nnspec: 1
    data: {source: points.csv}
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, activation: relu}}]
    outputs: {y: number}
    optimizer: {SGD: {learning_rate: 0.0001}}
    train: {epochs: 100}
    ---
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, activation: relu}}]
    outputs: {y: number}
    optimizer: {Adam: {learning_rate: 1e-8}}

Passes:
    nnspec: 1
    data: {source: points.csv}
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, activation: relu}}]
    outputs: {y: number}
    optimizer: {SGD: {learning_rate: 0.001, momentum: 0.9}}
    train: {epochs: 100}

Fix: a higher learning rate, or more epochs.

Effect: on digits with Adam at 0.001 and 0.00001, accuracy 0.955 without and 0.095 with the fault, difference -0.860
[-0.904, -0.816] over 5 seeds (benchmarks/evidence).

Source: Schoop et al. 2021 (UMLAUT); measured on digits: Adam with 0.00001 stays at 0.361.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.argument_path import argument_path
from nnspec.linting.lacking import ROWS, Lacking
from nnspec.linting.learning_rates import course_of, peak_rate
from nnspec.linting.optimizer_kinds import ADAM_FAMILY, gain
from nnspec.linting.regime import FEWEST_STEPS
from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject
from nnspec.spec.calls import Call

_LOWEST = 1e-6
# Those whose steps are about as long as the learning rate says.
_ADAPTIVE = ADAM_FAMILY | {"Lion"}
_LEAST_ADAPTIVE = 1e-2
_LEAST_SGD = 1.0


@rule("NN302", "warning")
def lr_too_low(subject: Subject) -> Iterator[Fault]:
    """Find optimizers that get nowhere, and trainings whose steps together get nowhere."""
    peaks = [(each.call, peak_rate(each.call.get("learning_rate"), None)) for each in subject.optimizers]
    idle = [(optimizer, rate) for optimizer, rate in peaks if rate < _LOWEST]
    if idle:
        for optimizer, rate in idle:
            yield _fault(optimizer, f"a learning rate of {rate:g} moves no weight", received=f"{rate:g}")
    elif not subject.spec.bases:
        yield from _judge_sum(subject)


def _judge_sum(subject: Subject) -> Iterator[Fault]:
    optimizers = [each.call for each in subject.optimizers]
    if any(optimizer.name not in _ADAPTIVE | {"SGD"} for optimizer in optimizers):
        return
    if any(phase.known_steps is None for phase in subject.phases):
        raise Lacking(ROWS)
    n_steps = sum(phase.n_steps for phase in subject.phases)
    if n_steps < FEWEST_STEPS:
        return
    phases = [(phase, optimizer) for phase in subject.phases for optimizer in phase.optimizers]
    ways = [_way(optimizer, phase.n_steps) for phase, optimizer in phases]
    is_adaptive = any(optimizer.name in _ADAPTIVE for optimizer in optimizers)
    if sum(ways) < (_LEAST_ADAPTIVE if is_adaptive else _LEAST_SGD):
        message = f"{n_steps:,} steps at this learning rate hardly move a weight"
        yield _fault(optimizers[0], message, received=f"learning rates that add up to {sum(ways):.2g}")


def _way(optimizer: Call, n_steps: int) -> float:
    n_updates = n_steps // (optimizer.get("gradient_accumulation_steps") or 1)
    return course_of(optimizer.get("learning_rate"), max(1, n_updates)).mean * n_updates * gain(optimizer)


def _fault(optimizer: Call, message: str, *, received: str) -> Fault:
    return Fault(
        path=argument_path(optimizer, "learning_rate"),
        message=message,
        received=received,
        hint="a higher rate, or more epochs; 0.001 for Adam and 0.01 for SGD are common",
    )
