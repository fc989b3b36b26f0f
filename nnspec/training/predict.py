"""A run and rows without the truth -> what the network says of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from nnspec.datasets.loading import load_rows
from nnspec.datasets.table import Array
from nnspec.references.project import caller_paths
from nnspec.reporting.record import RunRecord
from nnspec.reporting.run_folder import read_run
from nnspec.spec.outputs import Output
from nnspec.tables.state import OutputState
from nnspec.training.evaluate import run_folder_of
from nnspec.training.failures import machine_failures
from nnspec.training.located import concerning, located_in
from nnspec.training.network import run_in_batches
from nnspec.training.restore import restore_run
from nnspec.training.strategy import open_strategy

_KINDS = ("probabilities", "scores", "probability", "score")


def predict(run: RunRecord | Path | str, data: str, *, allow: tuple[str, ...] = ()) -> dict[str, Array]:
    """Predict with a run.

    Args:
        run: a record with a folder, or the folder.
        data: a reference to rows, relative to the current folder; the outputs' columns may be absent.
        allow: folders outside the project that the report may name.

    Returns:
        Columns by name, each of shape (n,) or (n, ...): `row`, its number in the data from 1 (rows with missing
        values may be left out); the prediction in the data's classes or unit under the output's name; and for
        classes one column of probabilities (or scores) each, `species_Adelie`.

    Raises:
        SpecError: NN851 for a damaged run, NN65x for the data.
    """
    read = read_run(run_folder_of(run))
    with located_in(read.spec.document), machine_failures():
        restored = restore_run(read, devices=open_strategy("none"), allow=allow)
        with concerning(data):
            rows = load_rows(read.spec, read.state, data, paths=caller_paths(), targets=False)
        served = run_in_batches(restored.models.serving, rows)
    columns = {"row": rows.numbers + 1}
    for output in read.spec.outputs:
        for name, values in _columns_of(output, read.state.outputs[output.name], served):
            # Outputs may share a column of the data: what is taken bears the output's name in front.
            columns[f"{output.name}.{name}" if name in columns else name] = values
    return columns


def _columns_of(output: Output, state: OutputState, served: dict[str, Array]) -> Iterator[tuple[str, Array]]:
    for name in (output.name, *(f"{output.name}_{kind}" for kind in _KINDS)):
        if name in served:
            yield from _spread(name, _as_text(served[name]), output, state)


def _spread(name: str, values: Array, output: Output, state: OutputState) -> Iterator[tuple[str, Array]]:
    """Give a column per class or unit where there are few axes; other arrays stay whole."""
    if values.ndim != 2 or output.per_position:
        yield name, values
        return
    labels = _labels(name, values.shape[1], output, state)
    yield from ((label, values[:, i]) for i, label in enumerate(labels))


def _labels(name: str, width: int, output: Output, state: OutputState) -> list[str]:
    if output.type == "category" and state.classes is not None:
        return [f"{output.name}_{each}" for each in state.classes]
    if len(state.columns) == width:
        return [
            column if name == output.name else f"{column}_{name[len(output.name) + 1 :]}" for column in state.columns
        ]
    return [name] if width == 1 else [f"{name}_{i}" for i in range(width)]


def _as_text(values: Any) -> Array:
    array = np.asarray(values)
    if array.dtype.kind not in "OS":
        return array
    texts = np.empty(array.size, dtype=object)
    texts[:] = [item.decode("utf-8") for item in array.ravel()]
    return texts.reshape(array.shape)
