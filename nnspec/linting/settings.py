"""What a project, or a command line, wants to hear: which rules, how bad, and for which files."""

from __future__ import annotations

import pathlib
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase

from nnspec.diagnostics.diagnostic import Diagnostic, Severity
from nnspec.linting.rule import Rule
from nnspec.records import field, record

ALL = "ALL"


@record(kw_only=True)
class Settings:
    """Which rules speak. A pattern is a code, the beginning of one such as `NN3`, or `ALL`.

    Args:
        select: patterns of the rules that are asked instead of those that are on by default; None for these.
        extend_select: patterns of rules that are asked too.
        ignore: patterns of rules that are not asked; they win.
        fail_on: findings from here on make `nnspec lint` fail.
        severity: by pattern, where a project sees it otherwise than the rule; of several the longest counts.
        per_file_ignores: patterns of rules by pattern of files, relative to `folder`.
        folder: of the project.
    """

    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: Severity = "error"
    severity: Mapping[str, Severity] = field(default_factory=dict)
    per_file_ignores: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    folder: pathlib.Path = pathlib.Path()

    def asks(self, rule: Rule) -> bool:
        """Tell whether a rule is asked at all; one named by `select` is, even if it is off by default."""
        if matches(rule.code, self.ignore):
            return False
        chosen = rule.enabled if self.select is None else matches(rule.code, self.select)
        return chosen or matches(rule.code, self.extend_select)

    def ignores(self, code: str, file: str) -> bool:
        """Tell whether a code is ignored: everywhere, or in a file."""
        if matches(code, self.ignore):
            return True
        found = (codes for pattern, codes in self.per_file_ignores.items() if self._is_named(file, pattern))
        return any(matches(code, codes) for codes in found)

    def severity_of(self, finding: Diagnostic) -> Severity:
        """Tell how bad a finding is: as the project sees it, else as it says itself."""
        meant = [pattern for pattern in self.severity if matches(finding.code, (pattern,))]
        return self.severity[max(meant, key=_precision)] if meant else finding.severity

    def _is_named(self, file: str, pattern: str) -> bool:
        path = pathlib.Path(file).resolve()
        inside = path.relative_to(self.folder) if path.is_relative_to(self.folder) else path
        return fnmatchcase(inside.as_posix(), pattern) or fnmatchcase(path.name, pattern)


DEFAULTS = Settings()


def _precision(pattern: str) -> int:
    return 0 if pattern == ALL else len(pattern)


def matches(code: str, patterns: Iterable[str]) -> bool:
    """Tell whether one of several patterns means a code."""
    return any(pattern == ALL or code.startswith(pattern) for pattern in patterns)
