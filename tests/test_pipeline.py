"""The pipeline as a whole: what each entry point gives and raises, and that no Keras is loaded."""

from __future__ import annotations

import subprocess
import sys

import pytest

from nnspec.diagnostics.collection import Diagnostics
from nnspec.errors import SpecError, UsageError
from nnspec.pipeline import compile_source, load, lower, validate

SOUND = "nnspec: 1\ninputs: {x: number}\nhidden: [{Dense: 8}]\noutputs: {y: number}\n"
BROKEN = SOUND.replace("Dense", "Densse")


def test_sound_text_gives_spec_graph_and_no_findings():
    compiled = compile_source(SOUND)
    assert compiled.diagnostics == Diagnostics()
    assert [node.name for node in compiled.graph] == ["x", "dense", "y"]
    assert compiled.unchecked == ("columns, because the spec names no data",)


def test_file_is_read_by_its_path(tmp_path):
    file = tmp_path / "net.yaml"
    file.write_text(SOUND)
    assert load(file).name == "net"
    assert load(str(file)).name == "net"


def test_json_file_is_read_as_json(tmp_path):
    file = tmp_path / "net.json"
    file.write_text('{"nnspec": 1, "inputs": {"x": "number"}, "outputs": {"y": "number"}}')
    assert load(file).outputs[0].name == "y"


def test_load_of_a_broken_spec_raises_its_findings():
    with pytest.raises(SpecError, match=r"<text>:3:11: error\[NN025\] `Densse` is not a Keras layer") as caught:
        load(BROKEN)
    assert len(caught.value.diagnostics.errors) == 1


def test_load_of_a_missing_file_is_a_usage_error(tmp_path):
    with pytest.raises(UsageError, match="cannot read"):
        load(tmp_path / "absent.yaml")


def test_findings_carry_the_files_given_name():
    assert [finding.file for finding in validate(BROKEN, file="mine.yaml")] == ["mine.yaml"]


def test_text_that_cannot_be_read_gives_neither_spec_nor_graph():
    compiled = compile_source("nnspec: [1\n")
    assert (compiled.document, compiled.spec, compiled.graph) == (None, None, None)
    assert compiled.diagnostics.errors


def test_wrong_structure_gives_no_spec():
    compiled = compile_source(BROKEN)
    assert compiled.document is not None
    assert (compiled.spec, compiled.graph) == (None, None)


def test_findings_of_all_checks_come_in_source_order():
    text = SOUND.replace("{Dense: 8}", "{Dense: {units: 8, from: z}}").replace(
        "y: number", "y: {type: number, classes: 2}"
    )
    assert [finding.code for finding in validate(text)] == ["NN151", "NN251"]


def test_one_text_that_an_alias_repeats_has_one_finding():
    text = SOUND.replace("[{Dense: 8}]", "[{Dense: &a {units: 0}}, {Dense: *a}]")
    assert len(validate(text)) == 1


def test_lower_of_entries_that_do_not_connect_raises():
    spec = compile_source(SOUND.replace("{Dense: 8}", "{Dense: {units: 8, from: z}}")).spec
    with pytest.raises(SpecError, match="`z` names nothing above"):
        lower(spec)


def test_data_are_not_looked_at_when_not_asked(tmp_path):
    (tmp_path / "rows.csv").write_text("a,b\n1,2\n")
    file = tmp_path / "net.yaml"
    file.write_text(SOUND + "data: rows.csv\n")
    assert {finding.code for finding in compile_source(file).diagnostics} == {"NN650"}
    assert not compile_source(file, checked_data=False).diagnostics


def test_validating_loads_neither_numpy_nor_keras_nor_jsonschema():
    code = (
        f"import sys, nnspec; nnspec.validate({SOUND!r});"
        "print([name for name in ('numpy', 'keras', 'tensorflow', 'jsonschema') if name in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"
