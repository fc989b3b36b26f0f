"""Values and exact places of hand-made documents."""

from __future__ import annotations

import pytest
import yaml

from nnspec.diagnostics.diagnostic import Span
from nnspec.document import yaml_events
from nnspec.document.document import Document, parse_document, read_document
from nnspec.errors import UsageError

SPEC = """\
nnspec: 1
inputs:
  body: {columns: [bill_*, "flipper, mm"], 'scale': none}   # comment
  日本: "語"
hidden:
  - Dense: {units: 32,
            activation: relu}
  -
    Dropout: 0.2
- - a
""".replace("- - a\n", "")

LISTS = """\
a:
- 1
- - x
  - y
- k: v
  l:
b: &anchor
  c: 1
d: *anchor
e: |
  text
f: ""
"""


def _load(text: str, syntax: str = "yaml") -> Document:
    document, findings = parse_document(text, file="spec", syntax=syntax)
    assert findings == ()
    assert document is not None
    return document


def test_document_data_are_plain():
    assert _load(SPEC).data == {
        "nnspec": 1,
        "inputs": {"body": {"columns": ["bill_*", "flipper, mm"], "scale": "none"}, "日本": "語"},
        "hidden": [{"Dense": {"units": 32, "activation": "relu"}}, {"Dropout": 0.2}],
    }


@pytest.mark.parametrize(
    ("path", "span"),
    [
        ((), Span(1, 1, 1, 7)),
        (("nnspec",), Span(1, 9, 1, 10)),
        (("inputs",), Span(3, 3, 3, 7)),
        (("inputs", "body"), Span(3, 9, 3, 58)),
        (("inputs", "body", "columns"), Span(3, 19, 3, 42)),
        (("inputs", "body", "columns", 1), Span(3, 28, 3, 41)),
        (("inputs", "body", "scale"), Span(3, 53, 3, 57)),
        (("inputs", "日本"), Span(4, 7, 4, 10)),
        (("hidden",), Span(6, 3, 6, 4)),
        (("hidden", 0), Span(6, 5, 6, 10)),
        (("hidden", 0, "Dense"), Span(6, 12, 7, 30)),
        (("hidden", 0, "Dense", "activation"), Span(7, 25, 7, 29)),
        (("hidden", 1), Span(9, 5, 9, 12)),
        (("hidden", 1, "Dropout"), Span(9, 14, 9, 17)),
    ],
)
def test_value_span_covers_the_value(path, span):
    assert _load(SPEC).span(path) == span


@pytest.mark.parametrize(
    ("path", "span"),
    [
        (("nnspec",), Span(1, 1, 1, 7)),
        (("inputs", "body", "scale"), Span(3, 44, 3, 51)),
        (("inputs", "日本"), Span(4, 3, 4, 5)),
        (("hidden", 0, "Dense"), Span(6, 5, 6, 10)),
        (("hidden", 0), Span(6, 5, 6, 10)),
        ((), Span(1, 1, 1, 7)),
    ],
)
def test_key_span_covers_the_key(path, span):
    assert _load(SPEC).key_span(path) == span


@pytest.mark.parametrize("path", [("hidden", 7), ("hidden", "x"), ("hidden", -1), ("hidden", 7, "units")])
def test_span_of_absent_path_is_that_of_the_nearest_ancestor(path):
    assert _load(SPEC).span(path) == Span(6, 3, 6, 4)
    assert _load(SPEC).key_span(path) == Span(5, 1, 5, 7)


@pytest.mark.parametrize(
    ("path", "span"),
    [
        (("a",), Span(2, 1, 2, 2)),
        (("a", 0), Span(2, 3, 2, 4)),
        (("a", 1), Span(3, 3, 3, 4)),
        (("a", 1, 1), Span(4, 5, 4, 6)),
        (("a", 2, "l"), Span(6, 5, 6, 5)),
        (("d",), Span(9, 4, 9, 11)),
        (("d", "c"), Span(8, 6, 8, 7)),
        (("f",), Span(12, 4, 12, 6)),
    ],
)
def test_span_in_block_style_stays_in_its_first_line(path, span):
    assert _load(LISTS).span(path) == span


def test_alias_stands_for_the_data_of_its_anchor():
    assert _load(LISTS).data["d"] == {"c": 1}


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_line_end_of_any_kind_counts_lines(line_end):
    document = _load(line_end.join(["a: 1", "b:", "  c: x"]))
    assert document.span(("b", "c")) == Span(3, 6, 3, 7)
    assert document.lines == ("a: 1", "b:", "  c: x")


def test_byte_order_mark_is_accepted_and_not_counted():
    document, findings = parse_document(b"\xef\xbb\xbfa: 1", file="spec")
    assert findings == ()
    assert document is not None
    assert document.key_span(("a",)) == Span(1, 1, 1, 2)


def test_json_has_the_places_that_an_editor_shows():
    document = _load('{\n  "é": [1, -2.5e1, "\\ud83d\\ude00\\n"],\n  "b": {}\n}', "json")
    assert document.data == {"é": [1, -25.0, "😀\n"], "b": {}}
    assert document.span(("é", 2)) == Span(2, 20, 2, 36)
    assert document.key_span(("é",)) == Span(2, 3, 2, 6)
    assert document.span(("b",)) == Span(3, 8, 3, 10)
    assert document.span(()) == Span(1, 1, 4, 2)


def test_read_document_takes_the_syntax_from_the_suffix(tmp_path):
    path = tmp_path / "spec.JSON"
    path.write_text('{"a": 0.5}')
    document, findings = read_document(path)
    assert findings == ()
    assert document is not None
    assert document.data == {"a": 0.5}
    assert document.file == str(path)


def test_read_document_shows_the_name_that_it_is_given(tmp_path):
    path = tmp_path / "spec.yaml"
    path.write_text("a: 1")
    document, _ = read_document(path, file="-")
    assert document is not None
    assert document.file == "-"


def test_read_document_refuses_a_missing_file(tmp_path):
    with pytest.raises(UsageError, match="No such file"):
        read_document(tmp_path / "none.yaml")


def test_read_document_refuses_a_file_over_the_cap(tmp_path):
    path = tmp_path / "spec.yaml"
    path.write_bytes(b"a: 1\n" * 300_000)
    document, findings = read_document(path)
    assert document is None
    assert [finding.code for finding in findings] == ["NN008"]


@pytest.mark.parametrize("text", [SPEC, LISTS])
def test_parser_in_python_gives_the_same_data_and_places(monkeypatch, text):
    expected = _load(text)
    monkeypatch.setattr(yaml_events, "_Loader", yaml.SafeLoader)
    document = _load(text)
    assert document.data == expected.data
    assert document.places.tables == expected.places.tables
    assert document.places.starts == expected.places.starts


@pytest.mark.parametrize("escape", ["\\U00110000", "\\ud83d", "\\ud83d\\ude00", "\\q"])
def test_parser_in_python_refuses_an_escape_without_a_character(monkeypatch, escape):
    monkeypatch.setattr(yaml_events, "_Loader", yaml.SafeLoader)
    _, findings = parse_document(f'a: "{escape}"', file="spec")
    assert [finding.code for finding in findings] == ["NN001"]
