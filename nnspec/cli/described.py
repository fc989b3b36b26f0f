"""Findings -> what SARIF tells of their codes: the meaning of a code, or the page of a rule."""

from __future__ import annotations

from collections.abc import Iterable

from nnspec.diagnostics.codes import CODES
from nnspec.diagnostics.diagnostic import Diagnostic
from nnspec.diagnostics.sarif import DescribedRule
from nnspec.linting.page import page_of
from nnspec.linting.registry import find_rule


def describe_codes(diagnostics: Iterable[Diagnostic]) -> dict[str, DescribedRule]:
    """Describe each code that a finding carries, in the order of codes."""
    codes = sorted({finding.code for finding in diagnostics})
    return {code: found for code in codes if (found := _describe(code)) is not None}


def _describe(code: str) -> DescribedRule | None:
    if code in CODES:
        name, meaning = CODES[code]
        return DescribedRule(name, meaning, severity="warning" if code in ("NN050", "NN051") else "error")
    rule = find_rule(code)
    if rule is None:
        return None
    page = page_of(rule)
    parts = (f"{section}: {page.sections[section]}" for section in ("What", "Why", "Fix") if section in page.sections)
    return DescribedRule(rule.name, page.title[:1].upper() + page.title[1:], "\n\n".join(parts), rule.severity)
