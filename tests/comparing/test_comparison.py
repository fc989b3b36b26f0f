"""What counts as a difference between two specs, and what does not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import nnspec
from nnspec.comparing.comparison import Comparison, Figure, compare
from nnspec.comparing.text import format_comparison
from nnspec.document.dump import dump_document
from nnspec.spec.fill import fill_defaults

BASE = """
nnspec: 1
inputs: {a: number, b: number}
hidden:
  - Dense: {units: 8, activation: relu}
  - Dense: {units: 8, activation: relu}
  - Dense: {units: 4, name: last}
outputs: {z: {type: number, loss: MeanSquaredError}}
optimizer: {Adam: {learning_rate: 1e-3}}
"""
REPORT = {"metrics": {"test": {"loss": 0.5}}, "parameters": {"total": 9}, "training": {"epochs": 3, "seconds": 1.5}}


def compared(before: str, after: str) -> Comparison:
    first, second = nnspec.load(before), nnspec.load(after)
    return compare(first, second, before_graph=nnspec.lower(first), after_graph=nnspec.lower(second))


def found(before: str, after: str) -> list[tuple[str, str, str, Any, Any]]:
    return [(c.kind, c.section, c.place, c.before, c.after) for c in compared(before, after).changes]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{Adam: {learning_rate: 1e-3}}", "adam"),
        ("loss: MeanSquaredError", "loss: mse"),
        ("activation: relu}\n  - Dense: {units: 4", "use_bias: true, activation: relu}\n  - Dense: {units: 4"),
        ("a: number", "a: {type: number, scale: standard}"),
        ("nnspec: 1\n", "seed: 0\ntrain: {epochs: 10}\nnnspec: 1\n"),
        ("nnspec: 1\n", "nnspec: 1\nvars: {width: 8}\n"),
        (
            "  - Dense: {units: 8, activation: relu}\n  - Dense: {units: 8, activation: relu}\n",
            "  - repeat: {times: 2, layers: [{Dense: {units: 8, activation: relu}}]}\n",
        ),
    ],
)
def test_other_writing_is_no_difference(old, new):
    assert found(BASE, BASE.replace(old, new)) == []


def test_written_out_defaults_are_no_difference():
    assert found(BASE, dump_document(fill_defaults(nnspec.load(BASE)))) == []


def test_layer_inserted_in_the_middle_marks_nothing_below():
    after = BASE.replace("  - Dense: {units: 4", "  - Dropout: 0.5\n  - Dense: {units: 4")
    assert found(BASE, after) == [("added", "layers", "dropout", None, {"Dropout": {"rate": 0.5}})]


def test_layer_removed_from_the_top_marks_nothing_below():
    after = BASE.replace("  - Dense: {units: 8, activation: relu}\n", "", 1)
    assert [(kind, section) for kind, section, *_ in found(BASE, after)] == [("removed", "layers")]


def test_argument_of_a_named_layer_is_a_change_of_that_layer():
    assert found(BASE, BASE.replace("units: 4", "units: 5")) == [("changed", "layers", "last.units", 4, 5)]


def test_argument_of_an_unnamed_layer_is_a_change_where_the_kind_agrees():
    after = BASE.replace("units: 8, activation: relu}\n  - Dense: {units: 4", "units: 9}\n  - Dense: {units: 4")
    changes = found(BASE, after)
    assert ("changed", "layers", "dense_1.units", 8, 9) in changes
    assert ("changed", "layers", "dense_1.activation", "relu", None) in changes
    assert len(changes) == 2


def test_new_name_is_a_change():
    assert found(BASE, BASE.replace("name: last", "name: end")) == [
        ("changed", "layers", "end.name", "last", "end"),
    ]


def test_other_source_is_a_change():
    before = BASE.replace("units: 4", "units: 4, from: [dense_x]").replace("relu}", "relu, name: dense_x}", 1)
    before = before.replace("[dense_x]", "dense_x").replace(
        "  - Dense: {units: 8, activation: relu}\n", "  - Dense: {units: 8, name: other}\n"
    )
    before = before.replace("outputs: {z: {", "outputs: {y: {type: number, from: other}, z: {")
    changes = found(before, before.replace("from: dense_x", "from: other"))
    assert changes == [("changed", "layers", "last.from", ["dense_x"], ["other"])]


def test_change_inside_a_nested_model_names_the_model():
    before = BASE.replace("- Dense: {units: 4, name: last}", "- model: {name: m, layers: [{Dense: 4}]}")
    assert found(before, before.replace("Dense: 4", "Dense: 5")) == [("changed", "layers", "m.dense.units", 4, 5)]


def test_other_class_of_optimizer_is_shown_without_defaults():
    ((_, section, _, before, after),) = found(BASE, BASE.replace("{Adam: {learning_rate: 1e-3}}", "{SGD: 0.1}"))
    assert (section, before, after) == ("optimizer", "Adam", {"SGD": {"learning_rate": 0.1}})


def test_inputs_and_outputs_are_shown_as_they_are_written():
    assert ("added", "inputs", "c", None, "category") in found(
        BASE, BASE.replace("b: number}", "b: number, c: category}")
    )


def test_same_data_named_from_two_folders_are_no_difference(tmp_path: Path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "pyproject.toml").write_text("")
    rest = BASE.replace("nnspec: 1\n", "")
    for name, source in (("spec.yaml", "rows.csv"), ("deep/spec.yaml", "../rows.csv")):
        (tmp_path / name).write_text(f"nnspec: 1\ndata: {source}\n{rest}")
    first, second = nnspec.load(tmp_path / "spec.yaml"), nnspec.load(tmp_path / "deep/spec.yaml")
    assert compare(first, second, before_graph=nnspec.lower(first), after_graph=nnspec.lower(second)).is_equal


def test_figures_of_two_reports_are_set_side_by_side():
    other = {**REPORT, "metrics": {"test": {"loss": 0.25}}}
    texts = [BASE + dump_document({"report": report}) for report in (REPORT, other)]
    comparison = compared(*texts)
    assert Figure("test.loss", 0.5, 0.25) in comparison.figures
    assert not comparison.is_equal
    lines = format_comparison(comparison, before="a", after="b").splitlines()
    assert lines[0] == "a and b mean the same, and their figures differ"
    assert lines[3].split() == ["test.loss", "0.5000", "0.2500", "-0.2500"]


def test_time_that_two_runs_took_is_no_difference():
    slower = {**REPORT, "training": {"epochs": 3, "seconds": 9.5}}
    texts = [BASE + dump_document({"report": report}) for report in (REPORT, slower)]
    assert compared(*texts).is_equal


def test_text_lists_changes_by_section():
    text = format_comparison(compared(BASE, BASE.replace("units: 4", "units: 5")), before="a.yaml", after="b.yaml")
    assert text == "--- a.yaml\n+++ b.yaml\nlayers\n  ~ last.units: 4 -> 5"


def test_text_of_equal_specs_says_so():
    assert format_comparison(compared(BASE, BASE), before="a.yaml", after="b.yaml") == "a.yaml and b.yaml mean the same"
