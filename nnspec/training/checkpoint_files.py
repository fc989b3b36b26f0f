"""A model in the middle of its training in, one folder of files with their hashes out, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import keras

from nnspec.diagnostics.diagnostic import Diagnostic
from nnspec.errors import RunError
from nnspec.records import record, values
from nnspec.references.hashing import sha256_of

VERSION = 1
_WEIGHTS, _STATE, _HASHES = "model.weights.h5", "state.json", "sha256.json"


@record(kw_only=True)
class TrainingState:
    """Where a training stands, beside the weights and the optimizer.

    Args:
        epoch: finished epochs, over all stages.
        step: finished optimizer steps, over all stages.
        logs: of the last epoch.
        seeds: the state of each seed generator, in the model's order.
        callbacks: per callback its class and those of its attributes that are plain values.
    """

    epoch: int
    step: int
    logs: Mapping[str, float]
    seeds: tuple[tuple[int, ...], ...] = ()
    callbacks: tuple[tuple[str, Mapping[str, Any]], ...] = ()


def state_of(
    trunk: keras.Model,
    *,
    epoch: int,
    step: int,
    logs: Mapping[str, float],
    callbacks: Sequence[keras.callbacks.Callback],
) -> TrainingState:
    """Collect where a training stands."""
    return TrainingState(
        epoch=epoch,
        step=step,
        logs=logs,
        seeds=tuple(tuple(seed.numpy().tolist()) for seed in _seed_variables(trunk)),
        callbacks=tuple((type(callback).__name__, _plain_attributes(callback)) for callback in callbacks),
    )


def write_files(folder: Path, *, trunk: keras.Model, state: TrainingState) -> None:
    """Write weights, optimizer and state into an empty folder, and last the hashes of all."""
    trunk.save_weights(folder / _WEIGHTS)
    (folder / _STATE).write_text(json.dumps({"version": VERSION, **values(state)}), encoding="utf-8")
    hashes = {name: sha256_of(folder / name) for name in (_WEIGHTS, _STATE)}
    (folder / _HASHES).write_text(json.dumps(hashes), encoding="utf-8")


def read_files(folder: Path, *, trunk: keras.Model) -> TrainingState:
    """Put a checkpoint into a trunk of the same architecture, its optimizer too where it is compiled and built.

    Raises:
        RunError: `NN851`, a file is absent or differs from its hash.
    """
    verify_files(folder)
    fields = json.loads((folder / _STATE).read_text(encoding="utf-8"))
    trunk.load_weights(folder / _WEIGHTS)
    for variable, seed in zip(_seed_variables(trunk), fields["seeds"], strict=True):
        variable.assign(seed)
    return TrainingState(
        epoch=fields["epoch"],
        step=fields["step"],
        logs=fields["logs"],
        seeds=tuple(tuple(seed) for seed in fields["seeds"]),
        callbacks=tuple((name, attributes) for name, attributes in fields["callbacks"]),
    )


def verify_files(folder: Path) -> None:
    """Compare every file with its hash.

    Raises:
        RunError: `NN851`, a file is absent or differs.
    """
    try:
        hashes = json.loads((folder / _HASHES).read_text(encoding="utf-8"))
        damaged = [name for name in (_WEIGHTS, _STATE) if sha256_of(folder / name) != hashes[name]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise damaged_run(f"the checkpoint `{folder.name}` is incomplete") from error
    if damaged:
        raise damaged_run(f"the checkpoint `{folder.name}` is damaged in `{damaged[0]}`")


def damaged_run(message: str) -> RunError:
    """Make the error for checkpoints that cannot be read, `NN851`."""
    return RunError([Diagnostic(code="NN851", message=message)])


def _seed_variables(trunk: keras.Model) -> list[keras.Variable]:
    """Find what Keras' weight files leave out: the state of dropout and its like."""
    weights = {id(variable) for variable in trunk.weights}
    return [variable for variable in trunk.variables if id(variable) not in weights]


def _plain_attributes(callback: keras.callbacks.Callback) -> dict[str, Any]:
    return {
        name: value
        for name, value in vars(callback).items()
        if not name.startswith("_") and isinstance(value, bool | int | float | str | None)
    }
