"""Findings about data, raised where they are seen."""

from __future__ import annotations

from collections.abc import Iterable

from nnspec.diagnostics.collection import Diagnostics
from nnspec.diagnostics.diagnostic import Diagnostic
from nnspec.errors import SpecError


def raise_findings(findings: Iterable[Diagnostic]) -> None:
    """Raise all findings together; nothing happens where there are none.

    Raises:
        SpecError: with all of them.
    """
    collected = Diagnostics.collect(findings)
    if collected:
        raise SpecError(collected)
