"""Findings as data for programs."""

from __future__ import annotations

import json

import jsonschema

from nnspec.diagnostics.diagnostic import Diagnostic, Edit, Span
from nnspec.diagnostics.json import diagnostics_schema, diagnostics_to_data, format_json

SPAN = Span(3, 13, 3, 18)
FULL = Diagnostic(
    code="NN026",
    message="`Dense` has no argument `unitz`",
    severity="warning",
    file="spec.yaml",
    span=SPAN,
    path=("hidden", 0, "Dense", "unitz"),
    received="`unitz`",
    expected="`units`",
    hint="did you mean `units`?",
    edit=Edit(SPAN, "unitz", "units"),
)
BARE = Diagnostic(code="NN008", message="the file is too large")


def test_full_finding_keeps_every_field():
    span = {"line": 3, "column": 13, "end_line": 3, "end_column": 18}
    assert diagnostics_to_data([FULL]) == [
        {
            "code": "NN026",
            "name": "unknown-argument",
            "severity": "warning",
            "file": "spec.yaml",
            "span": span,
            "path": ["hidden", 0, "Dense", "unitz"],
            "message": "`Dense` has no argument `unitz`",
            "received": "`unitz`",
            "expected": "`units`",
            "hint": "did you mean `units`?",
            "via": [],
            "edit": {"span": span, "old": "unitz", "new": "units"},
        }
    ]


def test_absent_field_is_null():
    data = diagnostics_to_data([BARE])[0]
    assert [key for key, value in data.items() if value is None] == [
        "file",
        "span",
        "received",
        "expected",
        "hint",
        "edit",
    ]


def test_written_json_is_what_the_schema_describes():
    schema = diagnostics_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    document = json.loads(format_json([FULL, BARE]))
    jsonschema.Draft202012Validator(schema).validate(document)
    assert document["version"] == 1
    assert len(document["diagnostics"]) == 2


def test_schema_refuses_an_unknown_field():
    document = json.loads(format_json([BARE]))
    document["diagnostics"][0]["line"] = 3
    assert not jsonschema.Draft202012Validator(diagnostics_schema()).is_valid(document)


def test_schema_describes_every_property():
    schema = diagnostics_schema()
    described = [schema, *schema["$defs"].values()]
    properties = [item for part in described for item in part["properties"].values()]
    assert all(item["description"] for item in properties)
    assert set(schema["$defs"]["diagnostic"]["properties"]) == set(diagnostics_to_data([FULL])[0])
