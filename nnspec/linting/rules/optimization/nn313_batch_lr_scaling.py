"""NN313: a very large batch at the learning rate of a small one.

What: `batch_size` of 1,024 or more, the optimizer's default learning rate, and no schedule.

Why: a batch 32 times as large makes one step of 32. The usual remedy is a learning rate that grows with the batch, or
with its root for Adam, and a warm-up of some hundred steps, since the first gradients are the steepest.

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: number}
    train: {batch_size: 4096}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: number}
    optimizer: {Adam: {learning_rate: 0.006}}
    train: {batch_size: 4096}

Fix: a learning rate some times as high, with `CosineDecay` and its `warmup_steps`.

Source: Goyal et al. 2017, section 2.1; Smith et al. 2018.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.argument_path import argument_path
from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject
from nnspec.spec.calls import Call

_LARGE = 1024


@rule("NN313", "info")
def batch_lr_scaling(subject: Subject) -> Iterator[Fault]:
    """Find large batches whose learning rate nobody has chosen."""
    batch_size = subject.spec.train.batch_size
    if batch_size < _LARGE:
        return
    for call in (each.call for each in subject.optimizers if _is_default(each.call)):
        yield Fault(
            path=argument_path(call, "learning_rate"),
            message=f"the default learning rate for batches of {batch_size:,}",
            received=f"{call.get('learning_rate'):g}",
            hint="a higher one, with `CosineDecay` and its `warmup_steps`",
        )


def _is_default(optimizer: Call) -> bool:
    declared = optimizer.entry.arguments.get("learning_rate")
    rate = optimizer.get("learning_rate")
    return declared is not None and isinstance(rate, float) and rate == declared.default
