"""NN405: batch statistics of a few values.

What: a BatchNormalization over feature vectors with batches of 1, an error; with batches below 8, a warning. Over
maps and sequences, whose positions count as well, batches below 4 are advice. A frozen one is left alone.

Why: mean and variance of a few rows are mostly noise, and differ from those that the network predicts with; of one
row the normalised value is 0 whatever goes in.

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, use_bias: false}}, BatchNormalization, ReLU]
    outputs: {y: number}
    train: {batch_size: 1}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, use_bias: false}}, BatchNormalization, ReLU]
    outputs: {y: number}
    train: {batch_size: 16}

Fix: a larger batch, `LayerNormalization` or `GroupNormalization`.

Effect: on breast cancer in batches of 32 and of 2, accuracy 0.981 without and 0.966 with the fault, difference -0.015
[-0.028, -0.002] over 5 seeds (benchmarks/evidence).

Source: Wu and He 2018, Group normalization, figure 1; Karpathy 2019.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.rule import Fault, rule
from nnspec.linting.step import Step
from nnspec.linting.subject import Subject

_FEW_ROWS = 8
_FEW_MAPS = 4


@rule("NN405", "warning")
def bn_small_batch(subject: Subject) -> Iterator[Fault]:
    """Find the first batch normalisation of a network whose batches are small."""
    batch_size = subject.spec.train.batch_size
    if batch_size >= _FEW_ROWS:
        return
    for step in subject.flow:
        n_positions = _count_positions(step) if _learns_statistics(step) else None
        if n_positions is None or (n_positions > 1 and batch_size >= _FEW_MAPS):
            continue
        yield Fault(
            path=step.path,
            message=f"batch statistics of {batch_size} {'row' if batch_size == 1 else 'rows'}",
            severity="info" if n_positions > 1 else "error" if batch_size == 1 else "warning",
            received=f"batch_size {batch_size}",
            expected=f"at least {_FEW_MAPS if n_positions > 1 else _FEW_ROWS}",
            hint="`LayerNormalization` or `GroupNormalization`, or a larger batch",
        )
        return


def _learns_statistics(step: Step) -> bool:
    return step.layer == "BatchNormalization" and not step.is_frozen


def _count_positions(step: Step) -> int | None:
    """Count the values of one channel in one row; None where that is unknown, 2 where only that there are several."""
    shape = step.taken.shape
    if shape is None:
        return None
    if len(shape) < 3:
        return 1
    known = [length for length in shape[1:-1] if isinstance(length, int)]
    return 2 if len(known) < len(shape) - 2 or any(length > 1 for length in known) else 1
