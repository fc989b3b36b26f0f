"""NN310: the training ends before it has begun.

What: fewer than 100 steps in all stages together; or at most 3 epochs from scratch, which is advice where they make
less than 100,000 steps, or where the number of steps is unknown.

Why: each step moves the weights a little; good solutions are hundreds of steps away even for small tasks. Wrong
numbers of epochs are the fault of 17 of 58 programs of DeepFD's.

Card:
    rows: 200
    columns: {a: {}, b: {}, y: {}}

Fires:
    nnspec: 1
    data: {source: points.csv}
    inputs: {x: {columns: [a, b]}}
    outputs: {y: number}
    train: {epochs: 10}
    ---
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: number}
    train: {epochs: 2}
    ---
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: number}
    train: {steps: 40}

Passes:
    nnspec: 1
    data: {source: points.csv}
    inputs: {x: {columns: [a, b]}}
    outputs: {y: number}
    train: {epochs: 100}

Fix: more epochs, and `stop` to end them in time; a smaller batch makes more steps of an epoch.

Effect: on digits for 1 epoch and for 15, accuracy 0.955 without and 0.466 with the fault, difference -0.489 [-0.558,
-0.421] over 5 seeds (benchmarks/evidence).

Source: Cao et al. 2022 (DeepFD).
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.lacking import ROWS, Lacking
from nnspec.linting.regime import FEWEST_STEPS
from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject

_FEW_EPOCHS = 3
_MANY_STEPS = 100_000


@rule("NN310", "warning")
def too_few_steps(subject: Subject) -> Iterator[Fault]:
    """Find trainings of a few steps."""
    phases = subject.phases
    known = [phase.known_steps for phase in phases]
    n_steps = None if None in known else sum(steps for steps in known if steps is not None)
    path = phases[0].path
    if n_steps is not None and n_steps < FEWEST_STEPS:
        yield Fault(
            path=path,
            message=f"the training has {n_steps} steps",
            received=f"{n_steps} steps",
            expected=f"at least {FEWEST_STEPS}",
            hint="more epochs, with `stop` to end them in time, or a smaller `batch_size`",
        )
        return
    n_epochs = sum(phase.epochs or 0 for phase in phases)
    in_epochs = all(phase.epochs is not None for phase in phases)
    if in_epochs and n_epochs <= _FEW_EPOCHS and not subject.spec.bases and (n_steps or 0) < _MANY_STEPS:
        yield Fault(
            path=path,
            message=f"{n_epochs} epochs from scratch" if n_epochs > 1 else "1 epoch from scratch",
            severity="info",
            received=f"{n_epochs}",
            hint="more epochs, with `stop` to end them in time",
        )
    elif n_steps is None:
        raise Lacking(ROWS)
