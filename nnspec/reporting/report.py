"""A run record -> its report: the spec as written, with paths made relative to the run, and a `report` section."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nnspec.references.reference import parse_reference
from nnspec.reporting.record import Expectation, RunRecord
from nnspec.spec.expansion.template import double_dollars, has_reference
from nnspec.spec.spec import Spec

_DATA_KEYS = ("source", "train", "validation", "test")
_BASE_KEYS = ("source", "weights")
_FILE_SCHEMES = ("file", "run")
_WORDS = ("imagenet", "none")


# What the schema asks for: a run that failed may have measured nothing.
_ALWAYS = ("metrics",)


def report_document(record: RunRecord, *, folder: Path) -> dict[str, Any]:
    """Make the plain data of a report.

    Args:
        record: what the run came to.
        folder: where the report will stand; paths are rewritten relative to it.
    """
    spec = moved_spec(record.spec, folder)
    name = spec.get("name") or double_dollars(record.spec.name)
    return {**spec, "name": name, "report": report_section(record, folder=folder)}


def moved_spec(spec: Spec, folder: Path) -> dict[str, Any]:
    """Give a spec's data as written, with its paths relative to another folder."""
    expanded: Mapping[str, Any] = spec.document.data
    written = {key: value for key, value in spec.written.data.items() if key != "report"}
    if "data" in written:
        written["data"] = _settle(written["data"], expanded["data"], _DATA_KEYS)
    data = _with_data_moved(written, spec.folder, folder)
    if "bases" in data:
        bases = _settle(data["bases"], expanded["bases"], ())
        settled = {name: _settle(base, expanded["bases"][name], _BASE_KEYS) for name, base in bases.items()}
        data["bases"] = {name: _move(base, _BASE_KEYS, spec.folder, folder) for name, base in settled.items()}
    return data


def _settle(written: Any, expanded: Any, keys: tuple[str, ...]) -> Any:
    """Fill in the references that take a value from elsewhere: only a whole path can be moved."""
    if isinstance(written, str):
        return double_dollars(expanded) if has_reference(written) else written
    return {key: _settle(item, expanded[key], ()) if key in keys else item for key, item in written.items()}


def report_section(record: RunRecord, *, folder: Path) -> dict[str, Any]:
    """Make the `report` section.

    Args:
        record: what the run came to.
        folder: where the report will stand.
    """
    section = {
        "status": record.status,
        "metrics": {split: dict(values) for split, values in record.metrics.items()},
        "parameters": dict(record.parameters),
        "flops": record.flops,
        "training": {
            "epochs": record.epochs,
            "steps": record.steps,
            "best_epoch": record.best_epoch,
            "seconds": round(record.seconds, 3),
            "history": _summarise(record.history),
        },
        "expectations": [_expectation_data(item) for item in record.expectations],
        "data": dict(record.data),
        "state": dict(record.state),
        "weights": dict(record.weights),
        "lineage": dict(record.lineage),
        "findings": list(record.notes),
        "environment": dict(record.environment),
        "resolved": _with_data_moved(record.resolved, record.spec.folder, folder),
    }
    return {key: value for key, value in section.items() if key in _ALWAYS or value not in (None, {}, [])}


def record_of(spec: Spec, *, folder: Path, history: tuple[Mapping[str, float], ...]) -> RunRecord:
    """Make the record again from a report.

    Args:
        spec: the report, read as a spec.
        folder: where it stands.
        history: of `history.jsonl`.
    """
    section = spec.report or {}
    training = section["training"]
    values = {item["quantity"]: item["value"] for item in section.get("expectations", ())}
    return RunRecord(
        spec=spec,
        folder=folder,
        status=section["status"],
        metrics=section.get("metrics", {}),
        parameters=section["parameters"],
        flops=section["flops"],
        epochs=training["epochs"],
        steps=training["steps"],
        best_epoch=training.get("best_epoch"),
        seconds=training["seconds"],
        history=history,
        data=section["data"],
        state=section["state"],
        weights=section["weights"],
        environment=section["environment"],
        resolved=section["resolved"],
        expectations=tuple(Expectation(bound=bound, value=values.get(bound.quantity)) for bound in spec.expect),
        lineage=section.get("lineage", {}),
        notes=tuple(section.get("findings", ())),
    )


def _with_data_moved(section: Mapping[str, Any], old: Path, new: Path) -> dict[str, Any]:
    moved = {"data": _move(section["data"], _DATA_KEYS, old, new)} if "data" in section else {}
    return {**section, **moved}


def _move(value: str | Mapping[str, Any], keys: tuple[str, ...], old: Path, new: Path) -> Any:
    if isinstance(value, str):
        return _move_reference(value, old, new)
    return {key: _move_reference(item, old, new) if key in keys else item for key, item in value.items()}


def _move_reference(text: str, old: Path, new: Path) -> str:
    if text in _WORDS:
        return text
    reference = parse_reference(text)
    if reference.scheme not in _FILE_SCHEMES or Path(reference.name).is_absolute():
        return text
    moved = Path(os.path.relpath(old.resolve() / reference.name, new.resolve())).as_posix()
    return f"{reference.scheme}:{moved}" if text.startswith(f"{reference.scheme}:") else moved


def _summarise(history: tuple[Mapping[str, float], ...]) -> dict[str, Any]:
    """Give each log's first, last, lowest and highest value; the whole history is in `history.jsonl`."""
    names = dict.fromkeys(name for epoch in history for name in epoch if name not in ("epoch", "step", "seconds"))
    columns = {name: [epoch[name] for epoch in history if _is_finite(epoch.get(name))] for name in names}
    return {
        name: {"first": values[0], "last": values[-1], "min": min(values), "max": max(values)}
        for name, values in columns.items()
        if values
    }


def _is_finite(value: float | None) -> bool:
    """Tell whether there is a number; `history.jsonl` has null where it is not finite."""
    return value is not None and math.isfinite(value)


def _expectation_data(expectation: Expectation) -> dict[str, Any]:
    return {
        "quantity": expectation.bound.quantity,
        "expected": expectation.bound.describe(),
        "value": expectation.value,
        "holds": expectation.holds,
    }
