"""Generated valid specs: every judge accepts them, and filled with defaults they mean the same."""

from __future__ import annotations

import json

from hypothesis import HealthCheck, given, settings
from jsonschema_rs import Draft202012Validator

from construct_strategies import expanded_specs
from nnspec.diagnostics.codes import CODES
from nnspec.document.document import Document, parse_document
from nnspec.document.dump import dump_document
from nnspec.graph.graph import Graph
from nnspec.graph.lower import lower_spec
from nnspec.pipeline import Compiled, compile_document
from nnspec.schemagen.spec_schema import spec_schema
from nnspec.spec.fill import fill_call, fill_defaults
from nnspec.spec.read import read_spec
from nnspec.validation.verdict import Verdict

FULL = Draft202012Validator(spec_schema())
BOUNDED = settings(suppress_health_check=list(HealthCheck))


def _document(data: object, *, syntax: str = "yaml") -> Document:
    text = dump_document(data) if syntax == "yaml" else json.dumps(data, indent=1)
    document, findings = parse_document(text, file="<text>", syntax=syntax)
    assert document is not None
    assert not findings
    return document


def _meaning(graph: Graph) -> list[object]:
    nodes = [(n.name, n.kind, n.sources, n.base, n.call and fill_call(n.call)) for n in graph]
    return [*nodes, dict(graph.outputs)]


def _structural(compiled: Compiled) -> list[str]:
    """Leave out what shapes and rules say: what is drawn at random says something, and rarely something wise."""
    return [str(f) for f in compiled.diagnostics if f.code in CODES and f.code not in ("NN157", "NN553")]


@BOUNDED
@given(expanded_specs())
def test_valid_spec_is_accepted_by_the_full_and_the_pruned_schema(data):
    assert [error.message for error in FULL.iter_errors(data)] == []
    assert Verdict().accepts(data)


@BOUNDED
@given(expanded_specs())
def test_valid_spec_passes_the_pipeline_in_both_syntaxes(data):
    for syntax in ("yaml", "json"):
        assert _structural(compile_document(_document(data, syntax=syntax))) == []


@BOUNDED
@given(expanded_specs())
def test_spec_with_filled_defaults_is_valid_and_lowers_to_an_equal_graph(data):
    spec = read_spec(_document(data))
    filled = fill_defaults(spec)
    compiled = compile_document(_document(filled))
    assert _structural(compiled) == []
    assert _meaning(compiled.graph) == _meaning(lower_spec(spec)[0])


@BOUNDED
@given(expanded_specs())
def test_filling_defaults_twice_changes_nothing(data):
    filled = fill_defaults(read_spec(_document(data)))
    assert fill_defaults(read_spec(_document(filled))) == filled
