"""Whether the columns that a spec names exist, where the data are at hand and their header tells."""

from __future__ import annotations

from nnspec.diagnostics.diagnostic import Diagnostic
from nnspec.errors import SpecError
from nnspec.records import record, replace
from nnspec.references.project import ProjectPaths
from nnspec.spec.binding import bind_columns
from nnspec.spec.data import Data
from nnspec.spec.spec import Spec
from nnspec.tables.discovery import discover_header
from nnspec.tables.header import Header

_PLACES = ("source", "train", "validation", "test")
_TRAINING = ("source", "train")


@record
class ColumnsCheck:
    """What checking the columns found, and what it could not check.

    Args:
        findings: about references and columns.
        unchecked: what could not be checked, and why.
        header: of the training rows; None where it is not to be had.
    """

    findings: tuple[Diagnostic, ...]
    unchecked: tuple[str, ...]
    header: Header | None = None


def check_columns(spec: Spec, *, paths: ProjectPaths) -> ColumnsCheck:
    """Check a spec's columns against the headers of its data.

    Args:
        spec: its data need not be there; then nothing is checked.
        paths: which paths it may name.

    Reports: NN032, NN039, NN040 for references, NN650 for columns, NN654 for damaged files.
    """
    if spec.data is None:
        return ColumnsCheck((), ("columns, because the spec names no data",))
    findings: list[Diagnostic] = []
    unchecked: list[str] = []
    headers: list[Header] = []
    for place in _PLACES:
        if (reference := getattr(spec.data, place)) is None:
            continue
        found = _check_reference(spec, spec.data, reference, place, paths)
        findings += found.findings
        unchecked += found.unchecked
        headers += [] if found.header is None or place not in _TRAINING else [found.header]
    located = tuple(_as_written(finding, spec) for finding in findings)
    return ColumnsCheck(located, tuple(unchecked), headers[0] if headers else None)


def _check_reference(spec: Spec, data: Data, reference: str, place: str, paths: ProjectPaths) -> ColumnsCheck:
    short = isinstance(spec.document.data["data"], str)
    path = data.path if short else (*data.path, place)
    try:
        header = discover_header(reference, paths=paths, path=path)
    except SpecError as refusal:
        return ColumnsCheck(tuple(refusal.diagnostics), ())
    if header is None:
        return ColumnsCheck((), (f"columns, because `{reference}` is not there or has no header",))
    found = bind_columns(spec.inputs, outputs=spec.outputs, data=data, available=header.names).findings
    return ColumnsCheck(found, (), header)


def _as_written(finding: Diagnostic, spec: Spec) -> Diagnostic:
    """Point at `columns` where the one column stands under that key."""
    *parents, last = finding.path
    section = spec.document.data
    for part in parents:
        section = section.get(part, {}) if isinstance(section, dict) else {}
    plural = last == "column" and isinstance(section, dict) and "column" not in section
    return replace(finding, path=(*parents, "columns")) if plural else finding
