"""A model after each epoch in; the last and the best of them on disk out, whole whatever happens."""

from __future__ import annotations

import json
import math
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import keras

from nnspec.replacing import replace_text, replacing
from nnspec.training.checkpoint_files import TrainingState, damaged_run, read_files, state_of, write_files
from nnspec.training.plan import EpochRecord

Which = Literal["last", "best"]
_POINTER = "pointer.json"


class Checkpoints:
    """Keeps two checkpoints in a folder: that of the last epoch and that of the best.

    A checkpoint is written aside, forced onto the disk and renamed; then the pointer file is replaced; then what
    nothing points to goes. A process that is killed at any moment leaves a pointer to whole checkpoints.

    Args:
        folder: made when it is not there.
        monitor: the log that says which epoch is the best; an epoch without it is never the best.
        mode: whether it should fall or rise.
    """

    def __init__(self, folder: Path, *, monitor: str = "val_loss", mode: Literal["min", "max"] = "min") -> None:
        self._folder, self._monitor, self._mode = folder, monitor, mode

    def keep(
        self, trunk: keras.Model, *, record: EpochRecord, callbacks: Sequence[keras.callbacks.Callback] = ()
    ) -> None:
        """Write a checkpoint of now.

        Args:
            trunk: compiled or not; weights, optimizer and seed generators are kept.
            record: the epoch that has just ended.
            callbacks: whose plain attributes are kept.
        """
        state = state_of(trunk, epoch=record.epoch, step=record.step, logs=record.logs, callbacks=callbacks)
        name = self._next_name()
        self._write(name, trunk=trunk, state=state)
        pointer = self._pointer() | {"last": name}
        value = record.logs.get(self._monitor, math.nan)
        if self._is_better(value, pointer.get("best_value")):
            pointer |= {"best": name, "best_value": value}
        replace_text(self._folder / _POINTER, json.dumps(pointer))
        self._remove_others({name, pointer.get("best")})

    def restore(self, trunk: keras.Model, *, which: Which = "last") -> TrainingState:
        """Put a checkpoint into a trunk of the same architecture.

        Raises:
            RunError: `NN851`, there is none or it is damaged.
        """
        return read_files(self.path(which), trunk=trunk)

    def path(self, which: Which = "last") -> Path:
        """Give the folder of a checkpoint.

        Raises:
            RunError: `NN851`, there is none.
        """
        name = self._pointer().get(which)
        if name is None:
            raise damaged_run(f"there is no `{which}` checkpoint")
        return self._folder / str(name)

    def _write(self, name: str, *, trunk: keras.Model, state: TrainingState) -> None:
        with replacing(self._folder / name) as aside:
            aside.mkdir(parents=True)
            write_files(aside, trunk=trunk, state=state)

    def _next_name(self) -> str:
        """Count on from all that is there, so that no folder is ever written twice."""
        numbers = [int(path.name) for path in self._folder.glob("[0-9]*")]
        return f"{max(numbers, default=0) + 1:06d}"

    def _is_better(self, value: float, best: float | None) -> bool:
        if not math.isfinite(value):
            return False
        return best is None or (value < best if self._mode == "min" else value > best)

    def _pointer(self) -> dict[str, Any]:
        try:
            pointer: dict[str, Any] = json.loads((self._folder / _POINTER).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except ValueError as error:
            raise damaged_run(f"`{_POINTER}` is damaged") from error
        return pointer

    def _remove_others(self, keep: set[str | None]) -> None:
        for folder in self._folder.iterdir():
            if folder.is_dir() and folder.name not in keep:
                shutil.rmtree(folder, ignore_errors=True)
