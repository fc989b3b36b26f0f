"""Specs with constructs and values from elsewhere: every judge agrees, before and after expansion."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft7Validator
from jsonschema_rs import Draft202012Validator

from construct_strategies import construct_specs, expanded_specs, written_specs
from defects import defects
from nnspec.document.document import Document, parse_document, read_document
from nnspec.document.dump import dump_document
from nnspec.pipeline import compile_document
from nnspec.schemagen.spec_schema import spec_schema
from nnspec.spec.expansion.expand import expand_document
from nnspec.validation.structure import find_structure_errors
from nnspec.validation.verdict import Verdict

STRICT = Draft202012Validator(spec_schema())
PUBLISHED = Draft202012Validator(spec_schema(written=True))
SPECS = sorted(path for path in (Path(__file__).parents[2] / "specs").rglob("*") if path.suffix in (".yaml", ".json"))
BOUNDED = settings(max_examples=25, suppress_health_check=list(HealthCheck))


def _document(data: object) -> Document:
    document, findings = parse_document(dump_document(data), file="<text>")
    assert document is not None
    assert not findings
    return document


@BOUNDED
@given(construct_specs())
def test_spec_with_constructs_passes_the_pipeline(data):
    assert str(compile_document(_document(data)).diagnostics) == ""


@BOUNDED
@given(expanded_specs())
def test_expanded_spec_is_accepted_by_the_strict_and_the_published_schema(data):
    assert [error.message for error in STRICT.iter_errors(data)] == []
    assert [error.message for error in PUBLISHED.iter_errors(data)] == []


@BOUNDED
@given(written_specs())
def test_written_spec_is_accepted_by_the_published_schema_and_its_expansion_by_the_strict_one(pair):
    written, _ = pair
    assert [error.message for error in PUBLISHED.iter_errors(written)] == []
    assert Verdict(written=True).accepts(written)
    expanded, findings = expand_document(_document(written))
    assert findings == ()
    assert [error.message for error in STRICT.iter_errors(expanded.data)] == []


@BOUNDED
@given(written_specs())
def test_expansion_gives_what_was_written_with_its_values_filled_in(pair):
    written, plain = pair
    assert expand_document(_document(written))[0].data == json.loads(json.dumps(plain))


@BOUNDED
@given(defects(written=True))
def test_defect_in_a_written_spec_is_reported_at_its_place(defect):
    findings = compile_document(_document(defect.data)).diagnostics
    if not PUBLISHED.is_valid(defect.data):
        assert findings.errors
        assert [finding for finding in findings if not _related(finding.path, defect.path)] == []


def _related(first, second):
    """Tell whether one place lies in the other."""
    shorter = min(len(first), len(second))
    return first[:shorter] == second[:shorter]


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.stem)
def test_canonical_spec_is_accepted_by_the_published_schema(path):
    document, _ = read_document(path)
    assert [error.message for error in PUBLISHED.iter_errors(document.data)] == []


def _nested(depth: int, inner: object) -> dict[str, object]:
    entry = inner
    for _ in range(depth):
        entry = {"residual": [entry]}
    return {"nnspec": 1, "inputs": {"x": "number"}, "hidden": [entry], "outputs": {"y": "number"}}


def test_spec_of_the_greatest_depth_is_judged():
    assert Verdict().accepts(_nested(30, {"Dense": 3}))
    assert Verdict(written=True).accepts(_nested(30, {"Dense": "$n"}))


def test_error_at_the_greatest_depth_is_found_at_its_place():
    document = _document(_nested(29, {"Dense": {"unitz": 3}}))
    schema = Verdict(written=True).schema_for(document.data)
    findings = list(find_structure_errors(document, schema))
    assert {finding.path[-1] for finding in findings} == {"unitz"}


def test_published_schema_is_read_alike_by_draft_07():
    schema = spec_schema({"Dense", "repeat", "residual"}, written=True)
    good = _nested(1, {"repeat": {"times": "$n", "layers": [{"Dense": 3}]}})
    bad = _nested(1, {"repeat": {"times": 0, "layers": [{"Dense": 3}]}})
    Draft7Validator.check_schema(schema)
    assert Draft7Validator(schema).is_valid(good)
    assert not Draft7Validator(schema).is_valid(bad)
