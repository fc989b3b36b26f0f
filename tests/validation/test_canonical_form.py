"""What `nnspec fmt` writes means the same, keeps every comment, and is written again as it is."""

from __future__ import annotations

import json
import re
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from construct_strategies import written_specs
from messy import MessyWriter
from nnspec import formatting
from nnspec.document.document import parse_document
from nnspec.document.dump import dump_document
from nnspec.document.layout import write_yaml
from nnspec.errors import NnspecError
from nnspec.formatting import format_text
from nnspec.pipeline import compile_source
from nnspec.spec.fill import fill_defaults
from spec_strategies import specs

# Shrinking a spec takes minutes.
BOUNDED = settings(max_examples=12, suppress_health_check=list(HealthCheck), phases=[Phase.generate])


def _is_sound(data: dict[str, Any]) -> bool:
    return not compile_source(dump_document(data), checked_data=False).diagnostics.errors


SPECS = (specs() | written_specs().map(lambda pair: pair[0])).filter(_is_sound)
# What a person names keeps its order; the first of a block's arguments is what a value alone stands for.
ORDERED = ("inputs", "outputs", "from", "vars", "blocks", "args")
COMMENT = re.compile(r"# c(\d+)")


def formatted(text: str, *, file: str = "<text>", syntax: Any = "yaml") -> str:
    return format_text(text.encode(), file=file, syntax=syntax).decode()


def filled(text: str) -> dict[str, Any]:
    compiled = compile_source(text, checked_data=False)
    assert compiled.spec is not None, str(compiled.diagnostics)
    return fill_defaults(compiled.spec)


def data_of(text: str) -> dict[str, Any]:
    document, findings = parse_document(text, file="<text>")
    assert document is not None
    assert not findings
    return document.data


def shuffled(data: Any, random: Random, *, free: bool = True) -> Any:
    """Give the same spec with the keys of its sections and arguments in another order; names keep theirs."""
    if isinstance(data, list):
        return [shuffled(item, random) for item in data]
    if not isinstance(data, dict):
        return data
    keys = random.sample(list(data), len(data)) if free else list(data)
    return {key: shuffled(data[key], random, free=key not in ORDERED) for key in keys}


@BOUNDED
@given(SPECS, st.integers(0, 10**9))
def test_formatted_spec_means_the_same_keeps_its_comments_and_stays_as_it_is(data, seed):
    text = MessyWriter(Random(seed)).write(shuffled(data, Random(seed)))
    once = formatted(text)
    assert filled(once) == filled(text)
    assert sorted(COMMENT.findall(once)) == sorted(COMMENT.findall(text))
    assert formatted(once) == once


@BOUNDED
@given(SPECS, st.integers(0, 10**9))
def test_comments_keep_their_order_where_keys_do(data, seed):
    in_order = data_of(formatted(dump_document(data)))
    text = MessyWriter(Random(seed)).write(in_order)
    assert COMMENT.findall(formatted(text)) == COMMENT.findall(text)


@BOUNDED
@given(specs())
def test_json_means_the_same_and_is_written_again_as_it_is(data):
    text = json.dumps(data)
    once = formatted(text, syntax="json")
    assert fill_defaults(compile_source(dump_document(json.loads(once))).spec) == filled(dump_document(data))
    assert formatted(once, syntax="json") == once


def test_formatting_that_would_lose_a_comment_is_refused(monkeypatch):
    monkeypatch.setattr(formatting, "write_yaml", lambda tree: write_yaml(tree).replace("# kept", ""))
    text = "nnspec: 1\ninputs: {x: number}  # kept\noutputs: {z: number}\n"
    with pytest.raises(NnspecError, match="formatting would change what it says"):
        formatted(text)


def test_formatting_that_would_change_the_meaning_is_refused(monkeypatch):
    monkeypatch.setattr(formatting, "write_yaml", lambda tree: write_yaml(tree).replace("number", "category"))
    with pytest.raises(NnspecError, match="formatting would change what it says"):
        formatted("nnspec: 1\ninputs: {x: number}\noutputs: {z: number}\n")
