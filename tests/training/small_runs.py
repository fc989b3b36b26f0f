"""A spec and its data as files -> a run, and what its saved model says of raw inputs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

import keras
import numpy as np

import nnspec


@dataclass(frozen=True)
class SmallRun:
    """A finished run and the data that it was made from."""

    record: nnspec.RunRecord
    data: Path

    def predict(self) -> dict[str, np.ndarray]:
        return nnspec.predict(self.record, str(self.data))

    def serve(self, **raw: object) -> dict[str, np.ndarray]:
        """Ask the saved model, as others would, with raw values by input name."""
        assert self.record.folder is not None
        model = keras.saving.load_model(self.record.folder / "model.keras")
        served = model({name: keras.ops.convert_to_tensor(values) for name, values in raw.items()})
        return {name: _plain(np.asarray(values)) for name, values in served.items()}


def train_small(folder: Path, text: str, *, data: str) -> SmallRun:
    """Train a spec of YAML, to which `nnspec: 1` and the data's name are added."""
    (folder / "nnspec.toml").touch()
    spec = folder / "small.yaml"
    spec.write_text(f"nnspec: 1\n{dedent(text)}", encoding="utf-8")
    assert not nnspec.validate(spec).errors, str(nnspec.validate(spec))
    return SmallRun(nnspec.train(spec, folder / "run"), folder / data)


def write_json_lines(path: Path, rows: Iterable[Mapping[str, object]]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def _plain(values: np.ndarray) -> np.ndarray:
    if values.dtype.kind != "O":
        return values
    return np.array([each.decode("utf-8") for each in values.ravel()], dtype=object).reshape(values.shape)
