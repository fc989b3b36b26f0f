"""A restored run -> some rows to check an exported model with: of its own data, or made up where these are gone."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from nnspec.datasets.loading import load_splits
from nnspec.errors import SpecError
from nnspec.interop.exporting.tensors import Arrays, to_arrays, to_tensors
from nnspec.records import record
from nnspec.tables.state import InputState
from nnspec.training.restore import Restored

N_ROWS = 32


@record
class Sample:
    """Rows to predict.

    Args:
        rows: as the exported model takes them, by input name.
        origin: where they come from, in words.
    """

    rows: Arrays
    origin: str


def sample_rows(restored: Restored, *, part: str) -> Sample:
    """Take the first rows of the last part of a run's data.

    Args:
        restored: the run.
        part: `serving` takes raw rows, `trunk` encoded ones.
    """
    try:
        splits = load_splits(restored.run.spec, paths=restored.paths)
        rows = splits.test or splits.validation or splits.train
        rows, origin = rows.take(np.arange(min(N_ROWS, len(rows)))), "rows of the run's data"
        raw: Arrays = rows.inputs
    except SpecError:
        raw = {name: _made_up(state) for name, state in restored.run.state.inputs.items()}
        origin = "made-up rows, since the run's data are not there"
    return Sample(raw if part == "serving" else _encoded(restored, raw), origin)


def _encoded(restored: Restored, raw: Arrays) -> Arrays:
    return to_arrays(restored.models.encoder(to_tensors(raw)))


def _made_up(state: InputState) -> npt.NDArray[Any]:
    """Make rows of the right shape and kind: known categories, or numbers around the means."""
    shape = (N_ROWS, *state.shape)
    if state.dtype == "string":
        words = [str(word) for word in state.vocabulary or ("",)]
        return np.array([words[i % len(words)] for i in range(N_ROWS)], dtype=object).reshape(shape)
    if state.dtype.startswith("float"):
        mean, variance = np.asarray(state.mean or 0.0), np.asarray(state.variance or 1.0)
        spread = np.random.default_rng(0).standard_normal(shape)
        return np.asarray(mean + spread * np.sqrt(variance)).astype(state.dtype)
    known = np.asarray(state.vocabulary or range(N_ROWS))
    return np.resize(known, shape).astype(state.dtype)
