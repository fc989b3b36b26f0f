"""Findings about data, raised where they are seen."""

from __future__ import annotations

from collections.abc import Iterable

from nnspec.diagnostics.collection import Diagnostics
from nnspec.diagnostics.diagnostic import Diagnostic, Path
from nnspec.errors import SpecError


def data_error(
    code: str,
    message: str,
    *,
    path: Path,
    received: str | None = None,
    expected: str | None = None,
    hint: str | None = None,
) -> SpecError:
    """Make the exception of one finding."""
    finding = Diagnostic(code=code, message=message, path=path, received=received, expected=expected, hint=hint)
    return SpecError(Diagnostics.collect([finding]))


def raise_findings(findings: Iterable[Diagnostic]) -> None:
    """Raise all findings together; nothing happens where there are none.

    Raises:
        SpecError: with all of them.
    """
    collected = Diagnostics.collect(findings)
    if collected:
        raise SpecError(collected)
