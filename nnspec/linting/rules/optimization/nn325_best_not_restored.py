"""NN325: early stopping ends with the weights of its worst epochs.

What: the callback `EarlyStopping`, or `stop` with `restore_best_weights: false`, without `restore_best_weights: true`
and without a checkpoint of the best epoch. (`stop` restores by itself.)

Why: it stops when the last epochs, as many as its patience, were worse than the best; theirs are the weights that
stay.

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: number}
    train: {epochs: 50, callbacks: [{EarlyStopping: {patience: 5}}]}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: number}
    train: {epochs: 50, stop: {monitor: val_loss, patience: 5}}

Fix: `restore_best_weights: true`.

Source: Karpathy 2019, A recipe for training neural networks; Prechelt 1998.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.argument_path import argument_path, argument_place
from nnspec.linting.rule import Fault, Fix, rule
from nnspec.linting.subject import Subject


@rule("NN325", "warning")
def best_not_restored(subject: Subject) -> Iterator[Fault]:
    """Find early stopping that keeps the last weights."""
    train = subject.spec.train
    if any(call.name == "ModelCheckpoint" and call.get("save_best_only") for call in train.callbacks):
        return
    for call in train.all_callbacks:
        if call.name == "EarlyStopping" and not call.get("restore_best_weights"):
            yield Fault(
                path=argument_path(call, "restore_best_weights"),
                message="early stopping keeps the last weights, not the best",
                hint="`restore_best_weights: true`",
                fix=Fix(argument_place(call, "restore_best_weights"), True),
            )
