"""Texts of specs -> their graphs and findings, without looking at data."""

from __future__ import annotations

from nnspec.document.document import parse_document
from nnspec.graph.graph import Graph
from nnspec.graph.lower import lower_spec
from nnspec.spec.read import read_spec
from nnspec.spec.spec import Spec


def spec_of(text: str) -> Spec:
    """Read a spec that needs no more than the version in front."""
    document, findings = parse_document(f"nnspec: 1\n{text}", file="<text>")
    assert document is not None
    assert not findings
    return read_spec(document)


def graph_of(text: str) -> Graph:
    """Lower a spec that must be without findings."""
    graph, findings = lower_spec(spec_of(text))
    assert [finding.message for finding in findings] == []
    return graph


def codes_of(text: str) -> list[str]:
    """Give the codes of the findings of lowering."""
    return [finding.code for finding in lower_spec(spec_of(text))[1]]
