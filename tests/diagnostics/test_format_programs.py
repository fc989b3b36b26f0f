"""Findings as GitHub and SARIF readers take them, against golden texts; UPDATE_GOLDEN=1 rewrites those."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from nnspec.diagnostics.diagnostic import Diagnostic, Edit, Span
from nnspec.diagnostics.github import format_github
from nnspec.diagnostics.sarif import DescribedRule, format_sarif

GOLDEN = Path(__file__).parent / "golden"
SPAN = Span(3, 13, 3, 18)
FINDINGS = (
    Diagnostic(
        code="NN026",
        message="`Dense` has no argument `unitz`",
        file="specs/a spec, 50%: new.yaml",
        span=SPAN,
        path=("hidden", 0, "Dense", "unitz"),
        received="`unitz`",
        expected="`units`",
        hint="did you mean `units`?",
        via=("block `b`, spec.yaml:2:1",),
        edit=Edit(SPAN, "unitz", "units"),
    ),
    Diagnostic(code="NN104", message="two\nlines, 100 %", severity="warning", file="/a/b.yaml", span=Span(1, 1, 4, 2)),
    Diagnostic(code="NN102", message="advice", severity="info", file="-", span=Span(2, 5, 2, 5)),
    Diagnostic(code="NN008", message="the file is too large", file="large.json"),
    Diagnostic(code="NN852", message="no such device"),
)
RULES = {
    "NN026": DescribedRule("unknown-argument", "A class does not take this argument."),
    "NN104": DescribedRule("double-activation", "Two activations.", "What: two.\n\nFix: one.", "warning"),
}


@pytest.mark.parametrize("name", ["github.txt", "sarif.json"])
def test_findings_for_programs_are_written_like_the_golden_text(name):
    written = (
        format_github(FINDINGS) if name == "github.txt" else format_sarif(FINDINGS, rules=RULES, version="1.2") + "\n"
    )
    golden = GOLDEN / name
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(written, encoding="utf-8")
    assert written == golden.read_text(encoding="utf-8")


def test_no_findings_are_no_workflow_commands():
    assert format_github(()) == ""


def test_github_command_is_one_line_whatever_a_message_holds():
    finding = Diagnostic(code="NN001", message="a\r\nb::error::c", file="x\ny.yaml", span=SPAN)
    assert format_github([finding]).splitlines() == [
        "::error file=x%0Ay.yaml,line=3,col=13,endColumn=17,title=nnspec NN001::a%0D%0Ab::error::c"
    ]


def log() -> dict:
    return json.loads(format_sarif(FINDINGS, rules=RULES, version="1.2"))


def test_sarif_log_has_what_the_standard_requires():
    """Sections 3.13 to 3.14, 3.18 to 3.19: version, runs, tool, driver, name; unknown members are refused there."""
    found = log()
    assert set(found) == {"$schema", "version", "runs"}
    assert found["version"] == "2.1.0"
    (run,) = found["runs"]
    assert set(run) == {"tool", "columnKind", "results"}
    assert run["columnKind"] == "unicodeCodePoints"
    assert set(run["tool"]["driver"]) == {"name", "version", "rules"}


def test_sarif_results_point_at_their_rules():
    (run,) = log()["runs"]
    ids = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    for result in run["results"]:
        assert result["ruleIndex"] == (ids.index(result["ruleId"]) if result["ruleId"] in ids else -1)
        assert result["level"] in ("none", "note", "warning", "error")
        assert result["message"]["text"]


def test_sarif_regions_count_from_one_and_end_behind_their_start():
    for result in log()["runs"][0]["results"]:
        for location in result.get("locations", ()):
            region = location["physicalLocation"].get("region")
            if region is not None:
                start, end = ((region[f"{word}Line"], region[f"{word}Column"]) for word in ("start", "end"))
                assert (1, 1) <= start <= end


def test_sarif_fix_replaces_what_stands_there():
    (fix,) = log()["runs"][0]["results"][0]["fixes"]
    (change,) = fix["artifactChanges"]
    assert change["replacements"] == [
        {
            "deletedRegion": {"startLine": 3, "startColumn": 13, "endLine": 3, "endColumn": 18},
            "insertedContent": {"text": "units"},
        }
    ]


def test_sarif_files_are_uris():
    uris = [
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        for result in log()["runs"][0]["results"]
        if "locations" in result
    ]
    assert uris == ["specs/a%20spec%2C%2050%25%3A%20new.yaml", "file:///a/b.yaml", "stdin:", "large.json"]
