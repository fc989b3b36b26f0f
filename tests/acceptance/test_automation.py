"""The pre-commit hooks and the GitHub Action: what they run is run here."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
HOOKS = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))}
ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
SOUND = "nnspec: 1\ninputs: {x: number}\nhidden: [{Dense: {units: 4, activation: relu}}]\noutputs: {y: number}\n"
BROKEN = SOUND.replace("units", "unitz")
ENVIRONMENT = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs" / "sound.yaml").write_text(SOUND)
    return tmp_path


def run(command: list[str], folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=folder,
        env={**ENVIRONMENT, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def lint_step(folder: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    step = ACTION["runs"]["steps"][-1]
    values = {name: inputs.get(name.replace("-", "_"), about["default"]) for name, about in ACTION["inputs"].items()}
    environment = {
        name: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda match: values[match[1]], text)
        for name, text in step["env"].items()
    }
    return run(["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]], folder, **environment)


def test_hooks_are_those_of_the_documentation():
    assert set(HOOKS) == {"nnspec-validate", "nnspec-lint"}
    assert all(hook["language"] == "python" for hook in HOOKS.values())


@pytest.mark.parametrize("name", sorted(HOOKS))
def test_hook_passes_a_sound_spec(folder, name):
    result = run([*HOOKS[name]["entry"].split(), "specs/sound.yaml"], folder)
    assert (result.returncode, result.stdout) == (0, "")


@pytest.mark.parametrize("name", sorted(HOOKS))
def test_hook_refuses_a_broken_spec(folder, name):
    (folder / "specs" / "broken.yaml").write_text(BROKEN)
    result = run([*HOOKS[name]["entry"].split(), "specs/sound.yaml", "specs/broken.yaml"], folder)
    assert result.returncode == 1
    assert "specs/broken.yaml:3:19: error[NN026]" in result.stdout


@pytest.mark.parametrize("name", sorted(HOOKS))
def test_hook_takes_the_files_of_a_folder_of_specs(name):
    files = re.compile(HOOKS[name]["files"])
    assert files.search("specs/a.yaml")
    assert files.search("models/specs/b/a.json")
    assert not files.search("docker-compose.yaml")


def test_action_passes_sound_specs(folder):
    result = lint_step(folder)
    assert (result.returncode, result.stdout) == (0, "")


def test_action_writes_workflow_commands_and_fails(folder):
    (folder / "specs" / "broken.yaml").write_text(BROKEN)
    result = lint_step(folder)
    assert result.returncode == 1
    assert result.stdout.startswith("::error file=specs/broken.yaml,line=3,col=19,")


def test_action_hands_its_inputs_on(folder):
    (folder / "specs" / "softmax.yaml").write_text(
        "nnspec: 1\ninputs: {x: number}\noutputs: {y: {type: binary, head: {Dense: {units: 1, activation: softmax}}}}\n"
    )
    both = lint_step(folder, specs="specs/sound.yaml specs/softmax.yaml", select="NN201", fail_on="error")
    assert (both.returncode, both.stdout.count("::")) == (1, 2)
    assert "title=nnspec NN201::" in both.stdout
    refused = lint_step(folder, ignore="NN2O1")
    assert refused.returncode == 2


def test_action_takes_a_spec_in_each_line(folder):
    (folder / "specs" / "broken.yaml").write_text(BROKEN)
    result = lint_step(folder, specs="specs/sound.yaml\nspecs/broken.yaml\n")
    assert (result.returncode, result.stdout.count("::error")) == (1, 1)


def test_action_installs_itself():
    assert '"$GITHUB_ACTION_PATH"' in ACTION["runs"]["steps"][1]["run"]


def test_action_puts_no_input_into_a_script():
    assert not any("${{" in step.get("run", "") for step in ACTION["runs"]["steps"])
