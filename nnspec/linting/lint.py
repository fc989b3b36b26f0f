"""`Subject` -> findings: every rule that concerns a spec, and what one finding makes superfluous."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from nnspec.diagnostics.diagnostic import Diagnostic, Path, Severity
from nnspec.linting.lacking import Lacking
from nnspec.linting.rule import Fault, Rule
from nnspec.linting.subject import Subject
from nnspec.records import field, record

Found = tuple[Rule, Fault]
# Puts what a rule found at its place; None where nobody wants to hear it.
Place = Callable[[Diagnostic, Fault], Diagnostic | None]
# Severity -> those that are no less severe.
_AT_LEAST: dict[Severity, tuple[Severity, ...]] = {
    "info": ("info", "warning", "error"), "warning": ("warning", "error"), "error": ("error",),
}  # fmt: skip
# Sections whose entries are named by their keys; those of the others are named by their last index.
_NAMED = frozenset({"inputs", "outputs", "bases", "train", "data"})


@record
class Linted:
    """What the rules said.

    Args:
        findings: where they were put; else they know their path only.
        skipped: rules that could not decide, with what they lacked.
        faults: what the findings were made from, in the same order.
    """

    findings: tuple[Diagnostic, ...] = ()
    skipped: tuple[tuple[Rule, str], ...] = field(default=())
    faults: tuple[Found, ...] = field(default=())


def apply_rules(subject: Subject, rules: Iterable[Rule], *, place: Place = lambda finding, fault: finding) -> Linted:
    """Ask every rule.

    Args:
        subject: what they look at.
        rules: that are switched on.
        place: of each finding; one that nobody wants to hear supersedes no other.
    """
    heard: list[tuple[Diagnostic, Found]] = []
    skipped: list[tuple[Rule, str]] = []
    for rule in rules:
        try:
            for fault in rule.check(subject):
                finding = place(_diagnostic(rule, fault), fault)
                heard += [] if finding is None else [(finding, (rule, fault))]
        except Lacking as lack:
            skipped.append((rule, lack.what))
    covered = _covered([found for _, found in heard])
    kept = [each for each, is_covered in zip(heard, covered, strict=True) if not is_covered]
    return Linted(tuple(finding for finding, _ in kept), tuple(skipped), tuple(found for _, found in kept))


def _covered(found: list[Found]) -> Iterator[bool]:
    """Tell of each finding whether another, no less severe, makes it superfluous."""
    causes = [each for each in found if each[0].supersedes]
    superseded = {
        severity: Superseded((rule, fault.path) for rule, fault in causes if _severity(rule, fault) in levels)
        for severity, levels in _AT_LEAST.items()
    }
    return (superseded[_severity(rule, fault)].covers(rule.code, fault.path) for rule, fault in found)


class Superseded:
    """What findings make superfluous: codes, each with the entries at which they say no more.

    Args:
        causes: the rules that found something, each with its place.
    """

    def __init__(self, causes: Iterable[tuple[Rule, Path]]) -> None:
        self._entries: dict[str, set[Path]] = {}
        self._around: dict[str, set[Path]] = {}
        for rule, path in causes:
            for code in rule.supersedes:
                entry = entry_of(path)
                self._entries.setdefault(code, set()).add(entry)
                self._around.setdefault(code, set()).update(_beginnings(entry))

    def covers(self, code: str, path: Path) -> bool:
        """Tell whether a finding is of the same entry as one that supersedes its code, or of what holds that entry."""
        if code not in self._entries:
            return False
        entry = entry_of(path)
        return entry in self._around[code] or any(start in self._entries[code] for start in _beginnings(entry))


def entry_of(path: Path) -> Path:
    """Give the entry that holds a place: a layer, an input, an output, a callback, a section."""
    last = max((i for i, part in enumerate(path) if isinstance(part, int)), default=None)
    if last is not None:
        return path[: last + 1]
    return path[:2] if path and path[0] in _NAMED else path[:1]


def _beginnings(path: Path) -> Iterator[Path]:
    return (path[:end] for end in range(1, len(path) + 1))


def _severity(rule: Rule, fault: Fault) -> Severity:
    return fault.severity or rule.severity


def _diagnostic(rule: Rule, fault: Fault) -> Diagnostic:
    return Diagnostic(
        code=rule.code,
        name=rule.name,
        message=fault.message,
        severity=_severity(rule, fault),
        path=fault.path,
        received=fault.received,
        expected=fault.expected,
        hint=fault.hint,
    )
