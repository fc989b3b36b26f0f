"""NN330: gradients are gathered over more rows than there are.

What: `gradient_accumulation_steps` times `batch_size` is more than the training rows; it is an error where there are
more such steps than the training has.

Why: the weights move once in so many steps: less than once in an epoch, and never where the training ends before.

Card:
    rows: 2000
    columns: {a: {}, b: {}, y: {}}

Fires:
    nnspec: 1
    data: {source: points.csv}
    inputs: {x: {columns: [a, b]}}
    outputs: {y: number}
    optimizer: {Adam: {gradient_accumulation_steps: 100}}
    train: {epochs: 100}

Passes:
    nnspec: 1
    data: {source: points.csv}
    inputs: {x: {columns: [a, b]}}
    outputs: {y: number}
    optimizer: {Adam: {gradient_accumulation_steps: 4}}
    train: {epochs: 100}

Fix: fewer `gradient_accumulation_steps`.

Source: arithmetic.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.argument_path import argument_path
from nnspec.linting.lacking import ROWS, Lacking
from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject


@rule("NN330", "warning", supersedes=("NN302",))
def accumulation(subject: Subject) -> Iterator[Fault]:
    """Find optimizers that move the weights less than once in an epoch."""
    for optimizer in subject.optimizers:
        call, phase = optimizer.call, optimizer.longest
        gathered = call.get("gradient_accumulation_steps")
        if not gathered:
            continue
        if phase.steps_per_epoch is None and phase.known_steps is None:
            raise Lacking(ROWS)
        never = phase.known_steps is not None and gathered > phase.known_steps
        if never or (phase.steps_per_epoch is not None and gathered > phase.steps_per_epoch):
            n_steps = phase.known_steps if never else phase.steps_per_epoch
            yield Fault(
                path=argument_path(call, "gradient_accumulation_steps"),
                message=f"gathers {gathered} steps, {'the training' if never else 'an epoch'} has {n_steps}",
                severity="error" if never else "warning",
                received=f"{gathered}",
                expected=f"at most {n_steps}",
                hint="fewer, or smaller batches",
            )
