"""A defect of a base -> the exception that carries it."""

from __future__ import annotations

from nnspec.diagnostics.collection import Diagnostics
from nnspec.diagnostics.diagnostic import Diagnostic, Path
from nnspec.errors import SpecError


def refusal(
    code: str,
    message: str,
    *,
    path: Path,
    received: str | None = None,
    expected: str | None = None,
    hint: str | None = None,
) -> SpecError:
    """Wrap one finding into a SpecError."""
    finding = Diagnostic(code=code, message=message, path=path, received=received, expected=expected, hint=hint)
    return SpecError(Diagnostics.collect([finding]))
