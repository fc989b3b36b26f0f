"""`Subject` -> findings: every rule that concerns a spec, and what one finding makes superfluous."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nnspec.diagnostics.diagnostic import Diagnostic, Path
from nnspec.linting.lacking import Lacking
from nnspec.linting.rule import Fault, Rule
from nnspec.linting.subject import Subject
from nnspec.records import field, record

Found = tuple[Rule, Fault]
# Sections whose entries are named by their keys; those of the others are named by their last index.
_NAMED = frozenset({"inputs", "outputs", "bases", "train", "data"})


@record
class Linted:
    """What the rules said.

    Args:
        findings: they know their path only.
        skipped: rules that could not decide, with what they lacked.
        faults: what the findings were made from, in the same order.
    """

    findings: tuple[Diagnostic, ...] = ()
    skipped: tuple[tuple[Rule, str], ...] = field(default=())
    faults: tuple[Found, ...] = field(default=())


def apply_rules(subject: Subject, rules: Iterable[Rule]) -> Linted:
    """Ask every rule.

    Args:
        subject: what they look at.
        rules: that are switched on.
    """
    found: list[Found] = []
    skipped: list[tuple[Rule, str]] = []
    for rule in rules:
        try:
            for fault in rule.check(subject):
                found.append((rule, fault))
        except Lacking as lack:
            skipped.append((rule, lack.what))
    superseded = Superseded((rule, fault.path) for rule, fault in found)
    kept = tuple((rule, fault) for rule, fault in found if not superseded.covers(rule.code, fault.path))
    return Linted(tuple(_diagnostic(rule, fault) for rule, fault in kept), tuple(skipped), kept)


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


def _diagnostic(rule: Rule, fault: Fault) -> Diagnostic:
    return Diagnostic(
        code=rule.code,
        name=rule.name,
        message=fault.message,
        severity=fault.severity or rule.severity,
        path=fault.path,
        received=fault.received,
        expected=fault.expected,
        hint=fault.hint,
    )
