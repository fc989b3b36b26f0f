"""The exceptions nnspec raises, each with the exit code that the command line gives it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nnspec.diagnostics.collection import Diagnostics


class NnspecError(Exception):
    """Base of every error that nnspec raises on purpose."""

    exit_code = 3


class UsageError(NnspecError):
    """The request itself cannot be served: a missing file, a wrong option, a missing extra."""

    exit_code = 2


class SpecError(NnspecError):
    """The spec, its data or its weights have findings of severity error.

    Args:
        diagnostics: all findings, in source order.
    """

    exit_code = 1

    def __init__(self, diagnostics: Diagnostics) -> None:
        self.diagnostics = diagnostics
        super().__init__(str(diagnostics))


class RunError(NnspecError):
    """Training started and could not be finished; what was safe is on disk.

    Args:
        diagnostics: what went wrong and where.
    """

    exit_code = 4

    def __init__(self, diagnostics: Diagnostics) -> None:
        self.diagnostics = diagnostics
        super().__init__(str(diagnostics))
