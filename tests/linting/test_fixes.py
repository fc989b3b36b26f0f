"""A fix becomes the edit of one piece of text; everything else stays to the letter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnspec.diagnostics.diagnostic import Edit
from nnspec.document.document import Document, Syntax, parse_document
from nnspec.fixing import apply_edits
from nnspec.linting.fixes import edit_of
from nnspec.linting.rule import REMOVE, Fix

YAML = """\
# what it is for
nnspec: 1
hidden:
  # the first
  - Dense: {units: 4, activation: relu}  # wide
  - Dropout: 0.2
  - Flatten
  - Conv2D:
      filters: 3
      kernel_size: [3, 3]  # square
  - LSTM:
      units: 5
optimizer: adam
train: {epochs: 3}
"""
JSON = """\
{
  "nnspec": 1,
  "hidden": [{"Dense": {"units": 4}}, "Flatten"],
  "train": {
    "epochs": 3,
    "shuffle": true
  }
}
"""


def read(text: str, *, syntax: Syntax = "yaml") -> Document:
    document, findings = parse_document(text, file=f"<text>.{syntax}", syntax=syntax)
    assert document is not None
    assert not findings
    return document


def edit(text: str, path: tuple[str | int, ...], value: object, *, syntax: Syntax = "yaml") -> Edit | None:
    document = read(text, syntax=syntax)
    return edit_of(Fix(path, value), document, file=document.file)


def fixed(text: str, path: tuple[str | int, ...], value: object, *, syntax: Syntax = "yaml") -> str:
    made = edit(text, path, value, syntax=syntax)
    assert made is not None
    return apply_edits(text.encode(), [made]).decode()


@pytest.mark.parametrize(
    ("path", "value", "old", "new"),
    [
        (("hidden", 0, "Dense", "units"), 8, "units: 4", "units: 8"),
        (("hidden", 0, "Dense", "activation"), "softmax", "activation: relu}  # wide", "activation: softmax}  # wide"),
        (("hidden", 0, "Dense", "use_bias"), False, "relu}", "relu, use_bias: false}"),
        (("hidden", 0, "Dense", "activation"), REMOVE, "{units: 4, activation: relu}", "{units: 4}"),
        (("hidden", 0, "Dense", "units"), REMOVE, "{units: 4, activation: relu}", "{activation: relu}"),
        (("hidden", 1, "Dropout"), 0.5, "Dropout: 0.2", "Dropout: 0.5"),
        (("hidden", 1), {"Dropout": {"rate": 0.5}}, "- Dropout: 0.2", "- Dropout: {rate: 0.5}"),
        (("hidden", 1), REMOVE, "  - Dropout: 0.2\n", ""),
        (("hidden", 2), REMOVE, "  - Flatten\n", ""),
        (("hidden", 2, "Flatten", "name"), "flat", "- Flatten\n", "- Flatten: {name: flat}\n"),
        (("hidden", 2), "GlobalAveragePooling2D", "- Flatten", "- GlobalAveragePooling2D"),
        (("hidden", 3, "Conv2D", "filters"), REMOVE, "      filters: 3\n      kernel_size", "      kernel_size"),
        (("hidden", 3, "Conv2D", "strides"), 2, "  # square\n", "  # square\n      strides: 2\n"),
        (("hidden", 4, "LSTM", "stateful"), True, "      units: 5\n", "      units: 5\n      stateful: true\n"),
        (("hidden", 4), REMOVE, "  - LSTM:\n      units: 5\n", ""),
        (("hidden", 4, "LSTM"), {"units": 6}, "LSTM:\n      units: 5\n", "LSTM: {units: 6}\n"),
        (("optimizer", "adam", "clipnorm"), 1.0, "optimizer: adam", "optimizer: {adam: {clipnorm: 1.0}}"),
        (("optimizer",), "sgd", "optimizer: adam", "optimizer: sgd"),
        (("train", "shuffle"), True, "{epochs: 3}", "{epochs: 3, shuffle: true}"),
        (("train", "epochs"), REMOVE, "{epochs: 3}", "{}"),
        (("seed",), 7, "train: {epochs: 3}\n", "train: {epochs: 3}\nseed: 7\n"),
        (("data", "split", "validation"), 0.2, "epochs: 3}\n", "epochs: 3}\ndata: {split: {validation: 0.2}}\n"),
    ],
)
def test_fix_of_yaml_changes_only_its_place(path, value, old, new):
    assert YAML.count(old) == 1
    assert fixed(YAML, path, value) == YAML.replace(old, new)


@pytest.mark.parametrize(
    ("path", "value", "old", "new"),
    [
        (("hidden", 0, "Dense", "units"), 8, '"units": 4', '"units": 8'),
        (("hidden", 0, "Dense", "activation"), "relu", '"units": 4', '"units": 4, "activation": "relu"'),
        (("hidden", 1), REMOVE, ', "Flatten"', ""),
        (("hidden", 0), REMOVE, '{"Dense": {"units": 4}}, ', ""),
        (("hidden", 1, "Flatten", "name"), "flat", '"Flatten"', '{"Flatten": {"name": "flat"}}'),
        (("train", "shuffle"), REMOVE, ',\n    "shuffle": true', ""),
        (("train", "epochs"), REMOVE, '"epochs": 3,\n    ', ""),
        (("train", "batch_size"), 8, '"shuffle": true', '"shuffle": true,\n    "batch_size": 8'),
    ],
)
def test_fix_of_json_changes_only_its_place(path, value, old, new):
    assert JSON.count(old) == 1
    assert fixed(JSON, path, value, syntax="json") == JSON.replace(old, new)


@pytest.mark.parametrize(
    ("text", "path", "value"),
    [
        ("a: &x {b: 1}\nc: *x\n", ("a", "b"), 2),
        ("a: &x {b: 1}\nc: *x\n", ("c", "b"), 2),
        ("a:\n  - b: 1  # why\n  - c: 2\n", ("a", 0), REMOVE),
        ("a:\n  - b: 1\n", ("a", 0), REMOVE),
        ("a:\n  b: 1  # why\n  c: 2\n", ("a",), {"b": 2}),
        ("a: {b: 1}\n", ("a", "c"), REMOVE),
        ("a: 3\n", ("a", "b"), 1),
        ("a: !!str 3\n", ("a",), 1),
    ],
)
def test_fix_that_is_not_safe_gives_no_edit(text, path, value):
    assert edit(text, path, value) is None


def test_fix_of_an_empty_value_writes_behind_the_colon():
    assert fixed("a:\n  - Flatten:\nb: 1\n", ("a", 0, "Flatten", "name"), "x") == "a:\n  - Flatten: {name: x}\nb: 1\n"


def test_fix_of_an_empty_mapping_fills_it():
    assert fixed("a: {}\n", ("a", "b"), 1) == "a: {b: 1}\n"


def test_fix_of_a_text_without_last_line_end_adds_a_line():
    assert fixed("a: 1", ("b",), 2) == "a: 1\nb: 2"


PLAIN = st.one_of(st.integers(-5, 5), st.booleans(), st.sampled_from(["relu", "a: b", "yes", "", "#", "é"]))


@given(value=PLAIN, path=st.sampled_from([("hidden", 0, "Dense", "units"), ("hidden", 1), ("train", "new"), ("new",)]))
@pytest.mark.parametrize(("text", "syntax"), [(YAML, "yaml"), (JSON, "json")])
def test_fixed_text_says_what_the_fix_says(text, syntax, value, path):
    found = read(fixed(text, path, value, syntax=syntax), syntax=syntax).data
    for part in path:
        found = found[part]
    assert (found, type(found)) == (value, type(value))
