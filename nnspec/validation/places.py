"""Findings without a place -> findings with file, line and column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from nnspec.diagnostics.diagnostic import Diagnostic, Path, Span
from nnspec.document.document import Document
from nnspec.records import replace


def at_key(document: Document, code: str, message: str, path: Path, **details: Any) -> Diagnostic:
    """Make a finding about the key that ends a path."""
    return _placed(Diagnostic(code=code, message=message, path=path, **details), document, document.key_span(path))


def at_value(document: Document, code: str, message: str, path: Path, **details: Any) -> Diagnostic:
    """Make a finding about the value at a path; of a block collection the key is shown, not its first line."""
    span = document.span(path)
    if is_collection(document.data, path) and span.line != document.key_span(path).line:
        span = document.key_span(path)
    return _placed(Diagnostic(code=code, message=message, path=path, **details), document, span)


def locate(findings: Iterable[Diagnostic], document: Document) -> Iterator[Diagnostic]:
    """Give findings that know only their path the file and the span of the value there.

    Shown at its key is what concerns the key, a whole mapping or list (the first line of what stands under it
    would mislead), and an input, an output or a base.
    """
    for finding in findings:
        if finding.span is not None:
            yield finding
            continue
        path = finding.path
        named = len(path) == 2 and path[0] in ("inputs", "outputs", "bases")
        about_key = finding.code in _ABOUT_KEYS or (finding.code == "NN159" and path and finding.received == path[-1])
        whole = named or about_key or is_collection(document.data, path)
        span = document.key_span(path) if whole else document.span(path)
        yield _placed(finding, document, span)


def _placed(finding: Diagnostic, document: Document, span: Span) -> Diagnostic:
    """Say where a finding was written, and through which constructs it came."""
    origin = document.origin(finding.path)
    return replace(finding, file=origin.document.file, span=span, path=origin.path, via=origin.via)


_ABOUT_KEYS = ("NN020", "NN026", "NN037", "NN253")


def is_collection(data: Any, path: Path) -> bool:
    """Tell whether a mapping or a list stands at a path."""
    for part in path:
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            return False
    return isinstance(data, dict | list)
