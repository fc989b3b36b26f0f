"""`fmt`, `diff` and the drawings of `show`, in processes of their own."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

NNSPEC = str(Path(sys.executable).with_name("nnspec"))
SPECS = Path(__file__).parents[2] / "specs"
CLEAN = "nnspec: 1\ninputs: {x: number}\noutputs: {z: number}\n"
UNTIDY = "inputs: {x: number}\noutputs: {z: {loss: mse, type: number}}  # truth\nnnspec: 1\n"
TIDY = "nnspec: 1\ninputs: {x: number}\noutputs: {z: {type: number, loss: MeanSquaredError}}  # truth\n"
BAD = "nnspec: 1\ninputs: {x: number}\nhidden: [{Dens: 3}]\noutputs: {z: number}\n"


def run(*arguments: str, folder: Path, text: str | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [NNSPEC, *arguments], cwd=folder, input=text, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.fixture
def folder(tmp_path):
    for name, text in (("clean.yaml", CLEAN), ("untidy.yaml", UNTIDY), ("bad.yaml", BAD)):
        (tmp_path / name).write_text(text)
    return tmp_path


def test_canonical_specs_are_formatted():
    result = run("fmt", "--check", str(SPECS), folder=SPECS.parent)
    assert (result.returncode, result.stderr) == (0, "")


def test_fmt_writes_the_spec_and_keeps_its_mode(folder):
    (folder / "untidy.yaml").chmod(0o640)
    result = run("fmt", "untidy.yaml", folder=folder)
    assert (result.returncode, result.stderr) == (0, "untidy.yaml: formatted\n")
    assert (folder / "untidy.yaml").read_text() == TIDY
    assert stat.S_IMODE((folder / "untidy.yaml").stat().st_mode) == 0o640
    assert sorted(os.listdir(folder)) == ["bad.yaml", "clean.yaml", "untidy.yaml"]


def test_fmt_check_names_what_would_change_and_leaves_with_1(folder):
    result = run("fmt", "--check", "clean.yaml", "untidy.yaml", folder=folder)
    assert (result.returncode, result.stdout, result.stderr) == (1, "", "untidy.yaml: would change\n")
    assert (folder / "untidy.yaml").read_text() == UNTIDY


def test_fmt_diff_prints_what_would_change(folder):
    result = run("fmt", "--diff", "untidy.yaml", folder=folder)
    assert result.returncode == 1
    assert "+outputs: {z: {type: number, loss: MeanSquaredError}}  # truth\n" in result.stdout
    assert (folder / "untidy.yaml").read_text() == UNTIDY


def test_fmt_refuses_a_broken_spec_and_formats_the_others(folder):
    result = run("fmt", "bad.yaml", "untidy.yaml", folder=folder)
    assert result.returncode == 1
    assert "bad.yaml:3:11: error[NN025]" in result.stderr
    assert (folder / "bad.yaml").read_text() == BAD
    assert (folder / "untidy.yaml").read_text() == TIDY


def test_fmt_of_standard_input_writes_standard_output(folder):
    result = run("fmt", "-", folder=folder, text=UNTIDY)
    assert (result.returncode, result.stdout, result.stderr) == (0, TIDY, "")


def test_fmt_keeps_the_line_ends_and_the_byte_order_mark_of_the_file(folder):
    (folder / "untidy.yaml").write_bytes(b"\xef\xbb\xbf" + UNTIDY.replace("\n", "\r\n").encode())
    assert run("fmt", "untidy.yaml", folder=folder).returncode == 0
    assert (folder / "untidy.yaml").read_bytes() == b"\xef\xbb\xbf" + TIDY.replace("\n", "\r\n").encode()


def test_fmt_of_missing_file_leaves_with_2(folder):
    result = run("fmt", "nothing.yaml", folder=folder)
    assert result.returncode == 2
    assert "cannot read `nothing.yaml`" in result.stderr


def test_diff_of_a_spec_and_its_formatted_self_leaves_with_0(folder):
    (folder / "tidy.yaml").write_text(TIDY)
    result = run("diff", "untidy.yaml", "tidy.yaml", folder=folder)
    assert (result.returncode, result.stdout) == (0, "untidy.yaml and tidy.yaml mean the same\n")


def test_diff_of_different_specs_leaves_with_1_and_says_what_differs(folder):
    (folder / "other.yaml").write_text(CLEAN + "train: {epochs: 3}\n")
    result = run("diff", "clean.yaml", "other.yaml", folder=folder)
    assert (result.returncode, result.stdout) == (1, "--- clean.yaml\n+++ other.yaml\ntrain\n  ~ epochs: 10 -> 3\n")


def test_diff_as_json_is_data_for_programs(folder):
    (folder / "other.yaml").write_text(CLEAN + "train: {epochs: 3}\n")
    data = json.loads(run("diff", "clean.yaml", "other.yaml", "--format", "json", folder=folder).stdout)
    change = {"kind": "changed", "section": "train", "place": "epochs", "before": 10, "after": 3}
    assert data.pop("costs")[0] == {"quantity": "parameters", "before": 2, "after": 2, "ratio": 1.0}
    names = {"before": "clean.yaml", "after": "other.yaml"}
    assert data == {**names, "equal": False, "changes": [change], "figures": []}


def test_diff_with_a_broken_spec_shows_its_findings(folder):
    result = run("diff", "clean.yaml", "bad.yaml", folder=folder)
    assert (result.returncode, result.stdout) == (1, "")
    assert "bad.yaml:3:11: error[NN025]" in result.stderr


@pytest.mark.parametrize("arguments", [("clean.yaml",), ("clean.yaml", "nothing.yaml"), ("-", "-")])
def test_diff_of_less_than_two_specs_leaves_with_2(folder, arguments):
    assert run("diff", *arguments, folder=folder, text=CLEAN).returncode == 2


def test_show_draws_for_mermaid_and_graphviz(folder):
    assert run("show", "clean.yaml", "--format", "mermaid", folder=folder).stdout.startswith("flowchart TD\n")
    assert run("show", "clean.yaml", "--format", "dot", folder=folder).stdout.startswith("digraph {\n")


def test_show_shapes_of_yaml_is_wrong_usage(folder):
    result = run("show", "clean.yaml", "--shapes", folder=folder)
    assert result.returncode == 2
    assert "`--shapes` is for drawings" in result.stderr


@pytest.mark.backend
def test_show_shapes_writes_them_on_the_arrows():
    result = run("show", "specs/single-neuron.yaml", "--format", "mermaid", "--shapes", folder=SPECS.parent)
    assert 'n0 -->|"(10)"| n1' in result.stdout
