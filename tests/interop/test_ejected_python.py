"""Expressions become Python that means them, laid out as `ruff format` lays it out."""

from __future__ import annotations

import ast
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnspec.interop.ejecting.pasting import paste_snippets, write_imports
from nnspec.interop.ejecting.python import Code, invoke, to_identifier, write_expression, write_statement

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=12)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=10,
)


@given(value=VALUES)
def test_value_reads_back_as_it_was(value: object) -> None:
    assert ast.literal_eval(write_expression(value)) == value
    assert ast.literal_eval("\n".join(write_statement("", value))) == value


def test_long_call_stands_over_several_lines_as_ruff_lays_it_out() -> None:
    layer = invoke("layers.Dense", units=[1000000 + i for i in range(12)], name='say "hi"', options={"a": (1,)})
    text = "\n".join(write_statement("x = ", invoke("outer", layer, Code("y")))) + "\n"
    command = [sys.executable, "-m", "ruff", "format", "--isolated", "--line-length", "100", "-"]
    assert subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout == text
    assert max(map(len, text.splitlines())) <= 100


@pytest.mark.parametrize(
    ("name", "taken", "expected"),
    [("conv-1", (), "conv_1"), ("1st", (), "n1st"), ("class", (), "class_"), ("x", ("x", "x_"), "x__")],
)
def test_name_becomes_a_free_identifier(name: str, taken: tuple[str, ...], expected: str) -> None:
    assert to_identifier(name, taken) == expected


def test_snippet_brings_what_it_needs_and_nothing_else() -> None:
    pasted = "\n".join(paste_snippets("split_by_time(times, 0.1, 0.1)"))
    assert "def split_by_time" in pasted
    assert "def part_size" in pasted
    assert "def share_out" not in pasted


def test_imports_are_those_that_are_used_in_order() -> None:
    text = "json.loads(Path('x').read_text()); np.zeros(3); layers.Dense(1)"
    assert write_imports(text) == [
        "import json",
        "from pathlib import Path",
        "",
        "import numpy as np",
        "from keras import layers",
    ]
