"""Every code of the document room, at its place; the document stays usable where its meaning is clear."""

from __future__ import annotations

import pytest

from nnspec.document.document import parse_document

FINDINGS = [
    # (text, code, line, column, words of the message)
    ("a: b: c", "NN001", 1, 5, "a second `: ` in one line"),
    ("a:1\nb: 2", "NN001", 1, 2, "a space is missing after the colon"),
    ("a: 1\n b: 2", "NN001", 2, 2, "`b` is indented under a line that already has a value"),
    ("a:\n  - b\n c: 1", "NN001", 3, 2, "the indentation fits no line above"),
    ("a: 1\nb", "NN001", 2, 1, "`b` has no `: `"),
    ("b\na: 1", "NN001", 1, 1, "`b` has no `: `"),
    ("a: 1\n- b", "NN001", 2, 1, "a list item stands where a key is expected"),
    ("- a\nb: 1", "NN001", 2, 1, "a list goes on with something else than `- `"),
    ("a: - b", "NN001", 1, 4, "a list item cannot start here"),
    ("a: ? b", "NN001", 1, 4, "text cannot start with `? `"),
    ("a: [1, 2\nb: 3", "NN001", 1, 4, "`[` is never closed"),
    ("a: {b: 1", "NN001", 1, 4, "`{` is never closed"),
    ("a: [1}", "NN001", 1, 6, "expected `,` or `]`, received `}`"),
    ("a: ]", "NN001", 1, 4, "expected a value, received `]`"),
    ("a: {b: 1}}", "NN001", 1, 10, "`}` follows a value that is complete"),
    ('a: "x\nb: 3', "NN001", 1, 4, 'the quote `"` is never closed'),
    ("a: 'it's'", "NN001", 1, 8, "`s'` follows a value that is complete"),
    ('a: "x\nb: "y"', "NN001", 1, 4, 'the quote `"` is not closed in its line'),
    ('a: "\\q"', "NN001", 1, 5, "`\\q` is not an escape"),
    ('a: "\\ud83d"', "NN001", 1, 5, "`\\ud83d` is not the code of a character"),
    ("a: %x", "NN001", 1, 4, "text cannot start with `%`"),
    ("a: @x", "NN001", 1, 4, "text cannot start with `@`"),
    ("a: `x", "NN001", 1, 4, "text cannot start with a backtick"),
    ("%FOO\n---\na: 1", "NN001", 1, 1, "`%` starts a directive"),
    ("a: [*.csv]", "NN001", 1, 5, "`*` starts an alias, and no name follows"),
    ("a: & x", "NN001", 1, 4, "`&` starts an anchor, and no name follows"),
    ("a: |x", "NN001", 1, 4, "`|` and `>` stand alone in their line"),
    ("a: 1\n...\nb: 1", "NN001", 3, 1, "`b` stands after the end of the document"),
    ("a: \x00", "NN001", 1, 4, "the control character `U+0000` may not stand in YAML"),
    ("a: 1\nb: \x1b[2J", "NN001", 2, 4, "the control character `U+001B` may not stand in YAML"),
    ("a: x\u2028b: 1", "NN001", 1, 5, "`U+2028` ends a line for some readers of YAML only"),
    ("a:\n\t- b", "NN003", 2, 1, "a tab is used for indentation"),
    ("a:\n  b: 1\n\tc: 2", "NN003", 3, 1, "a tab is used for indentation"),
    ("-\ta", "NN003", 1, 2, "a tab is used for indentation"),
    ("a: 1\nb: 2\na: 3", "NN004", 3, 1, "the key `a` stands here twice"),
    ("a: !foo x", "NN005", 1, 4, "unknown tag `!foo`"),
    ("a: !x!y z", "NN005", 1, 4, "unknown tag `!x!y`"),
    ("a: !!set {b}", "NN005", 1, 4, "unknown tag `!!set`"),
    ("a: !!int x", "NN005", 1, 4, "the tag `!!int` does not fit `x`"),
    ("a: 1\n---\nb: 2", "NN006", 2, 1, "a second document starts here"),
    ("a: &a {b: 1}\nc:\n  <<: *a", "NN007", 3, 3, "`<<` does not merge mappings here"),
    ("", "NN012", 1, 1, "the document is empty"),
    ("# only\n", "NN012", 1, 1, "the document is empty"),
    ("---\n", "NN012", 1, 1, "the document is empty"),
    ("- a", "NN012", 1, 1, "the top level must be a mapping, received a list"),
    ("a", "NN012", 1, 1, "the top level must be a mapping, received a single value"),
    ("columns: [*_length]", "NN013", 1, 11, "no anchor `&_length` stands above"),
    ("a: &a [*a]", "NN013", 1, 8, "`*a` stands inside what it names"),
    ("1: a", "NN014", 1, 1, "a key must be text, `1` is a number"),
    ("a:\n  true: x", "NN014", 2, 3, "a key must be text, `true` is a boolean"),
    ("~: x", "NN014", 1, 1, "a key must be text, `~` is null"),
    ("? [a]\n: b", "NN014", 1, 3, "a key must be text, received a collection"),
    ("a: 1e999", "NN015", 1, 4, "a float holds at most"),
]
JSON_FINDINGS = [
    ('{"a": 1,}', "NN001", 1, 8, "a comma after the last item"),
    ('{"a": [1, ]}', "NN001", 1, 9, "a comma after the last item"),
    ('{"a": 1 // x\n}', "NN001", 1, 9, "JSON has no comments"),
    ('{"a": /* x */ 1}', "NN001", 1, 7, "JSON has no comments"),
    ('{"a": NaN}', "NN001", 1, 7, "JSON has no `NaN`"),
    ('{"a": -Infinity}', "NN001", 1, 7, "JSON has no `-Infinity`"),
    ('{"a": True}', "NN001", 1, 7, "JSON has no `True`"),
    ('{"a": relu}', "NN001", 1, 7, "the text `relu` stands without quotes"),
    ("{\"a\": 'x'}", "NN001", 1, 7, "JSON has no single quotes"),
    ('{"a": 01}', "NN001", 1, 7, "`01` is not a number in JSON"),
    ('{"a": .5}', "NN001", 1, 7, "`.5` is not a number in JSON"),
    ('{"a": +1}', "NN001", 1, 7, "`+1` is not a number in JSON"),
    ('{"a": "\\x"}', "NN001", 1, 8, "no escape that JSON knows"),
    ('{"a": "\\ud83d"}', "NN001", 1, 7, "half of a surrogate pair stands alone"),
    ('{"a": "x\ny"}', "NN001", 1, 7, "the quote is not closed in its line"),
    ('{"a": "\x01"}', "NN001", 1, 7, "the quote is not closed in its line"),
    ('{"a" 1}', "NN001", 1, 6, "expected `:`, received `1`"),
    ('{"a": 1 "b": 2}', "NN001", 1, 9, 'expected `,` or `}`, received `"b"`'),
    ('{"a": [1 2]}', "NN001", 1, 10, "expected `,` or `]`, received `2`"),
    ('{"a": [1}', "NN001", 1, 9, "expected `,` or `]`, received `}`"),
    ('{"a": }', "NN001", 1, 7, "expected a value, received `}`"),
    ('{"a": {"b": 1', "NN001", 1, 7, "`{` is never closed"),
    ('{"a": 1} {', "NN001", 1, 10, "expected the end of the file, received `{`"),
    ('{"a": 1, "a": 2}', "NN004", 1, 10, "the key `a` stands here twice"),
    ("[1]", "NN012", 1, 1, "the top level must be a mapping, received a list"),
    ("", "NN012", 1, 1, "the document is empty"),
    ("{a: 1}", "NN014", 1, 2, "the key `a` stands without quotes"),
    ('{"a": 1e999}', "NN015", 1, 7, "a float holds at most"),
]
ENCODINGS = [
    (b"a: 1\nb: \xff", 2, 4, "the byte `0xFF` is not UTF-8"),
    ("é: ü".encode() + b"\xe9", 1, 5, "the byte `0xE9` is not UTF-8"),
    ("a: 1".encode("utf-16"), 1, 1, "the file is UTF-16"),
    ("a: 1".encode("utf-16-be"), 1, 1, "the file is UTF-16"),
    ("a: 1".encode("utf-32"), 1, 1, "the file is UTF-32"),
    ("a: \ud800", 1, 4, "the byte `0xED` is not UTF-8"),
]


def _assert_single(findings, code, line, column, words):
    assert [finding.code for finding in findings] == [code]
    assert (findings[0].span.line, findings[0].span.column) == (line, column)
    assert words in findings[0].message


@pytest.mark.parametrize(("text", "code", "line", "column", "words"), FINDINGS)
def test_yaml_mistake_is_found_at_its_place(text, code, line, column, words):
    _, findings = parse_document(text, file="spec")
    _assert_single(findings, code, line, column, words)


@pytest.mark.parametrize(("text", "code", "line", "column", "words"), JSON_FINDINGS)
def test_json_mistake_is_found_at_its_place(text, code, line, column, words):
    _, findings = parse_document(text, file="spec", syntax="json")
    _assert_single(findings, code, line, column, words)


@pytest.mark.parametrize(("content", "line", "column", "words"), ENCODINGS)
def test_other_encoding_is_found_at_its_first_byte(content, line, column, words):
    document, findings = parse_document(content, file="spec")
    assert document is None
    _assert_single(findings, "NN002", line, column, words)


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("a: 1\na: {b: 2}\nc: 3", {"a": 1, "c": 3}),
        ("a: !foo x\nb: !bar [1]", {"a": "x", "b": [1]}),
        ("1: a\ntrue: b", {"1": "a", "true": "b"}),
        ("a: &a {b: 1}\nc: {<<: *a, d: 2}", {"a": {"b": 1}, "c": {"d": 2}}),
        ("? [a]\n: b\nc: 1", {"c": 1}),
        ("a: [*_length, b]", {"a": ["*_length", "b"]}),
        ("a: 1\n---\nb: 2", {"a": 1}),
    ],
)
def test_document_with_findings_stays_usable(text, data):
    document, findings = parse_document(text, file="spec")
    assert findings
    assert document is not None
    assert document.data == data


def test_all_findings_come_in_one_pass_in_source_order():
    text = "a: !foo x\n<<: {b: 1}\n1: 2\na: 3\nc: *d\ne: [1"
    _, findings = parse_document(text, file="spec")
    assert [finding.code for finding in findings] == ["NN005", "NN007", "NN014", "NN004", "NN013", "NN001"]


def test_duplicate_key_names_the_line_of_the_first_and_its_path():
    _, findings = parse_document("a:\n  - b: 1\n    b: 2", file="spec")
    assert findings[0].path == ("a", 0, "b")
    assert findings[0].hint == "it first stands in line 2; remove or rename one of the two"


def test_pattern_that_reads_as_an_alias_gets_the_hint_to_quote():
    _, findings = parse_document("a: *_length", file="spec")
    assert findings[0].hint == 'quote patterns that start with `*`: `"*_length"`'


def test_number_as_key_carries_the_edit_that_quotes_it():
    _, findings = parse_document("a:\n  12: x", file="spec")
    edit = findings[0].edit
    assert edit is not None
    assert (edit.old, edit.new, edit.span) == ("12", '"12"', findings[0].span)


def test_node_beyond_the_cap_is_refused():
    document, findings = parse_document("a: [" + "1," * 99_998 + "]", file="spec")
    assert document is None
    assert [finding.code for finding in findings] == ["NN010"]


def test_findings_beyond_five_hundred_are_not_kept():
    _, findings = parse_document("a: 1\n" * 1_000, file="spec")
    assert len(findings) == 500
