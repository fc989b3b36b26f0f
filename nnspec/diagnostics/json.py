"""Findings -> JSON, and the JSON Schema of that format."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from nnspec.diagnostics.codes import CODES
from nnspec.diagnostics.diagnostic import Diagnostic, Edit, Span

FORMAT_VERSION = 1


def format_json(diagnostics: Iterable[Diagnostic]) -> str:
    """Write findings as one JSON document, `{"version": 1, "diagnostics": [...]}`."""
    document = {"version": FORMAT_VERSION, "diagnostics": diagnostics_to_data(diagnostics)}
    return json.dumps(document, indent=2, ensure_ascii=False)


def diagnostics_to_data(diagnostics: Iterable[Diagnostic]) -> list[dict[str, Any]]:
    """Turn findings into plain data that `diagnostics_schema` describes."""
    return [_diagnostic_to_data(diagnostic) for diagnostic in diagnostics]


def diagnostics_schema() -> dict[str, Any]:
    """Give the JSON Schema (draft 2020-12) of what `format_json` writes."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "nnspec findings",
        "description": "The findings of one run of a command, in source order.",
        **_closed(
            {
                "version": {"const": FORMAT_VERSION, "description": "The version of this format."},
                "diagnostics": {
                    "type": "array",
                    "description": "All findings, ordered by file, line and column.",
                    "items": {"$ref": "#/$defs/diagnostic"},
                },
            }
        ),
        "$defs": {"diagnostic": _diagnostic_schema(), "span": _span_schema(), "edit": _edit_schema()},
    }


def _diagnostic_to_data(diagnostic: Diagnostic) -> dict[str, Any]:
    return {
        "code": diagnostic.code,
        "name": CODES[diagnostic.code][0] if diagnostic.code in CODES else diagnostic.name,
        "severity": diagnostic.severity,
        "file": diagnostic.file,
        "span": None if diagnostic.span is None else _span_to_data(diagnostic.span),
        "path": list(diagnostic.path),
        "message": diagnostic.message,
        "received": diagnostic.received,
        "expected": diagnostic.expected,
        "hint": diagnostic.hint,
        "via": list(diagnostic.via),
        "edit": None if diagnostic.edit is None else _edit_to_data(diagnostic.edit),
    }


def _span_to_data(span: Span) -> dict[str, int]:
    return {
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }


def _edit_to_data(edit: Edit) -> dict[str, Any]:
    return {"span": _span_to_data(edit.span), "old": edit.old, "new": edit.new}


def _diagnostic_schema() -> dict[str, Any]:
    properties = {
        "code": {"type": "string", "description": "The rule's code.", "pattern": "^[A-Z]+[0-9]+$"},
        "name": _optional_text("The rule's name, null for a rule of an installed package."),
        "severity": {
            "enum": ["error", "warning", "info"],
            "description": "`error` for what is provably wrong, `warning` for what may hurt, or `info`.",
        },
        "file": _optional_text("The file as the user named it, `-` for standard input, null without a file."),
        "span": _optional("span", "Where in the file, null when the finding concerns the file as a whole."),
        "path": {
            "type": "array",
            "description": "Keys and indices from the top of the document to the place.",
            "items": {"type": ["string", "integer"]},
        },
        "message": {"type": "string", "description": "What is wrong, in one short sentence."},
        "received": _optional_text("What stands there."),
        "expected": _optional_text("What should stand there."),
        "hint": _optional_text("The remedy."),
        "via": {
            "type": "array",
            "description": "The constructs that it came through, outermost first.",
            "items": {"type": "string"},
        },
        "edit": _optional("edit", "A repair that a program may apply without asking."),
    }
    return {"description": "One finding.", **_closed(properties)}


def _span_schema() -> dict[str, Any]:
    described = {
        "line": "The first line, counted from 1.",
        "column": "The first column, counted from 1 in code points.",
        "end_line": "The last line.",
        "end_column": "The column after the last one.",
    }
    properties = {name: {"type": "integer", "minimum": 1, "description": text} for name, text in described.items()}
    return {"description": "A piece of a file; the end is exclusive.", **_closed(properties)}


def _edit_schema() -> dict[str, Any]:
    properties = {
        "span": {"$ref": "#/$defs/span", "description": "The piece to replace."},
        "old": {"type": "string", "description": "The text that stands there."},
        "new": {"type": "string", "description": "The text to put there."},
    }
    return {"description": "A repair.", **_closed(properties)}


def _closed(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _optional_text(description: str) -> dict[str, Any]:
    return {"type": ["string", "null"], "description": description}


def _optional(definition: str, description: str) -> dict[str, Any]:
    return {"anyOf": [{"$ref": f"#/$defs/{definition}"}, {"type": "null"}], "description": description}
