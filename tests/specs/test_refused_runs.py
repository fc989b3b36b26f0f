"""What goes wrong before, in and after a training is a finding at its place, and leaves nothing half done."""

from __future__ import annotations

from pathlib import Path

import pytest

import nnspec
from nnspec.errors import RunError

pytestmark = pytest.mark.backend

_SPEC = """\
nnspec: 1
data: {data}
inputs: {{island: {island}}}
hidden: [{hidden}]
outputs: {{species: category}}
optimizer: {optimizer}
train: {train}
"""
_USUAL = {"data": "p.csv", "island": "category", "hidden": "{Dense: 4}", "optimizer": "adam", "train": "{epochs: 1}"}
_DIVERGING = "{SGD: {learning_rate: {PiecewiseConstantDecay: {boundaries: [20], values: [0.01, 1e30]}}}}"


def write_spec(folder: Path, **changes: str) -> Path:
    rows = [f"{species},{island}" for species in ("Adelie", "Gentoo") for island in ("Dream", "Biscoe")]
    (folder / "p.csv").write_text("\n".join(["species,island", *rows * 80]) + "\n", "utf-8")
    path = folder / "spec.yaml"
    path.write_text(_SPEC.format(**{**_USUAL, **changes}), "utf-8")
    return path


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"data": "none.csv"}, "spec.yaml:2:7: error[NN654]"),
        ({"train": "{callbacks: [{CSVLogger: ../log.csv}]}"}, "spec.yaml:7:33: error[NN039]"),
        ({"train": "{callbacks: [{CSVLogger: report.yaml}]}"}, "spec.yaml:7:33: error[NN150]"),
        ({"train": "{stages: [{epochs: 1}, {freeze: {species: zz}}]}"}, "spec.yaml:7:50: error[NN552]"),
    ],
)
def test_training_refused_names_the_place_and_writes_nothing(
    tmp_path: Path, changes: dict[str, str], place: str
) -> None:
    with pytest.raises(nnspec.SpecError) as caught:
        nnspec.train(write_spec(tmp_path, **changes), tmp_path / "run")
    assert place in str(caught.value)
    assert not (tmp_path / "run").exists()


def test_training_that_diverges_late_keeps_the_epochs_before(tmp_path: Path) -> None:
    with pytest.raises(RunError, match=r"spec\.yaml:7:1: error\[NN350\]"):
        nnspec.train(write_spec(tmp_path, optimizer=_DIVERGING, train="{epochs: 9}"), tmp_path / "run")
    record = nnspec.report(tmp_path / "run")
    assert (record.status, record.epochs, record.steps) == ("failed", 3, 21)


def test_training_that_the_backend_stops_leaves_a_report(tmp_path: Path) -> None:
    index, narrow = "{type: category, encode: index}", "{Embedding: {input_dim: 1, output_dim: 2}}"
    with pytest.raises(RunError, match=r"NN853.*is not in \[0, 1\)"):
        nnspec.train(write_spec(tmp_path, island=index, hidden=narrow), tmp_path / "run")
    assert nnspec.report(tmp_path / "run").metrics == {}


def test_prediction_of_absent_data_names_them(tmp_path: Path) -> None:
    nnspec.train(write_spec(tmp_path), tmp_path / "run")
    with pytest.raises(nnspec.SpecError, match=r"^\S*gone\.csv: error\[NN654\]"):
        nnspec.predict(tmp_path / "run", str(tmp_path / "gone.csv"), allow=(str(tmp_path),))


def test_base_whose_run_is_not_there_is_found_in_the_spec(project: Path) -> None:
    text = (project / "specs" / "transfer.yaml").read_text("utf-8")
    path = project / "specs" / "absent.yaml"
    path.write_text(text.replace("digits-base", "absent"), "utf-8")
    with pytest.raises(nnspec.SpecError, match=r"absent\.yaml:\d+:22: error\[NN851\] there is no run"):
        nnspec.build(path)
