"""A spec with its network -> what the rules say of it, at its place, as the project wants to hear it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from nnspec.diagnostics.diagnostic import Diagnostic, Path
from nnspec.document.document import Document
from nnspec.linting.lint import Superseded, apply_rules
from nnspec.linting.registry import find_rule, rules_of, topics_for
from nnspec.linting.rule import Fault, Rule
from nnspec.linting.settings import Settings
from nnspec.linting.subject import Subject
from nnspec.records import record
from nnspec.records import replace as changed
from nnspec.validation.places import locate

if TYPE_CHECKING:
    from nnspec.linting.ignores import Ignores

_FIXES, _IGNORES = "nnspec.linting.fixes", "nnspec.linting.ignores"


@record
class Examined:
    """What the rules said of a spec.

    Args:
        findings: at their places, those left out that the project or a comment ignores; unused comments among them.
        skipped: rules that could not decide, each with what it lacked.
        superseded: what its errors say better than findings of `validate`.
    """

    findings: tuple[Diagnostic, ...]
    skipped: tuple[tuple[Rule, str], ...]
    superseded: Superseded


NOT_EXAMINED = Examined((), (), Superseded(()))


def examine(subject: Subject, *, settings: Settings, texts: Mapping[str, str]) -> Examined:
    """Ask the rules that a project wants to hear.

    Args:
        subject: what they look at.
        settings: of the project, or of a command line.
        texts: of the files that the spec was written in, by name, for their comments.

    Reports: the codes of the rules, NN050 for comments that ignore nothing, NN051 for those that name no rule.
    """
    wishes = settings.select, settings.extend_select, settings.ignore
    ignores = _ignores_in(texts)

    def place(finding: Diagnostic, fault: Fault) -> Diagnostic | None:
        placed = _place(finding, fault, subject.spec.document, settings)
        is_silent = ignores is not None and ignores.silence(placed)
        return None if is_silent or settings.ignores(placed.code, placed.file or "") else placed

    rules = (rule for topic in topics_for(subject) for rule in _asked(topic, *wishes))
    linted = apply_rules(subject, rules, place=place)
    kept: dict[tuple[object, ...], Diagnostic] = {}
    causes: list[tuple[Rule, Path]] = []
    for finding, (rule, _) in zip(linted.findings, linted.faults, strict=True):
        # A block says the same of one line each time it is used; once is enough.
        kept.setdefault((finding.file, finding.span, finding.code, finding.message), finding)
        causes += [(rule, finding.path)] if finding.severity == "error" else []
    skipped = {rule.code for rule, _ in linted.skipped}
    of_comments = (*ignores.findings, *_unused(ignores, settings, skipped)) if ignores else ()
    heard = (
        changed(finding, severity=settings.severity_of(finding))
        for finding in of_comments
        if not settings.ignores(finding.code, finding.file or "")
    )
    return Examined((*kept.values(), *heard), linted.skipped, Superseded(causes))


@cache
def _asked(
    topic: str, select: tuple[str, ...] | None, extend_select: tuple[str, ...], ignore: tuple[str, ...]
) -> tuple[Rule, ...]:
    """Choose the rules of a topic once, not for each of many specs."""
    settings = Settings(select=select, extend_select=extend_select, ignore=ignore)
    return tuple(rule for rule in rules_of(topic) if settings.asks(rule))


def _ignores_in(texts: Mapping[str, str]) -> Ignores | None:
    """Read the comments that ignore rules; None where no text has a word of them: few have."""
    if not any("nnspec" in text and "ignore" in text for text in texts.values()):
        return None
    ignores: Ignores = import_module(_IGNORES).Ignores(texts)
    return ignores


def _place(finding: Diagnostic, fault: Fault, document: Document, settings: Settings) -> Diagnostic:
    finding = changed(finding, path=_existing(document.data, finding.path))
    (placed,) = locate([finding], document)
    edit = None if fault.fix is None else _fixes().edit_of(fault.fix, document, file=placed.file)
    return changed(placed, severity=settings.severity_of(placed), edit=edit)


def _existing(data: Any, path: Path) -> Path:
    """Cut a path to what stands in the document."""
    for i, part in enumerate(path):
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            return path[:i]
    return path


def _unused(ignores: Ignores, settings: Settings, skipped: set[str]) -> Iterator[Diagnostic]:
    """Give the comments in vain, those apart whose rules were not asked or could not decide."""
    for code, finding in ignores.unused():
        rule = find_rule(code)
        if rule is not None and settings.asks(rule) and code not in skipped:
            yield finding


@cache
def _fixes() -> Any:
    """Load what writes edits; few findings have one."""
    return import_module(_FIXES)
