"""Findings without a place -> findings with file, line and column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from nnspec.diagnostics.diagnostic import Diagnostic, Path
from nnspec.document.document import Document


def at_key(document: Document, code: str, message: str, path: Path, **details: Any) -> Diagnostic:
    """Make a finding about the key that ends a path."""
    span = document.key_span(path)
    return Diagnostic(code=code, message=message, file=document.file, span=span, path=path, **details)


def at_value(document: Document, code: str, message: str, path: Path, **details: Any) -> Diagnostic:
    """Make a finding about the value at a path."""
    span = document.span(path)
    return Diagnostic(code=code, message=message, file=document.file, span=span, path=path, **details)


def locate(findings: Iterable[Diagnostic], document: Document) -> Iterator[Diagnostic]:
    """Give findings that know only their path the file and the span of the value there.

    A mapping's place is its key: the first line of what stands under it would mislead.
    """
    for finding in findings:
        if finding.span is not None:
            yield finding
            continue
        whole = isinstance(_value_at(document.data, finding.path), dict | list)
        span = document.key_span(finding.path) if whole else document.span(finding.path)
        yield replace(finding, file=document.file, span=span)


def _value_at(data: Any, path: Path) -> Any:
    for part in path:
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            return None
    return data
