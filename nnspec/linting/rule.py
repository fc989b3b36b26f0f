"""A rule: one defect, what it looks for, and how bad it is.

A rule is one file. Its function is named for the defect and takes a `Subject`; the module's docstring is its page
(see `nnspec.linting.page`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from nnspec.diagnostics.diagnostic import Path, Severity
from nnspec.linting.subject import Subject
from nnspec.records import record


@record
class Fix:
    """A safe repair of the document: what stands at a path becomes another value, or goes.

    Args:
        path: of the value; where nothing stands there yet, the key is added to the mapping above it.
        value: plain data; `REMOVE` takes the key or entry away.
    """

    path: Path
    value: Any


REMOVE: Any = object()


@record(kw_only=True)
class Fault:
    """One place where a rule found its defect.

    Args:
        path: in the document; keys and indices from its top.
        message: one short sentence without a period, code words in backticks.
        severity: where it differs from the rule's own.
        received: what stands there, as text.
        expected: what should stand there, as text.
        hint: the remedy, one sentence.
        fix: a repair that a program may apply without asking.
    """

    path: Path
    message: str
    severity: Severity | None = None
    received: str | None = None
    expected: str | None = None
    hint: str | None = None
    fix: Fix | None = None


Check = Callable[[Subject], Iterator[Fault]]


@record(kw_only=True)
class Rule:
    """One rule.

    Args:
        code: such as `NN201`.
        name: such as `softmax-one-unit`.
        severity: `error` for what is provably wrong, `warning` for what measurably hurts, `info` for advice.
        check: finds the defect.
        enabled: False for opinions, which are asked for by `--select`.
        supersedes: codes of rules, or of findings of `validate`, that say no more of the same entry when this one
            speaks and is no less severe.
    """

    code: str
    name: str
    severity: Severity
    check: Check
    enabled: bool = True
    supersedes: tuple[str, ...] = ()


def rule(
    code: str, severity: Severity, *, enabled: bool = True, supersedes: tuple[str, ...] = ()
) -> Callable[[Check], Rule]:
    """Make a rule of the function below, and name it for the function."""

    def declare(check: Check) -> Rule:
        name = check.__name__.replace("_", "-")
        return Rule(code=code, name=name, severity=severity, check=check, enabled=enabled, supersedes=supersedes)

    return declare
