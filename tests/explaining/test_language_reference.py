"""The reference of the language: short, whole, and true."""

from __future__ import annotations

import re
import textwrap

import pytest

from nnspec.explaining.reference import language_reference
from nnspec.pipeline import compile_source
from nnspec.spec.bases import Base
from nnspec.spec.data import Data, Split
from nnspec.spec.entries import CONSTRUCTS
from nnspec.spec.inputs import INPUT_TYPES
from nnspec.spec.keys import keys_of
from nnspec.spec.outputs import OUTPUT_TYPES, Output
from nnspec.spec.spec import Spec
from nnspec.spec.train import Stage, Train

REFERENCE = language_reference()
BLOCKS = re.findall(r"^```yaml( hidden)?\n(.*?)^```$", REFERENCE, re.MULTILINE | re.DOTALL)
WHOLE = [text for fragment, text in BLOCKS if not fragment]
FRAGMENTS = [text for fragment, text in BLOCKS if fragment]


def spec_around(fragment: str) -> str:
    """Make a spec of a list of entries."""
    inputs = "".join(f"  {name}: {{type: array, shape: [8]}}\n" for name in ("x", "other") if name in f"x{fragment}")
    entries = textwrap.indent(fragment, "  ")
    return f"nnspec: 1\ninputs:\n{inputs}hidden:\n  - Dense: {{units: 8, from: x}}\n{entries}outputs: {{y: number}}\n"


def test_reference_has_at_most_two_thousand_words():
    assert sum(any(map(str.isalnum, word)) for word in REFERENCE.split()) <= 2000


def test_reference_has_examples_of_both_kinds():
    assert len(WHOLE) >= 3
    assert len(FRAGMENTS) >= 3


@pytest.mark.parametrize("text", WHOLE, ids=range(len(WHOLE)))
def test_whole_example_is_valid(text):
    assert [str(finding) for finding in compile_source(text).diagnostics] == []


@pytest.mark.parametrize("fragment", FRAGMENTS, ids=range(len(FRAGMENTS)))
def test_fragment_is_valid_in_a_spec(fragment):
    assert [str(finding) for finding in compile_source(spec_around(fragment)).diagnostics] == []


@pytest.mark.parametrize("section", [Spec, Data, Split, Output, Base, Train, Stage, *INPUT_TYPES.values()])
def test_every_key_of_a_section_is_in_the_reference(section):
    missing = [key.name for key in keys_of(section) if not re.search(rf"`([a-z ]+ )?{key.name}( [a-z ]+)?`", REFERENCE)]
    assert missing in ([], ["arguments"])


def test_every_construct_and_type_is_in_the_reference():
    words = (*(f"{word}:" for word in CONSTRUCTS), *(f"`{name}`" for name in (*INPUT_TYPES, *OUTPUT_TYPES)))
    assert [word for word in words if word not in REFERENCE] == []
