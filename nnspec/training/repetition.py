"""A report that is trained again: its data must be those it was made from."""

from __future__ import annotations

from nnspec.datasets.loading import DataSource
from nnspec.diagnostics.diagnostic import Diagnostic
from nnspec.errors import SpecError
from nnspec.spec.spec import Spec
from nnspec.validation.places import locate


def check_repetition(spec: Spec, source: DataSource, *, allowed: bool, option: str | None = None) -> None:
    """Hold the data against the fingerprint in the spec's `report` section, if it has one.

    Args:
        spec: a report, or a plain spec, which is not checked.
        source: what was read.
        allowed: the user wants other data.
        option: of the command line, that says so.

    Raises:
        SpecError: NN656, the data have another fingerprint.
    """
    expected = ((spec.report or {}).get("data") or {}).get("sha256")
    if allowed or expected is None or expected == source.sha256:
        return
    finding = Diagnostic(
        code="NN656",
        message="the data are not those the report was made from",
        path=("report", "data", "sha256"),
        received=source.sha256,
        expected=str(expected),
        hint="restore the data" if option is None else f"restore the data, or allow it with {option}",
    )
    raise SpecError(locate([finding], spec.document))
