"""NN322: the patience outlasts the training, or is none.

What: early stopping that waits for as many epochs as the training has, or more; or one with a patience of 0 on a
validation metric, Keras' default. `ReduceLROnPlateau` with too much patience is advice, and so is a `stop` that can
only put the best weights back.

Why: the first never acts. The second ends the training at the first epoch that is not the best so far; validation
metrics go up and down from epoch to epoch.

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: number}
    train: {epochs: 10, callbacks: [{EarlyStopping: {patience: 20, restore_best_weights: true}}]}
    ---
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: number}
    train: {epochs: 100, stop: {monitor: val_loss}}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    outputs: {y: number}
    train: {epochs: 100, stop: {monitor: val_loss, patience: 10}}

Fix: 5 to 20 epochs, a tenth of the training.

Source: Defect4ML 019; Prechelt 1998, Early stopping, but when?
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.argument_path import argument_path
from nnspec.linting.regime import Phase
from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject
from nnspec.spec.calls import Call
from nnspec.spec.logs import watches_validation


@rule("NN322", "warning")
def patience(subject: Subject) -> Iterator[Fault]:
    """Find callbacks that never act, or at the first chance."""
    epochs = [_epochs_of(phase) for phase in subject.phases]
    longest = None if None in epochs else max(count for count in epochs if count is not None)
    for call in subject.spec.train.all_callbacks:
        if call.name not in ("EarlyStopping", "ReduceLROnPlateau"):
            continue
        waits = (call.get("patience") or 0) + (call.get("start_from_epoch") or 0)
        if longest is not None and waits >= longest:
            yield _never_acts(call, waits, longest)
        elif call.name == "EarlyStopping" and not call.get("patience") and watches_validation(call):
            yield _no_patience(call)


def _epochs_of(phase: Phase) -> int | None:
    """Count the epochs of a stage; None where it has steps, and how many an epoch has is unknown."""
    if phase.epochs is not None:
        return phase.epochs
    return None if phase.steps_per_epoch is None else -(-phase.n_steps // phase.steps_per_epoch)


def _never_acts(call: Call, waits: int, epochs: int) -> Fault:
    only_restores = call.name == "EarlyStopping" and call.written is None and call.get("restore_best_weights")
    return Fault(
        path=argument_path(call, "patience"),
        message=f"`{call.name}` waits {waits} epochs, the training has {epochs}",
        severity="info" if only_restores or call.name != "EarlyStopping" else "warning",
        received=f"{waits}",
        expected=f"less than {epochs}",
        hint="more epochs, or less patience",
    )


def _no_patience(call: Call) -> Fault:
    return Fault(
        path=argument_path(call, "patience"),
        message="stops at the first epoch that is not the best",
        received="patience 0",
        hint="`patience: 10`",
    )
