"""The pipeline on specs that are merged and expanded: what it gives, where findings point, what reports keep."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import nnspec
from nnspec.cli.main import run
from nnspec.document.document import parse_document
from nnspec.errors import SpecError
from nnspec.pipeline import compile_source, load, validate
from nnspec.reporting.report import moved_spec

SPEC = """nnspec: 1
extends: bases/base.yaml
vars: {width: 16, rows: rows.csv}
blocks:
  mlp:
    args: {units: , rate: 0.1}
    layers: [{Dense: {units: $units, activation: relu}}, {Dropout: $rate}]
hidden:
  - repeat: {times: 2, layers: [{mlp: $(width // (i + 1))}]}
  - mlp: {units: 4, name: last}
description: costs $$5
"""
BASE = "nnspec: 1\ndata: {source: $rows, split: none}\ninputs: {a: number}\noutputs: {b: number}\ntrain: {epochs: 3}\n"


@pytest.fixture
def spec_file(tmp_path, monkeypatch):
    (tmp_path / "bases").mkdir()
    (tmp_path / "spec.yaml").write_text(SPEC)
    (tmp_path / "bases" / "base.yaml").write_text(BASE)
    (tmp_path / "rows.csv").write_text("a,b\n1,2\n3,4\n")
    monkeypatch.chdir(tmp_path)
    return Path("spec.yaml")


def test_constructs_become_the_layers_that_they_stand_for(spec_file):
    compiled = compile_source(spec_file)
    assert not compiled.diagnostics
    units = [node.call.get("units") for node in compiled.graph if node.call is not None and node.call.name == "Dense"]
    assert units[:3] == [16, 8, 4]
    assert [node.name for node in compiled.graph][-2:] == ["last", "b"]


def test_spec_knows_what_was_written(spec_file):
    spec = load(spec_file)
    assert spec.written.data["vars"] == {"width": 16, "rows": "rows.csv"}
    assert "vars" not in spec.document.data
    assert "extends" not in spec.written.data
    assert spec.description == "costs $5"


def test_plain_spec_is_its_own_document():
    spec = load("nnspec: 1\ninputs: {x: number}\noutputs: {y: number}\n")
    assert spec.written is spec.document


@pytest.mark.parametrize("verb", [load, validate])
def test_options_change_the_spec(spec_file, verb):
    found = verb(spec_file, sets=("train.epochs=7",))
    assert not found if verb is validate else found.train.epochs == 7


def test_finding_of_an_option_shows_the_option(spec_file):
    compiled = compile_source(spec_file, sets=("vars.width=-1", "train.epochs=0"))
    assert [(finding.file, finding.span.line, finding.span.column) for finding in compiled.diagnostics] == [
        ("--set", 2, 14)
    ]
    assert compiled.texts["--set"] == "vars.width=-1\ntrain.epochs=0"


def test_finding_in_a_block_names_its_place_and_the_way_there(spec_file):
    (finding,) = compile_source(spec_file, sets=("vars.width=1",)).diagnostics
    assert (finding.file, finding.span.line, finding.path[:2]) == ("spec.yaml", 7, ("blocks", "mlp"))
    assert finding.via[0] == "round 2 of `repeat`, spec.yaml:9:5"
    assert finding.via[-1] == "variable `width`, --set:1:1"


def test_shown_spec_is_expanded_and_has_the_same_meaning(spec_file, capsys):
    assert run(["show", "spec.yaml"]) == 0
    shown = capsys.readouterr().out
    assert "mlp" not in shown
    assert "costs $$5" in shown
    Path("shown.yaml").write_text(shown)
    assert run(["show", "shown.yaml"]) == 0
    assert capsys.readouterr().out == shown


def test_validate_shows_the_lines_of_every_file(spec_file, capsys):
    Path("bases/base.yaml").write_text(BASE.replace("number}\no", "numbr}\no"))
    assert run(["validate", "spec.yaml", "--set", "train.epochs=x"]) == 1
    text = capsys.readouterr().out
    assert "1 | train.epochs=x" in text
    assert "3 | inputs: {a: numbr}" in text


def test_validate_writes_the_same_findings_as_json(spec_file, capsys):
    assert run(["validate", "spec.yaml", "--format", "json", "--set", "train.epochs=x"]) == 1
    (finding,) = json.loads(capsys.readouterr().out)["diagnostics"]
    assert (finding["file"], finding["span"]["column"]) == ("--set", 14)


def test_other_commands_show_the_line_of_an_option(spec_file, capsys):
    assert run(["show", "spec.yaml", "--set", "train.epochs=x"]) == 1
    assert "1 | train.epochs=x" in capsys.readouterr().err


def test_option_without_a_value_is_a_usage_error(spec_file, capsys):
    assert run(["show", "spec.yaml", "--set", "train.epochs"]) == 2
    assert "PATH=VALUE" in capsys.readouterr().err


def test_report_keeps_constructs_and_fills_in_only_references(spec_file):
    moved = moved_spec(load(spec_file), Path("runs/one"))
    assert moved["vars"] == {"width": 16, "rows": "rows.csv"}
    assert moved["hidden"][1] == {"mlp": {"units": 4, "name": "last"}}
    assert moved["data"] == {"source": "../../rows.csv", "split": "none"}
    assert moved["description"] == "costs $$5"


def test_report_of_data_from_a_variable_holds_the_data(tmp_path):
    text = "nnspec: 1\nvars: {rows: {source: rows.csv, split: none}}\ndata: $rows\n"
    text += "inputs: {x: number}\noutputs: {y: number}\n"
    (tmp_path / "rows.csv").write_text("x,y\n1,2\n")
    (tmp_path / "spec.yaml").write_text(text)
    moved = moved_spec(load(tmp_path / "spec.yaml"), tmp_path / "run")
    assert moved["data"] == {"source": "../rows.csv", "split": "none"}


def test_unknown_names_in_a_text_are_spec_errors():
    with pytest.raises(SpecError, match="nothing here has the name"):
        nnspec.load("nnspec: 1\ninputs: {x: number}\nhidden: [{Dense: $w}]\noutputs: {y: number}\n")


def test_expanding_needs_no_file():
    document, _ = parse_document("nnspec: 1\n", file="-")
    assert document.texts == {"-": "nnspec: 1\n"}


def test_plain_spec_loads_nothing_of_the_expansion():
    code = (
        "import nnspec, sys\nnnspec.validate('nnspec: 1\\ninputs: {x: number}\\noutputs: {y: number}\\n')\n"
        "print([name for name in sys.modules if name.startswith('nnspec.spec.expansion')])"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
