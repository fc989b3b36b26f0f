"""`nnspec show --costs`, `nnspec impact` and `nnspec diff --base`, as a user runs them in a git repository."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from nnspec.cli.main import main

SPEC = """nnspec: 1
inputs: {x: {type: array, shape: [20]}}
hidden:
  - Dense: {units: 32, activation: relu, name: first}
  - Dense: {units: 16, activation: relu, name: second}
outputs: {y: {type: category, classes: 4}}
"""
PARAMETERS = 20 * 32 + 32 + 32 * 16 + 16 + 16 * 4 + 4


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a repository whose one commit holds `net.yaml`, and stand in it."""
    (tmp_path / "net.yaml").write_text(SPEC)
    author = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    for command in (("init", "-q"), ("add", "net.yaml"), (*author, "commit", "-q", "-m", "First")):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> int:
    """Run a command line, and give its exit code."""
    try:
        return main(list(arguments)) or 0
    except SystemExit as end:
        return int(end.code or 0)


def widen(folder: Path, units: int) -> None:
    (folder / "net.yaml").write_text(SPEC.replace("units: 32", f"units: {units}"))


def test_costs_are_a_table_with_totals(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("show", "net.yaml", "--costs") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["layer", "class", "output", "parameters", "FLOPs", "activations"]
    assert lines[2].split() == ["first", "Dense", "(32)", "672", "1,312", "128", "B"]
    assert f"parameters                         {PARAMETERS:,}" in lines


def test_costs_as_json_are_one_document(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("show", "net.yaml", "--costs", "--format", "json") == 0
    costs = json.loads(capsys.readouterr().out)
    assert (costs["total"]["parameters"], costs["layers"][1]["parameters"]) == (PARAMETERS, 672)


@pytest.mark.parametrize(
    ("memory", "code", "said"),
    [
        ("16GiB", 0, "a training step fits into 16.0 GiB: it needs 28.8 KiB at least"),
        ("1KiB", 1, "a training step does not fit into 1.0 KiB: it needs 28.8 KiB"),
    ],
)
def test_memory_decides_the_exit_code(
    repository: Path, capsys: pytest.CaptureFixture[str], memory: str, code: int, said: str
) -> None:
    assert run("show", "net.yaml", "--costs", "--memory", memory) == code
    assert capsys.readouterr().out.splitlines()[-1] == said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("show", "net.yaml", "--costs", "--memory", "lots"), "expected a number with a unit such as `2M` or `4GiB`"),
        (("show", "net.yaml", "--memory", "1GiB"), "`--memory` goes with `--costs`"),
        (("impact", "net.yaml", "frist"), "has no layer `frist`; did you mean `first`?"),
        (("diff", "--base", "nope", "net.yaml"), "the repository has no revision `nope`"),
        (("diff", "--base", "HEAD", "-"), "`--base` needs a file in a git repository"),
        (("diff", "--base", "HEAD", "away.yaml"), "cannot read `away.yaml`"),
        (("diff", "--base", "HEAD", "net.yaml", "--max-growth", "0"), "must be above 0"),
    ],
)
def test_bad_arguments_are_refused_with_a_reason(
    repository: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str
) -> None:
    assert run(*arguments) == 2
    assert said in capsys.readouterr().err


def test_impact_says_what_depends_on_a_layer(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("impact", "net.yaml", "first") == 0
    first, *rows = capsys.readouterr().out.splitlines()
    assert first == "first: Dense at hidden[0], gives (32)"
    said = {row[:25].strip(): row[25:].strip() for row in rows}
    assert said["taken by"] == "second (16)"
    assert said["outputs"] == "y"
    assert said["its width is also in"] == "second's kernel (width, 16)"


def test_diff_with_an_unchanged_file_leaves_with_0(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("diff", "--base", "HEAD", "net.yaml") == 0
    assert capsys.readouterr().out == "net.yaml at HEAD and net.yaml mean the same\n"


def test_diff_past_the_limit_leaves_with_1_and_names_what_grew(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    widen(repository, 96)
    assert run("diff", "--base", "HEAD", "net.yaml", "--max-growth", "1.5") == 1
    lines = capsys.readouterr().out.splitlines()
    assert "  ~ first.units: 32 -> 96" in lines
    assert lines[-1] == "past the limit of 1.5 times: parameters, FLOPs, memory"


def test_diff_within_the_limit_leaves_with_0(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    widen(repository, 40)
    assert run("diff", "--base", "HEAD", "net.yaml", "--max-growth", "1.5") == 0
    assert "past the limit" not in capsys.readouterr().out


def test_diff_of_a_new_file_has_nothing_to_grow_from(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repository / "new.yaml").write_text(SPEC)
    assert run("diff", "--base", "HEAD", "new.yaml", "--max-growth", "1.5") == 0
    assert capsys.readouterr().out == "new.yaml is new: there is no new.yaml at HEAD\n"


def test_diff_as_json_holds_the_ratios(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    widen(repository, 96)
    assert run("diff", "--base", "HEAD", "net.yaml", "--format", "json") == 1
    (compared,) = json.loads(capsys.readouterr().out)
    parameters = compared["costs"][0]
    assert (parameters["before"], parameters["after"]) == (PARAMETERS, 3636)
    assert parameters["ratio"] == pytest.approx(3636 / PARAMETERS)


def test_diff_reads_what_a_spec_extended_in_the_revision(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repository / "child.yaml").write_text("extends: net.yaml\n")
    author = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "add", "child.yaml"], cwd=repository, check=True)
    subprocess.run(["git", *author, "commit", "-q", "-m", "Second"], cwd=repository, check=True)
    widen(repository, 96)
    assert run("diff", "--base", "HEAD", "child.yaml", "--max-growth", "1.5") == 1
    assert "first.units: 32 -> 96" in capsys.readouterr().out


def test_diff_outside_a_repository_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "net.yaml").write_text(SPEC)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert run("diff", "--base", "HEAD", "net.yaml") == 2
    assert "not a git repository" in capsys.readouterr().err
