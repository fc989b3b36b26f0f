"""What goes wrong before, in and after a training is a finding at its place, and leaves nothing half done."""

from __future__ import annotations

from pathlib import Path

import pytest

import nnspec
from nnspec.errors import RunError
from nnspec.references.hashing import sha256_of
from nnspec.reporting.run_folder import WEIGHTS

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
    # The mark of a project: a report in a folder below may name the data.
    (folder / "nnspec.toml").touch()
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


def test_network_over_its_bound_is_refused_before_training(tmp_path: Path) -> None:
    path = write_spec(tmp_path)
    path.write_text(path.read_text("utf-8") + "expect: {parameters: {max: 5}}\n", "utf-8")
    for verb in (nnspec.build, lambda spec: nnspec.train(spec, tmp_path / "run")):
        with pytest.raises(nnspec.SpecError, match=r"spec\.yaml:8:10: error\[NN850\] the network has 26 parameters"):
            verb(path)
    assert not (tmp_path / "run").exists()


def test_training_that_diverges_late_keeps_the_epochs_before(tmp_path: Path) -> None:
    with pytest.raises(RunError, match=r"spec\.yaml:7:1: error\[NN350\]"):
        nnspec.train(write_spec(tmp_path, optimizer=_DIVERGING, train="{epochs: 9}"), tmp_path / "run")
    record = nnspec.report(tmp_path / "run")
    assert (record.status, record.epochs, record.steps) == ("failed", 3, 21)


def test_training_that_the_backend_stops_leaves_a_report(tmp_path: Path) -> None:
    # The places of an embedding are fewer than the numbers that it gets, as no shape tells.
    narrow = "{ops.cast: {dtype: int32}}, {ops.add: {x2: 1}}, {Embedding: {input_dim: 1, output_dim: 2}}, Flatten"
    with pytest.raises(RunError, match=r"NN853.*is not in \[0, 1\)"):
        nnspec.train(write_spec(tmp_path, hidden=narrow), tmp_path / "run")
    assert nnspec.report(tmp_path / "run").metrics == {}


@pytest.mark.parametrize(
    ("callback", "reason"),
    [
        ("{ModelCheckpoint: 'x{nope}.keras'}", "nope"),
        ("SwapEMAWeights", "use_ema"),
        ("{CSVLogger: .}", "Is a directory"),
    ],
)
def test_training_whose_callback_fails_names_it_and_leaves_a_usable_run(
    tmp_path: Path, callback: str, reason: str
) -> None:
    with pytest.raises(RunError) as caught:
        nnspec.train(write_spec(tmp_path, train=f"{{epochs: 1, callbacks: [{callback}]}}"), tmp_path / "run")
    (finding,) = caught.value.diagnostics
    name = callback.strip("{").partition(":")[0]
    assert (finding.code, name in finding.message, reason in finding.message) == ("NN853", True, True)
    record = nnspec.report(tmp_path / "run")
    assert record.status == "failed"
    assert nnspec.evaluate(tmp_path / "run")["train"] == pytest.approx(record.metrics["train"])


def test_callback_outside_the_run_is_refused_without_a_way_out(tmp_path: Path) -> None:
    with pytest.raises(nnspec.SpecError, match=r"leaves the run's folder$"):
        nnspec.train(write_spec(tmp_path, train="{callbacks: [{CSVLogger: ../log.csv}]}"), tmp_path / "run")


def test_evaluation_on_changed_data_hints_at_no_option(tmp_path: Path) -> None:
    nnspec.train(write_spec(tmp_path), tmp_path / "run")
    (tmp_path / "p.csv").write_text((tmp_path / "p.csv").read_text("utf-8") + "Adelie,Dream\n", "utf-8")
    with pytest.raises(nnspec.SpecError, match="NN656") as caught:
        nnspec.evaluate(tmp_path / "run")
    assert [finding.hint for finding in caught.value.diagnostics] == ["restore the data"]


def test_repetition_on_changed_data_hints_at_the_option(tmp_path: Path) -> None:
    nnspec.train(write_spec(tmp_path), tmp_path / "run")
    (tmp_path / "p.csv").write_text((tmp_path / "p.csv").read_text("utf-8") + "Adelie,Dream\n", "utf-8")
    with pytest.raises(nnspec.SpecError, match="NN656") as caught:
        nnspec.train(tmp_path / "run" / "report.yaml", tmp_path / "again")
    (finding,) = caught.value.diagnostics
    assert finding.hint == "restore the data, or allow it with --allow-changed-data"


def test_run_with_the_weights_of_another_network_is_nn851_without_a_hint(tmp_path: Path) -> None:
    for name, hidden in (("run", "{Dense: 4}"), ("other", "{Dense: 5}")):
        nnspec.train(write_spec(tmp_path, hidden=hidden), tmp_path / name)
    report, weights = tmp_path / "run" / "report.yaml", tmp_path / "run" / WEIGHTS
    before = sha256_of(weights)
    weights.write_bytes((tmp_path / "other" / WEIGHTS).read_bytes())
    report.write_text(report.read_text("utf-8").replace(before, sha256_of(weights)), "utf-8")
    with pytest.raises(nnspec.SpecError, match="do not fit the network") as caught:
        nnspec.evaluate(tmp_path / "run")
    (finding,) = caught.value.diagnostics
    assert (finding.code, finding.hint) == ("NN851", None)


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
