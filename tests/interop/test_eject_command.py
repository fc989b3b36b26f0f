"""`nnspec eject` and `nnspec export` on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from nnspec.cli.main import run

pytestmark = pytest.mark.backend

SPEC = """\
nnspec: 1
data: sklearn:iris
inputs: {flower: {columns: ["*(cm)"]}}
outputs: {target: category}
train: {epochs: 30}
"""


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    path = tmp_path / "iris.yaml"
    path.write_text(SPEC, "utf-8")
    return path


def test_eject_prints_the_script(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["eject", str(spec)]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith('"""Train iris.')
    compile(shown, "model.py", "exec")


def test_eject_writes_the_script_with_values_set(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    script = spec.with_name("model.py")
    assert run(["eject", str(spec), "-o", str(script), "--set", "train.epochs=2"]) == 0
    assert "\nEPOCHS = 2\n" in script.read_text("utf-8")
    assert capsys.readouterr().out == f"wrote {script}\n"


def test_eject_to_a_file_that_is_no_script_leaves_with_2(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["eject", str(spec), "-o", str(spec.with_name("model.txt"))]) == 2
    assert "the name must end in .py" in capsys.readouterr().err
    assert not spec.with_name("model.txt").exists()


def test_eject_leaves_an_existing_file_alone(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    script = spec.with_name("model.py")
    script.write_text("mine", "utf-8")
    assert run(["eject", str(spec), "-o", str(script)]) == 2
    assert script.read_text("utf-8") == "mine"
    assert "exists" in capsys.readouterr().err


def test_export_of_no_run_is_a_usage_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "model.keras"
    assert run(["export", str(tmp_path / "absent"), "--to", "keras", "-o", str(target)]) == 2
    assert "there is no run" in capsys.readouterr().err
