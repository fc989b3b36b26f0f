"""`nnspec import` writes a spec, or a finding and nothing."""

from __future__ import annotations

from pathlib import Path

import keras
import pytest
from keras import layers

import nnspec
from nnspec.cli.main import run

pytestmark = pytest.mark.backend


@pytest.fixture
def model(tmp_path: Path) -> Path:
    x = keras.Input((None, 3), name="steps")
    file = tmp_path / "model.keras"
    keras.Model(x, layers.Dense(2, name="score")(layers.LSTM(4)(x)), name="reader").save(file)
    return file


def test_command_writes_a_spec_and_weights_that_fit(model: Path, tmp_path: Path) -> None:
    spec, weights = tmp_path / "reader.yaml", tmp_path / "reader.weights.h5"
    code = run(["import", str(model), "-o", str(spec), "--weights", str(weights), "--shape", "steps=7,3"])
    assert code == 0
    nnspec.build(spec).load_weights(weights)


def test_command_without_a_file_prints_the_spec(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["import", str(model), "--shape", "steps=7,3"]) == 0
    assert not nnspec.validate(capsys.readouterr().out)


def test_command_that_fails_writes_nothing(model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = sorted(tmp_path.iterdir())
    code = run(["import", str(model), "-o", str(tmp_path / "spec.yaml"), "--weights", str(tmp_path / "w.weights.h5")])
    assert code == 1
    assert "NN563" in "".join(capsys.readouterr())
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("place", ["folder", "file/spec.yaml"])
def test_spec_that_cannot_be_written_leaves_no_weights(place: str, model: Path, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    before = sorted(tmp_path.rglob("*"))
    files = ["-o", str(tmp_path / place), "--weights", str(tmp_path / "w.weights.h5")]
    assert run(["import", str(model), "--shape", "steps=7,3", *files]) == 2
    assert sorted(tmp_path.rglob("*")) == before


def test_weights_that_cannot_be_written_leave_no_spec(model: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    before = sorted(tmp_path.iterdir())
    files = ["-o", str(tmp_path / "spec.yaml"), "--weights", str(tmp_path / "file" / "w.weights.h5")]
    assert run(["import", str(model), "--shape", "steps=7,3", *files]) == 2
    assert sorted(tmp_path.iterdir()) == before


def test_spec_that_stands_there_is_not_written_over(model: Path, tmp_path: Path) -> None:
    (tmp_path / "spec.yaml").write_text("mine")
    assert run(["import", str(model), "--shape", "steps=7,3", "-o", str(tmp_path / "spec.yaml")]) == 2
    assert (tmp_path / "spec.yaml").read_text() == "mine"


@pytest.mark.parametrize("shape", ["steps", "steps=", "steps=0", "steps=a", "=3"])
def test_shape_that_is_none_is_wrong_usage(shape: str, model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["import", str(model), "--shape", shape]) == 2
    assert "tokens=128" in capsys.readouterr().err


def test_weights_file_of_another_name_is_wrong_usage(model: Path, tmp_path: Path) -> None:
    assert run(["import", str(model), "--shape", "steps=7,3", "--weights", str(tmp_path / "w.h5")]) == 2
