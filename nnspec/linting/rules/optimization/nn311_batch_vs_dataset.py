"""NN311: a batch holds all rows, or a large part of them.

What: `batch_size` is larger than the number of training rows; or, of 100 training rows or more, larger than a tenth.

Why: an epoch is then one step, or a few, so that the training takes far more epochs than usual; small batches also
find better minima. It still trains: the first is a warning where the training has less than 1,000 steps, all else
advice.

Card:
    rows: 200
    columns: {a: {}, b: {}, y: {}}

Fires:
    nnspec: 1
    data: {source: points.csv}
    inputs: {x: {columns: [a, b]}}
    outputs: {y: number}
    train: {epochs: 500, batch_size: 256}
    ---
    nnspec: 1
    data: {source: points.csv}
    inputs: {x: {columns: [a, b]}}
    outputs: {y: number}
    train: {epochs: 500, batch_size: 64}

Passes:
    nnspec: 1
    data: {source: points.csv}
    inputs: {x: {columns: [a, b]}}
    outputs: {y: number}
    train: {epochs: 100, batch_size: 8}

Fix: 8 to 32 for some hundred rows.

Effect: on digits with batches of 32 and of 1024, accuracy 0.955 without and 0.508 with the fault, difference -0.448
[-0.523, -0.373] over 5 seeds (benchmarks/evidence).

Source: Humbatova et al. 2020 (wrong batch size); Masters and Luschi 2018.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.held_out import rows_of
from nnspec.linting.regime import place_in_train
from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject

_SMALL_DATA = 100
_FEWEST_STEPS = 10
_DEFAULT = 32
_MANY_STEPS = 1000


@rule("NN311", "warning")
def batch_vs_dataset(subject: Subject) -> Iterator[Fault]:
    """Find batches that leave few steps to an epoch."""
    batch_size, n_train = subject.spec.train.batch_size, rows_of("train", subject.spec, subject.facts)
    exceeds = batch_size > n_train > 0
    is_large = n_train >= _SMALL_DATA and batch_size > max(_DEFAULT, n_train // _FEWEST_STEPS)
    if exceeds or is_large:
        yield Fault(
            path=place_in_train(subject.spec, "batch_size"),
            message=f"a batch of {batch_size:,} of {n_train:,} training rows",
            severity="warning" if exceeds and n_train >= _SMALL_DATA and _is_short(subject) else "info",
            received=f"{batch_size}" if _is_written(subject) else f"the default of {batch_size}",
            expected=f"at most {min(n_train, max(_DEFAULT, n_train // _FEWEST_STEPS))}",
            hint="smaller batches make more steps of an epoch",
        )


def _is_written(subject: Subject) -> bool:
    return "batch_size" in (subject.spec.document.data.get("train") or {})


def _is_short(subject: Subject) -> bool:
    """Tell whether smaller batches would have made more steps of a training that has few."""
    return sum(phase.n_steps for phase in subject.phases) < _MANY_STEPS
