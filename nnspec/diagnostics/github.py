"""Findings -> workflow commands: GitHub shows each beside the line that it concerns.

::error file=spec.yaml,line=12,col=14,endColumn=18,title=NN026::`Dense` has no argument `unitz`
"""

from __future__ import annotations

from collections.abc import Iterable

from nnspec.diagnostics.diagnostic import Diagnostic, Severity, Span

_COMMANDS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "notice"}
_IN_MESSAGES = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTIES = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def format_github(diagnostics: Iterable[Diagnostic]) -> str:
    """Write findings as one workflow command a line.

    Source: GitHub Actions, "Workflow commands", and `escapeData` and `escapeProperty` of its toolkit.
    """
    return "".join(f"{_command(diagnostic)}\n" for diagnostic in diagnostics)


def _command(diagnostic: Diagnostic) -> str:
    properties = {"file": None if diagnostic.file == "-" else diagnostic.file}
    properties |= {} if diagnostic.span is None else _place(diagnostic.span)
    properties["title"] = f"nnspec {diagnostic.code}"
    written = (f"{name}={value.translate(_IN_PROPERTIES)}" for name, value in properties.items() if value is not None)
    return f"::{_COMMANDS[diagnostic.severity]} {','.join(written)}::{_message(diagnostic).translate(_IN_MESSAGES)}"


def _place(span: Span) -> dict[str, str | None]:
    """Give a place; GitHub shows columns of a single line only, and the last of them belongs to it."""
    place: dict[str, str | None] = {"line": str(span.line)}
    if span.end_line != span.line:
        return place | {"endLine": str(span.end_line)}
    return place | {"col": str(span.column), "endColumn": str(max(span.column, span.end_column - 1))}


def _message(diagnostic: Diagnostic) -> str:
    details = {"received": diagnostic.received, "expected": diagnostic.expected, "hint": diagnostic.hint}
    lines = [f"{word}: {text}" for word, text in details.items() if text is not None]
    return "\n".join([diagnostic.message, *lines, *(f"through {construct}" for construct in diagnostic.via)])
