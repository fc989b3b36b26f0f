"""NN317: the learning rate climbs for a large part of the training.

What: the warm-up of a schedule, or of `ScheduleFreeAdamW`, takes more than 30 % of the steps.

Why: a warm-up protects the first steps, of which some hundreds are enough; in the others the learning rate is below
what was chosen.

Card:
    rows: 2000
    columns: {a: {}, b: {}, y: {}}

Fires:
    nnspec: 1
    data: {source: points.csv}
    inputs: {x: {columns: [a, b]}}
    outputs: {y: number}
    optimizer:
      Adam:
        learning_rate:
          CosineDecay: {initial_learning_rate: 0.0, warmup_target: 0.01, warmup_steps: 3000, decay_steps: 1400}
    train: {epochs: 100}

Passes:
    nnspec: 1
    data: {source: points.csv}
    inputs: {x: {columns: [a, b]}}
    outputs: {y: number}
    optimizer:
      Adam:
        learning_rate:
          CosineDecay: {initial_learning_rate: 0.0, warmup_target: 0.01, warmup_steps: 400, decay_steps: 4000}
    train: {epochs: 100}

Fix: 5 to 10 % of the steps.

Source: practice; Goyal et al. 2017 take 5 epochs of 90.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.diagnostics.diagnostic import Path
from nnspec.linting.argument_path import argument_path
from nnspec.linting.learning_rates import warmup_steps
from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject
from nnspec.spec.calls import Call

_LONGEST = 0.3


@rule("NN317", "warning", supersedes=("NN315",))
def warmup_too_long(subject: Subject) -> Iterator[Fault]:
    """Find trainings that warm up for most of their steps."""
    for optimizer in subject.optimizers:
        steps, path = _warmup_of(optimizer.call)
        n_steps = optimizer.longest.n_steps if steps else 0
        if steps > _LONGEST * n_steps:
            yield Fault(
                path=path,
                message=f"{steps:,} of {n_steps:,} steps warm up",
                received=f"{steps}",
                expected=f"at most {int(_LONGEST * n_steps)}",
                hint="5 to 10 % of the steps are enough",
            )


def _warmup_of(optimizer: Call) -> tuple[int, Path]:
    rate = optimizer.get("learning_rate")
    if isinstance(rate, Call) and warmup_steps(rate):
        return warmup_steps(rate), argument_path(rate, "warmup_steps")
    own = optimizer.get("warmup_steps")
    return (own, argument_path(optimizer, "warmup_steps")) if isinstance(own, int) else (0, ())
