"""A run and data -> its metrics."""

from __future__ import annotations

from pathlib import Path

from nnspec.datasets.loading import load_rows, load_splits
from nnspec.datasets.rows import Rows
from nnspec.references.project import caller_paths
from nnspec.reporting.record import RunRecord
from nnspec.reporting.run_folder import read_run
from nnspec.training.examples import Examples
from nnspec.training.failures import machine_failures
from nnspec.training.located import concerning, located_in
from nnspec.training.network import make_examples, run_in_batches
from nnspec.training.repetition import check_repetition
from nnspec.training.restore import Restored, restore_run
from nnspec.training.results import Metrics, name_metrics
from nnspec.training.strategy import open_strategy
from nnspec.training.trainer import Trainer


def evaluate(run: RunRecord | Path | str, data: str | None = None, *, allow: tuple[str, ...] = ()) -> Metrics:
    """Judge a run.

    Args:
        run: a record with a folder, or the folder.
        data: a reference to other data, relative to the current folder; the run's own splits by default.
        allow: folders outside the project that the report may name.

    Returns:
        Metrics by split; `data` is the only split where data are given.

    Raises:
        SpecError: NN851 for a damaged run, NN656 where its own data have changed, NN65x for the data given.
    """
    devices, read = open_strategy("none"), read_run(run_folder_of(run))
    with located_in(read.spec.document), machine_failures():
        restored = restore_run(read, devices=devices, allow=allow)
        trainer = Trainer(restored.models.trunk, objectives=restored.objectives, devices=devices)
        return {
            name: name_metrics(read.spec, trainer.evaluate(examples))
            for name, examples in _examples(restored, data).items()
        }


def run_folder_of(run: RunRecord | Path | str) -> Path:
    """Give the folder of a run."""
    if isinstance(run, RunRecord):
        if run.folder is None:
            raise ValueError("this run was never written, so it has no folder")
        return run.folder
    return Path(run)


def _examples(restored: Restored, data: str | None) -> dict[str, Examples]:
    if data is None:
        return {name: _encoded(restored, rows) for name, rows in _own_rows(restored).items()}
    with concerning(data):
        rows = load_rows(restored.run.spec, restored.run.state, data, paths=caller_paths(), targets=True)
        return {"data": _encoded(restored, rows)}


def _own_rows(restored: Restored) -> dict[str, Rows]:
    spec = restored.run.spec
    splits = load_splits(spec, paths=restored.paths)
    check_repetition(spec, splits.source, allowed=False)
    parts = {"train": splits.train, "validation": splits.validation, "test": splits.test}
    return {name: rows for name, rows in parts.items() if rows is not None and len(rows)}


def _encoded(restored: Restored, rows: Rows) -> Examples:
    encoded = run_in_batches(restored.models.encoder, rows)
    return make_examples(restored.run.spec, restored.run.state, rows, encoded=encoded)
