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
    assert said["its width is also in"] == "second's kernel (<width>, 16)"


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


ROWS = SPEC.replace("nnspec: 1", "nnspec: 1\ndata: ../data/x.csv").replace(
    "{type: array, shape: [20]}", "{columns: [a, b]}"
)


def commit(folder: Path, **files: str) -> None:
    """Write files, by their names with `__` for `/`, and commit them."""
    for name, text in files.items():
        file = folder / f"{name.replace('__', '/')}.yaml"
        file.parent.mkdir(exist_ok=True)
        file.write_text(text)
    author = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "add", "."], cwd=folder, check=True)
    subprocess.run(["git", *author, "commit", "-q", "-m", "More"], cwd=folder, check=True)


def test_diff_finds_data_beside_the_specs_of_a_bare_repository(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / "data").mkdir()
    (repository / "data" / "x.csv").write_text("a,b,y\n1,2,u\n3,4,v\n")
    commit(repository, specs__net=ROWS, specs__child="extends: ../net.yaml\n")
    assert run("diff", "--base", "HEAD", "specs") == 0
    assert capsys.readouterr().out.count("mean the same") == 2


def test_diff_names_the_file_of_the_revision_that_has_errors(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    commit(repository, specs__old=SPEC.replace("units", "unitz"))
    (repository / "specs" / "old.yaml").write_text(SPEC)
    assert run("diff", "--base", "HEAD", "specs/old.yaml") == 1
    said = capsys.readouterr().err
    assert "HEAD:specs/old.yaml:4:" in said
    assert "unitz: 32" in said


def test_diff_unpacks_a_repository_once(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(repository, specs__a=SPEC, specs__b=SPEC)
    started, begin = [], subprocess.run
    monkeypatch.setattr(subprocess, "run", lambda command, **more: started.append(command) or begin(command, **more))
    assert run("diff", "--base", "HEAD", "specs", "net.yaml") == 0
    assert sum("archive" in command for command in started) == 1


UNKNOWN = SPEC.replace("shape: [20]", "shape: [T, 20]").replace(
    "  - Dense: {units: 32", "  - {LSTM: {units: 32, name: rows}}\n  - Dense: {units: 32"
)


def test_diff_says_what_it_cannot_count_and_fails_where_that_changed(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / "net.yaml").write_text(UNKNOWN)
    assert run("diff", "--base", "HEAD", "net.yaml", "--max-growth", "100") == 1
    assert "not known whether past the limit of 100 times: FLOPs" in capsys.readouterr().out
    assert run("diff", "--base", "HEAD", "net.yaml", "--max-growth", "100", "--format", "json") == 1
    (compared,) = json.loads(capsys.readouterr().out)
    assert compared["limit"] == 100
    assert [cost["exceeds"] for cost in compared["costs"][:2]] == [False, None]


def test_diff_with_the_same_formula_has_not_grown(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commit(repository, net=UNKNOWN)
    (repository / "net.yaml").write_text(UNKNOWN.replace("relu", "elu", 1))
    assert run("diff", "--base", "HEAD", "net.yaml", "--max-growth", "1") == 0
    assert "not known" not in capsys.readouterr().out


def test_costs_as_json_say_whether_they_fit(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("show", "net.yaml", "--costs", "--memory", "1KiB", "--format", "json") == 1
    assert json.loads(capsys.readouterr().out)["memory"] == {"limit_bytes": 1024, "fits": False}
