"""Findings -> SARIF 2.1.0, which code hosts and editors read.

Source: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0"; numbers are its sections.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from nnspec.diagnostics.diagnostic import Diagnostic, Edit, Severity, Span, render_path
from nnspec.records import record

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}


@record
class DescribedRule:
    """What is told of a code beside its findings.

    Args:
        name: such as `softmax-one-unit`.
        summary: one sentence.
        help: more of it, and what to do; None where there is no more.
        severity: that findings have where nobody says otherwise.
    """

    name: str
    summary: str
    help: str | None = None
    severity: Severity = "error"


def format_sarif(diagnostics: Iterable[Diagnostic], *, rules: Mapping[str, DescribedRule], version: str) -> str:
    """Write findings as one SARIF log with one run.

    Args:
        diagnostics: the findings.
        rules: what is told of their codes.
        version: of nnspec.
    """
    codes = list(rules)
    driver = {"name": "nnspec", "version": version, "rules": [_rule(code, rules[code]) for code in codes]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(diagnostic, codes) for diagnostic in diagnostics],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2, ensure_ascii=False)


def _rule(code: str, rule: DescribedRule) -> dict[str, Any]:
    """Describe a code (3.49)."""
    described: dict[str, Any] = {"id": code, "name": rule.name, "shortDescription": {"text": rule.summary}}
    if rule.help is not None:
        described["help"] = {"text": rule.help}
    return described | {"defaultConfiguration": {"level": _LEVELS[rule.severity]}}


def _result(diagnostic: Diagnostic, codes: list[str]) -> dict[str, Any]:
    """Write a finding (3.27)."""
    result: dict[str, Any] = {
        "ruleId": diagnostic.code,
        "ruleIndex": codes.index(diagnostic.code) if diagnostic.code in codes else -1,
        "level": _LEVELS[diagnostic.severity],
        "message": {"text": _message(diagnostic)},
    }
    if diagnostic.file is not None:
        result["locations"] = [_location(diagnostic, diagnostic.file)]
        if diagnostic.edit is not None:
            result["fixes"] = [_fix(diagnostic.edit, diagnostic)]
    return result


def _message(diagnostic: Diagnostic) -> str:
    details = {"received": diagnostic.received, "expected": diagnostic.expected, "hint": diagnostic.hint}
    return "\n".join([diagnostic.message, *(f"{word}: {text}" for word, text in details.items() if text is not None)])


def _location(diagnostic: Diagnostic, file: str) -> dict[str, Any]:
    """Write where a finding is (3.28): in the file, and in the document."""
    physical: dict[str, Any] = {"artifactLocation": _artifact(file)}
    if diagnostic.span is not None:
        physical["region"] = _region(diagnostic.span)
    location: dict[str, Any] = {"physicalLocation": physical}
    if diagnostic.path:
        location["logicalLocations"] = [{"fullyQualifiedName": render_path(diagnostic.path)}]
    return location


def _artifact(file: str) -> dict[str, Any]:
    """Name a file by its URI (3.4); a relative one starts where the command was run."""
    if file == "-":
        return {"uri": "stdin:"}
    return {"uri": Path(file).as_uri() if os.path.isabs(file) else quote(Path(file).as_posix())}


def _region(span: Span) -> dict[str, int]:
    """Write a place (3.30); the end column is the one after the last."""
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }


def _fix(edit: Edit, diagnostic: Diagnostic) -> dict[str, Any]:
    """Write a repair (3.55)."""
    replacement = {"deletedRegion": _region(edit.span), "insertedContent": {"text": edit.new}}
    change = {"artifactLocation": _artifact(diagnostic.file or "-"), "replacements": [replacement]}
    return {"description": {"text": diagnostic.hint or diagnostic.message}, "artifactChanges": [change]}
