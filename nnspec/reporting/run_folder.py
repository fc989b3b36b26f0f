"""The folder of a run: which files it holds, how they are written, how they are read again."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from jsonschema_rs import Draft202012Validator

from nnspec.diagnostics.diagnostic import Diagnostic
from nnspec.diagnostics.diagnostic import Path as Place
from nnspec.document.dump import dump_document
from nnspec.errors import SpecError, UsageError
from nnspec.graph.graph import Graph
from nnspec.pipeline import compile_source
from nnspec.records import record
from nnspec.references.hashing import sha256_of
from nnspec.references.project import ProjectPaths
from nnspec.replacing import replace_text
from nnspec.reporting.record import RunRecord
from nnspec.reporting.report import record_of, report_document
from nnspec.reporting.state_of_spec import fits_spec
from nnspec.schemagen.report_schema import report_section
from nnspec.spec.spec import Spec
from nnspec.tables.state import State, state_from_data, state_to_data

REPORT, STATE, MODEL, HISTORY = "report.yaml", "state.json", "model.keras", "history.jsonl"
CHECKPOINTS, WEIGHTS = "checkpoints", "checkpoints/final.weights.h5"
_EPOCH_KEYS: Mapping[str, Any] = {"epoch": int, "step": int, "seconds": int | float}


@record
class Run:
    """A run that can be used again.

    Args:
        folder: where it stands.
        spec: its report, read as a spec.
        graph: lowered from it.
        state: what its training split taught.
        weights: the file of its weights.
    """

    folder: Path
    spec: Spec
    graph: Graph
    state: State
    weights: Path


def free_run_folder(spec: Spec, output: Path | None) -> Path:
    """Choose the folder of a new run; it is not made yet.

    Args:
        spec: whose name a folder under `runs/` gets, with the time.
        output: the folder to use; it must be empty or not be there.

    Raises:
        UsageError: the folder holds something.
    """
    folder = output or _free_folder(Path("runs"), spec.name)
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"`{folder}` is a file; name a folder with --output")
    if folder.exists() and any(folder.iterdir()):
        raise UsageError(f"`{folder}` is not empty; name another folder with --output")
    return folder


def make_run_folder(folder: Path) -> None:
    """Make the folder of a new run.

    Raises:
        UsageError: it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"cannot make the folder `{folder}`: {error.strerror}") from error


def path_inside(folder: Path, name: str, path: Place) -> str:
    """Make a path that a callback of a run writes to; it lies in the run's folder and is none of the run's own files.

    Args:
        folder: of the run.
        name: relative to it.
        path: where the name stands in the document.

    Raises:
        SpecError: NN039 for a path outside the folder, NN150 for the name of one of the run's own files.
    """
    root = folder.resolve()
    resolved = _resolve_inside(root, name, path)
    own = resolved.relative_to(root).parts[:1]
    if own and own[0] in (REPORT, STATE, MODEL, HISTORY, CHECKPOINTS):
        message = f"`{own[0]}` is written by the run itself"
        raise SpecError([Diagnostic(code="NN150", message=message, path=path, received=name)])
    if root.is_dir():
        resolved.parent.mkdir(parents=True, exist_ok=True)
    return str(resolved)


def _resolve_inside(root: Path, name: str, path: Place) -> Path:
    try:
        return ProjectPaths(root, root).resolve(name, path=path)
    except SpecError as error:
        if any(finding.code != "NN039" for finding in error.diagnostics):
            raise
        message = f"`{name}` leaves the run's folder"
        raise SpecError([Diagnostic(code="NN039", message=message, path=path)]) from error


def write_report(record: RunRecord, folder: Path) -> None:
    """Write `report.yaml`, whole or not at all."""
    replace_text(folder / REPORT, dump_document(report_document(record, folder=folder)))


def write_state(state: State, folder: Path) -> dict[str, str]:
    """Write `state.json`, whole or not at all.

    Returns:
        `file`, its name inside the folder, and its `sha256`.
    """
    replace_text(folder / STATE, json.dumps(state_to_data(state), indent=1, ensure_ascii=False) + "\n")
    return {"file": STATE, "sha256": sha256_of(folder / STATE)}


def read_run(folder: Path) -> Run:
    """Read a run.

    Args:
        folder: that holds `report.yaml`, `state.json` and the weights.

    Raises:
        SpecError: NN851 for a folder that is incomplete or damaged, or the findings of its report.
        UsageError: there is no such folder.
    """
    _check_folder(folder)
    for name in (REPORT, STATE, WEIGHTS):
        if not (folder / name).is_file():
            hint = "a run that was killed leaves neither report nor weights"
            raise _damaged(folder, f"`{folder}` holds no `{name}`", hint)
    spec, graph = _read_report(folder)
    _check_files(folder, spec.report or {})
    state = _read_state(folder)
    if not fits_spec(state, spec):
        raise _damaged(folder, f"`{folder / STATE}` does not fit the inputs and outputs of the report", None)
    return Run(folder, spec, graph, state, folder / WEIGHTS)


def read_run_record(folder: Path) -> RunRecord:
    """Read what a run came to from its report and history.

    Raises:
        SpecError: NN851 for a folder without a whole report, or the findings of the report.
        UsageError: there is no such folder.
    """
    _check_folder(folder)
    spec, _ = _read_report(folder)
    return record_of(spec, folder=folder, history=_read_history(folder))


def _check_folder(folder: Path) -> None:
    if not folder.is_dir():
        raise UsageError(f"there is no run `{folder}`; a run is the folder that `nnspec train` writes")


def _read_report(folder: Path) -> tuple[Spec, Graph]:
    if not (folder / REPORT).is_file():
        raise _damaged(folder, f"`{folder}` holds no `{REPORT}`", None)
    compiled = compile_source(folder / REPORT, checked_data=False)
    if compiled.spec is None or compiled.graph is None or compiled.diagnostics.errors:
        raise SpecError(compiled.diagnostics)
    if not Draft202012Validator(report_section()).is_valid(compiled.spec.report):
        raise _damaged(folder, f"`{folder / REPORT}` has no whole `report` section", None)
    return compiled.spec, compiled.graph


def _read_history(folder: Path) -> tuple[dict[str, float], ...]:
    path = folder / HISTORY
    lines = path.read_text("utf-8", errors="replace").splitlines() if path.is_file() else []
    try:
        epochs = tuple(json.loads(line) for line in lines)
    except (ValueError, RecursionError) as error:
        raise _damaged(folder, f"`{path}` cannot be read: {error}", None) from error
    wrong = next((line for line, epoch in enumerate(epochs, start=1) if not _is_epoch(epoch)), None)
    if wrong is not None:
        raise _damaged(folder, f"line {wrong} of `{path}` is no record of an epoch", None)
    return epochs


def _is_epoch(data: Any) -> bool:
    """Tell whether a line of the history holds what was written there; a log that was not finite is null."""
    if not isinstance(data, dict) or any(isinstance(value, bool) for value in data.values()):
        return False
    logs = {name: value for name, value in data.items() if name not in _EPOCH_KEYS}
    return all(isinstance(data.get(name), kind) for name, kind in _EPOCH_KEYS.items()) and all(
        value is None or isinstance(value, int | float) for value in logs.values()
    )


def _read_state(folder: Path) -> State:
    try:
        return state_from_data(json.loads((folder / STATE).read_text("utf-8")))
    except (ValueError, RecursionError) as error:
        raise _damaged(folder, f"`{folder / STATE}` cannot be read: {error}", None) from error


def _check_files(folder: Path, report: Mapping[str, Any]) -> None:
    for name, file, message in (
        ("state", STATE, f"`{STATE}` in `{folder}` is not that of its report"),
        ("weights", WEIGHTS, f"the weights in `{folder}` are not those of its report"),
    ):
        if sha256_of(folder / file) != report[name]["sha256"]:
            raise _damaged(folder, message, "train it again: `nnspec train` takes the report")


def _free_folder(parent: Path, name: str) -> Path:
    stem = f"{re.sub(r'[^A-Za-z0-9_-]+', '-', name).strip('-') or 'run'}-{datetime.now():%Y%m%d-%H%M%S}"
    folder, count = parent / stem, 1
    while folder.exists():
        count += 1
        folder = parent / f"{stem}-{count}"
    return folder


def _damaged(folder: Path, message: str, hint: str | None) -> SpecError:
    return SpecError([Diagnostic(code="NN851", message=message, file=str(folder), hint=hint)])
