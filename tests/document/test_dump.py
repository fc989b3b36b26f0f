"""What is dumped reads back equal, and looks as people write it."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnspec.document.document import parse_document
from nnspec.document.dump import dump_document
from nnspec.document.scalars import resolve_plain

LAYOUT = Path(__file__).parent / "layout.yaml"
TEXT = st.text() | st.text(alphabet=" \t\n\r#:-?*&!%@`'\"\\,[]{}|>~0123456789.eExo_+nNulrTfy=<é\u2028\x85\ufeff\x00")
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXT
DATA = st.dictionaries(
    TEXT,
    st.recursive(
        SCALARS,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
        max_leaves=12,
    ),
    min_size=1,
)


def _types(value: object) -> object:
    if isinstance(value, dict):
        return {key: _types(item) for key, item in value.items()}
    return list(map(_types, value)) if isinstance(value, list) else type(value)


@given(DATA)
def test_dumped_data_read_back_equal(data):
    document, findings = parse_document(dump_document(data), file="spec")
    assert findings == ()
    assert document is not None
    assert document.data == data
    assert _types(document.data) == _types(data)
    assert list(document.data) == list(data)


@given(DATA.filter(lambda data: "Infinity" not in json.dumps(data)), st.booleans())
def test_json_data_read_back_equal(data, ensure_ascii):
    document, findings = parse_document(json.dumps(data, ensure_ascii=ensure_ascii), file="spec", syntax="json")
    assert findings == ()
    assert document is not None
    assert document.data == data
    assert _types(document.data) == _types(data)


@given(st.text(alphabet="0123456789.eE+-_:xo"))
def test_plain_text_of_number_signs_reads_as_the_dump_decides(text):
    document, _ = parse_document(dump_document({"a": text}), file="spec")
    assert document is not None
    assert document.data["a"] == text


@given(st.floats(allow_nan=False))
def test_float_is_written_with_all_its_digits(value):
    written = dump_document({"a": value}).removeprefix("a: ").rstrip("\n")
    assert resolve_plain(written) == value


def test_nan_reads_back_as_nan():
    document, _ = parse_document(dump_document({"a": math.nan}), file="spec")
    assert document is not None
    assert math.isnan(document.data["a"])


def test_layout_is_that_of_the_canonical_file():
    text = LAYOUT.read_text(encoding="utf-8")
    document, findings = parse_document(text, file="spec")
    assert findings == ()
    assert document is not None
    assert dump_document(document.data) == text


def test_long_key_reads_back():
    data = {"k" * 3_000: {"l" * 2_000: [1]}}
    document, findings = parse_document(dump_document(data), file="spec")
    assert findings == ()
    assert document is not None
    assert document.data == data


def test_half_of_a_surrogate_pair_is_refused():
    with pytest.raises(ValueError, match="surrogate"):
        dump_document({"a": "\ud800"})


@pytest.mark.parametrize("data", [{"a": (1,)}, {1: "a"}, {"a": b"x"}])
def test_other_types_are_refused(data):
    with pytest.raises(TypeError):
        dump_document(data)
