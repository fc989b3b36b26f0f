"""`extends` and `--set`: what wins, and where it was written."""

from __future__ import annotations

import pytest
from expanding import merged_files

from nnspec.document.document import parse_document
from nnspec.errors import UsageError
from nnspec.spec.expansion.merge import merge_document
from nnspec.spec.expansion.options import MAX_OPTIONS, read_options

BASE = """nnspec: 1
inputs: {x: number}
hidden: [{Dense: 8}]
optimizer: {Adam: {learning_rate: 0.1}}
train: {epochs: 3, batch_size: 4}
report: {a: 1}
"""


def merged(folder, text, *sets):
    document, findings = merged_files(folder, {"spec.yaml": text, "base.yaml": BASE}, *sets)
    assert [str(finding) for finding in findings] == []
    return document


def test_maps_merge_and_lists_replace(tmp_path):
    text = "extends: base.yaml\nhidden: [Flatten]\ntrain: {epochs: 9}\noutputs: {y: number}\n"
    assert merged(tmp_path, text).data == {
        "nnspec": 1,
        "inputs": {"x": "number"},
        "hidden": ["Flatten"],
        "optimizer": {"Adam": {"learning_rate": 0.1}},
        "train": {"epochs": 9, "batch_size": 4},
        "outputs": {"y": "number"},
    }


def test_another_class_replaces_the_call(tmp_path):
    assert merged(tmp_path, "extends: base.yaml\noptimizer: {SGD: {momentum: 0.9}}\n").data["optimizer"] == {
        "SGD": {"momentum": 0.9}
    }


def test_the_same_class_merges(tmp_path):
    found = merged(tmp_path, "extends: base.yaml\noptimizer: {Adam: {beta_1: 0.8}}\n").data["optimizer"]
    assert found == {"Adam": {"learning_rate": 0.1, "beta_1": 0.8}}


def test_origin_of_each_part_is_its_file(tmp_path):
    document = merged(tmp_path, "extends: base.yaml\ntrain: {epochs: 9}\n")
    places = {path: document.origin(path).document.file for path in [("train", "epochs"), ("train", "batch_size")]}
    assert [place.rpartition("/")[2] for place in places.values()] == ["spec.yaml", "base.yaml"]
    assert document.span(("train", "batch_size")).line == 5
    assert document.origin(("inputs", "x")).via == (f"`extends`, {tmp_path}/spec.yaml:1:1",)


def test_chain_of_files_is_merged_from_its_end(tmp_path):
    files = {
        "spec.yaml": "extends: sub/b.yaml\na: 1\n",
        "sub/b.yaml": "extends: sub/c.yaml\na: 2\nb: 2\n",
        "sub/c.yaml": "a: 3\nb: 3\nc: 3\n",
    }
    document, findings = merged_files(tmp_path, files)
    assert not findings
    assert document.data == {"a": 1, "b": 2, "c": 3}
    assert len(document.origin(("c",)).via) == 2
    assert set(document.texts.values()) == set(files.values())


@pytest.mark.parametrize(
    ("option", "path", "value"),
    [
        ("train.epochs=7", ("train", "epochs"), 7),
        ("hidden[0].Dense=16", ("hidden", 0, "Dense"), 16),
        ("hidden[0]={Dropout: 0.1}", ("hidden", 0), {"Dropout": 0.1}),
        ("hidden[0]=Flatten", ("hidden", 0), "Flatten"),
        ("hidden=[Flatten]", ("hidden",), ["Flatten"]),
        ("train={epochs: 7}", ("train",), {"epochs": 7, "batch_size": 4}),
        ("expect.test.loss.max=2", ("expect", "test.loss"), {"max": 2}),
        ('expect."test.mse".max=2', ("expect", "test.mse"), {"max": 2}),
        ("vars.a.b=3", ("vars", "a"), {"b": 3}),
        ("name=a=b", ("name",), "a=b"),
        ("name='5'", ("name",), "5"),
        ("seed=1e3", ("seed",), 1000.0),
        ("name=null", ("name",), None),
        ("name=$width", ("name",), "$width"),
    ],
)
def test_option_sets_a_value(tmp_path, option, path, value):
    found = merged(tmp_path, "extends: base.yaml\nexpect: {test.loss: {max: 1}}\n", option).data
    for step in path:
        found = found[step]
    assert type(found) is type(value)
    assert found == value


def test_later_option_wins(tmp_path):
    assert merged(tmp_path, "extends: base.yaml\n", "train.epochs=7", "train.epochs=8").data["train"]["epochs"] == 8


def test_option_names_the_base(tmp_path):
    assert merged(tmp_path, "name: a\n", "extends=base.yaml").data["train"] == {"epochs": 3, "batch_size": 4}


def test_origin_of_an_option_is_its_own_line(tmp_path):
    document = merged(tmp_path, "extends: base.yaml\n", "name=a", "hidden[0]={Dense: {units: 7}}")
    span = document.span(("hidden", 0, "Dense", "units"))
    assert document.origin(("hidden", 0, "Dense", "units")).document.file == "--set"
    assert (span.line, span.column, span.end_column) == (2, 27, 28)
    assert document.texts["--set"].split("\n")[1][26:27] == "7"


def test_document_is_not_changed_by_options():
    document, _ = parse_document("train: {epochs: 3}\nhidden: [a]\n", file="a.yaml")
    changed, _ = merge_document(document, sets=("train.epochs=4", "hidden[0]=b"))
    assert document.data == {"train": {"epochs": 3}, "hidden": ["a"]}
    assert changed.data == {"train": {"epochs": 4}, "hidden": ["b"]}


@pytest.mark.parametrize("option", ["", "=3", "train", "a..b=3", ".a=3", "a[x]=3", "a]=3", "a[0]b=3", 'a"b=3', "a.=3"])
def test_option_of_another_form_is_a_usage_error(option):
    with pytest.raises(UsageError, match="PATH=VALUE"):
        read_options((option,))


def test_more_options_than_a_hundred_are_a_usage_error():
    with pytest.raises(UsageError, match="100 times"):
        read_options(("a=1",) * (MAX_OPTIONS + 1))


def test_many_options_are_merged():
    document, _ = parse_document("a: 0\n", file="a.yaml")
    changed, findings = merge_document(document, sets=tuple(f"a=[{n}]" for n in range(MAX_OPTIONS)))
    assert not findings
    assert changed.data == {"a": [99]}
    assert changed.span(("a", 0)).line == 100
