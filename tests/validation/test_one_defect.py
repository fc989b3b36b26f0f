"""Valid specs with one defect: the pipeline refuses what the schema refuses, at the same place, and never fails."""

from __future__ import annotations

import json
import re
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from jsonschema_rs import Draft202012Validator

from defects import defects
from nnspec.diagnostics.codes import CODES
from nnspec.diagnostics.text import format_text
from nnspec.document.document import Document, parse_document
from nnspec.document.dump import dump_document
from nnspec.linting.registry import rule_codes
from nnspec.pipeline import compile_document
from nnspec.schemagen.spec_schema import spec_schema
from nnspec.validation.verdict import Verdict

GOLDEN = sorted((Path(__file__).parents[1] / "golden" / "findings").glob("*.yaml"))
FULL = Draft202012Validator(spec_schema())
BOUNDED = settings(suppress_health_check=list(HealthCheck))

# What JSON Schema cannot see: names against names, keys against keys, and what stands in other files.
BEYOND_SCHEMA = {
    *("NN020", "NN021", "NN022", "NN024", "NN025", "NN026", "NN037", "NN039", "NN040", "NN041"),
    *("NN110", "NN150", "NN151", "NN152", "NN153", "NN154", "NN155", "NN156"),
    *("NN034", "NN042", "NN136", "NN157", "NN158", "NN159", "NN655"),
    *("NN250", "NN251", "NN253", "NN254", "NN323", "NN610", "NN650", "NN654"),
}
# Errors among the rules, of which `tests/linting` has examples.
RULES = set(rule_codes())


def _document(data: object, *, syntax: str = "yaml") -> Document:
    text = dump_document(data) if syntax == "yaml" else json.dumps(data, indent=1)
    document, findings = parse_document(text, file="<text>", syntax=syntax)
    assert document is not None
    assert not findings
    return document


@BOUNDED
@given(defects())
def test_defect_that_the_schema_refuses_is_reported_at_its_place(defect):
    findings = compile_document(_document(defect.data)).diagnostics
    if FULL.is_valid(defect.data):
        assert {finding.code for finding in findings} <= BEYOND_SCHEMA | RULES
    else:
        assert findings.errors
        assert [f for f in findings if not _related(f.path, defect.path)] == []
    text = format_text(findings, sources={})
    assert "<text>" in text or not findings


@BOUNDED
@given(defects())
def test_pruned_schema_agrees_with_the_full_one_on_defects(defect):
    assert Verdict().accepts(defect.data) == FULL.is_valid(defect.data)


@BOUNDED
@given(defects())
def test_defect_is_found_alike_in_yaml_and_json(defect):
    forms = [compile_document(_document(defect.data, syntax=syntax)).diagnostics for syntax in ("yaml", "json")]
    first, second = (sorted((f.code, str(f.path), f.message) for f in found) for found in forms)
    assert first == second


def test_golden_specs_show_codes_that_exist():
    strange = {file.stem: codes - set(CODES) - RULES for file in GOLDEN if (codes := _codes_shown(file))}
    assert not any(strange.values())
    assert len(strange) == len(GOLDEN)


def test_schema_accepts_golden_specs_for_codes_beyond_it_and_for_each_of_them():
    shown = {file.stem: _codes_shown(file) for file in GOLDEN if _is_accepted(file)}
    assert {name: codes for name, codes in shown.items() if not codes <= BEYOND_SCHEMA | RULES} == {}
    assert set().union(*shown.values()) >= BEYOND_SCHEMA


def _codes_shown(file):
    """Read, from the golden text, what the pipeline says of a spec."""
    return set(re.findall(r"error\[(NN\d{3})\]", file.with_suffix(".txt").read_text("utf-8")))


def _is_accepted(file):
    document, findings = parse_document(file.read_bytes(), file=str(file))
    return document is not None and not findings and FULL.is_valid(document.data)


def _related(first, second):
    """Tell whether one place lies in the other."""
    shorter = min(len(first), len(second))
    return first[:shorter] == second[:shorter]
