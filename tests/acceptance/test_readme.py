"""Every command and every example of the README, run as a newcomer would."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import nnspec

pytestmark = pytest.mark.backend

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
BIN = Path(sys.executable).parent


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def commands() -> list[str]:
    lines = [line.partition("#")[0].strip() for block in blocks("console") for line in block.splitlines()]
    return [line for line in lines if line.startswith("nnspec ")]


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    folder = tmp_path_factory.mktemp("clone")
    for name in ("specs", "examples", "schemas"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "pyproject.toml", folder)
    author = ["-c", "user.name=somebody", "-c", "user.email=somebody@example.org"]
    for arguments in (["init", "--quiet"], ["add", "specs"], [*author, "commit", "--quiet", "--message", "Begin"]):
        subprocess.run(["git", *arguments], cwd=folder, check=True)
    return folder


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    return subprocess.run(
        command, cwd=folder, env=environment, shell=True, capture_output=True, text=True, timeout=300, check=False
    )


@pytest.fixture(scope="module")
def walked(clone):
    """The folder when all commands were run, one after the other."""
    for command in commands():
        result = run(command, clone)
        assert result.returncode == 0, f"{command}\n{result.stdout}\n{result.stderr}"
    return clone


def test_readme_commands_run_one_after_the_other(walked):
    assert len(commands()) >= 8
    assert (walked / "runs" / "penguins.csv").is_file()


def test_readme_repeated_report_has_the_same_metrics(walked):
    first, again = (nnspec.report(walked / "runs" / name) for name in ("penguins", "again"))
    assert first.metrics == again.metrics
    assert again.lineage["repeats"] == first.weights["sha256"]


def test_readme_demo_trains_the_spec_of_the_commands():
    planned = subprocess.run(["make", "-n", "demo"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    trained = next(command for command in commands() if command.startswith("nnspec train specs/"))
    assert trained.split(" --output")[0] in planned


def test_readme_spec_is_valid(clone):
    spec = next(block for block in blocks("yaml") if block.startswith("nnspec: 1"))
    (clone / "spec.yaml").write_text(spec, "utf-8")
    assert not nnspec.validate(clone / "spec.yaml")


def test_readme_finding_is_what_is_printed(clone):
    spec = next(block for block in blocks("yaml") if block.startswith("nnspec: 1"))
    broken = spec.replace("Dense: {units: 32", "Dense: {unit: 32")
    (clone / "spec.yaml").write_text(broken, "utf-8")
    printed = run("nnspec validate spec.yaml", clone).stdout
    assert printed.strip() == blocks("text")[0].strip()


def test_readme_python_runs(clone):
    result = subprocess.run(
        [sys.executable, "-c", blocks("python")[0]], cwd=clone, capture_output=True, text=True, timeout=300, check=False
    )
    assert result.returncode == 0, result.stderr
    assert "loss" in result.stdout


def test_readme_names_only_commands_that_exist(clone):
    listed = run("nnspec --help", clone).stdout
    assert all(command.split()[1] in listed for command in commands())
