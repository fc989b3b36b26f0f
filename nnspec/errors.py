"""The exceptions nnspec raises, each with the exit code that the command line gives it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from nnspec.diagnostics.collection import Diagnostics
from nnspec.diagnostics.diagnostic import Diagnostic, Path


class NnspecError(Exception):
    """Base of every error that nnspec raises on purpose."""

    exit_code = 3


class UsageError(NnspecError):
    """The request itself cannot be served: a missing file, a wrong option, a missing extra."""

    exit_code = 2


class FindingsError(NnspecError):
    """Something has findings of severity error.

    Args:
        findings: all of them.
        texts: of the files that they name, as far as they were read.

    Attributes:
        diagnostics: the findings in source order.
        texts: by the name that findings give the file.
    """

    def __init__(self, findings: Iterable[Diagnostic], *, texts: Mapping[str, str] | None = None) -> None:
        self.diagnostics = Diagnostics.collect(findings)
        self.texts = texts or {}
        super().__init__(str(self.diagnostics))


class SpecError(FindingsError):
    """The spec, its data or its weights are wrong."""

    exit_code = 1


class RunError(FindingsError):
    """Training started and could not be finished; what was safe is on disk."""

    exit_code = 4


def spec_error(
    code: str,
    message: str,
    *,
    path: Path = (),
    received: str | None = None,
    expected: str | None = None,
    hint: str | None = None,
) -> SpecError:
    """Make the exception of one finding, whose file and span are filled in later from its path."""
    return SpecError(
        [Diagnostic(code=code, message=message, path=path, received=received, expected=expected, hint=hint)]
    )
