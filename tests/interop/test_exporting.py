"""Trained runs on real data, exported, read by the program that each format is for, and held against the run."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf

import nnspec
from nnspec.errors import SpecError, UsageError
from nnspec.interop.exporting import export
from nnspec.interop.exporting.comparing import compare_outputs
from nnspec.interop.exporting.export import export_run
from nnspec.interop.exporting.tensors import to_tensors

pytestmark = pytest.mark.backend

PENGUINS = Path(__file__).parents[2] / "examples" / "penguins" / "penguins.csv"
SPECS = {
    "digits": """\
nnspec: 1
data: {source: sklearn:digits, split: {test: 0.2}}
inputs: {image: {type: image, scale: standard}}
hidden: [{Conv2D: {filters: 4, kernel_size: 3, activation: relu}}, MaxPooling2D, Flatten]
outputs: {target: category}
train: {epochs: 1, batch_size: 64}
""",
    "penguins": """\
nnspec: 1
data: {source: penguins.csv, missing: drop}
inputs: {body: {columns: [bill_*, flipper_length_mm]}, island: category, sex: category}
hidden: [{Dense: 8}]
outputs: {species: category}
train: {epochs: 1}
""",
    "diabetes": """\
nnspec: 1
data: sklearn:diabetes
inputs: {patient: {columns: [age, bmi, bp, s5]}}
hidden: [{Dense: {units: 8, activation: relu}}]
outputs: {target: {type: number, scale: standard}}
train: {epochs: 1}
""",
}
with_onnx = pytest.mark.skipif(
    any(find_spec(name) is None for name in ("tf2onnx", "onnx", "onnxruntime")), reason="the extra `onnx` is absent"
)


@pytest.fixture(scope="module")
def run_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Train a spec once for all tests that ask for its run."""
    root = tmp_path_factory.mktemp("exports")
    (root / "nnspec.toml").touch()
    shutil.copy(PENGUINS, root)

    @cache
    def train(name: str) -> Path:
        (root / f"{name}.yaml").write_text(SPECS[name], "utf-8")
        nnspec.train(root / f"{name}.yaml", root / name)
        return root / name

    return train


@pytest.mark.parametrize("name", SPECS)
@pytest.mark.parametrize(("to", "suffix"), [("saved_model", ""), ("keras", ".keras"), ("litert", ".tflite")])
def test_exported_run_predicts_what_the_run_predicts(
    run_of: Callable[[str], Path], tmp_path: Path, name: str, to: str, suffix: str
) -> None:
    exported = export_run(run_of(name), to=to, output=tmp_path / f"model{suffix}")
    assert exported.path.exists()
    assert exported.sample.origin == "rows of the run's data"
    assert exported.agreement.rows == 32
    assert exported.agreement.difference < 1e-4


@with_onnx
@pytest.mark.parametrize(("name", "part"), [("digits", "serving"), ("diabetes", "serving"), ("penguins", "trunk")])
def test_run_exported_to_onnx_predicts_what_the_run_predicts(
    run_of: Callable[[str], Path], tmp_path: Path, name: str, part: str
) -> None:
    exported = export_run(run_of(name), to="onnx", output=tmp_path / "model.onnx", part=part)
    assert exported.agreement.difference < 1e-4


@with_onnx
def test_categories_exported_to_onnx_are_a_finding_that_names_the_trunk(
    run_of: Callable[[str], Path], tmp_path: Path
) -> None:
    with pytest.raises(SpecError, match="NN575") as caught:
        export_run(run_of("penguins"), to="onnx", output=tmp_path / "model.onnx")
    (finding,) = caught.value.diagnostics
    assert finding.hint is not None
    assert "--part trunk" in finding.hint
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(find_spec("tf2onnx") is not None, reason="the extra `onnx` is installed")
def test_missing_package_is_a_usage_error_with_the_line_that_installs_it(
    run_of: Callable[[str], Path], tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match=r"pip install 'nnspec\[onnx\]'"):
        export_run(run_of("diabetes"), to="onnx", output=tmp_path / "model.onnx")


def test_saved_model_gives_classes_as_text(run_of: Callable[[str], Path], tmp_path: Path) -> None:
    exported = export_run(run_of("penguins"), to="saved_model", output=tmp_path / "served")
    loaded = tf.saved_model.load(str(exported.path))
    served = loaded.serve(to_tensors(exported.sample.rows))
    assert set(served["species"].numpy()) <= {b"Adelie", b"Chinstrap", b"Gentoo"}


def test_keras_file_of_the_trunk_loads_without_nnspec(run_of: Callable[[str], Path], tmp_path: Path) -> None:
    exported = export_run(run_of("digits"), to="keras", output=tmp_path / "trunk.keras", part="trunk")
    loaded = keras.models.load_model(exported.path)
    assert {name: tuple(tensor.shape) for name, tensor in loaded.input.items()} == {"image": (None, 8, 8, 1)}
    assert tuple(loaded.output["target"].shape) == (None, 10)


def test_run_without_its_data_is_checked_on_made_up_rows(
    run_of: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = tmp_path / "moved"
    shutil.copytree(run_of("penguins"), project / "run")
    (project / "nnspec.toml").touch()
    exported = export_run(project / "run", to="keras", output=tmp_path / "model.keras")
    assert exported.sample.origin.startswith("made-up rows")
    assert exported.agreement.difference == 0


def test_existing_target_is_refused(run_of: Callable[[str], Path], tmp_path: Path) -> None:
    target = tmp_path / "model.keras"
    target.write_text("mine", "utf-8")
    with pytest.raises(UsageError, match="exists"):
        export_run(run_of("diabetes"), to="keras", output=target)
    assert target.read_text("utf-8") == "mine"


def test_target_of_another_suffix_is_refused(run_of: Callable[[str], Path], tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"ends in `\.tflite`"):
        export_run(run_of("diabetes"), to="litert", output=tmp_path / "model.keras")


def test_model_that_predicts_otherwise_is_a_finding_and_leaves_nothing(
    run_of: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def shifted(model: keras.Model) -> None:
        kernel = model.get_layer("trunk").get_layer("target").kernel
        kernel.assign(kernel + 1.0)

    monkeypatch.setattr(export, "embed_statistics", shifted)
    with pytest.raises(SpecError, match="NN576"):
        export_run(run_of("diabetes"), to="saved_model", output=tmp_path / "served")
    assert not list(tmp_path.iterdir())


def test_difference_counts_relative_to_the_largest_number() -> None:
    expected, given = np.array([1000.0, 2.0]), np.array([1000.05, 2.0])
    agreement = compare_outputs({"y": expected}, {"y": given})
    assert agreement.difference == pytest.approx(5e-5)


@pytest.mark.parametrize(
    "given",
    [{}, {"y": np.zeros((2, 1))}, {"y": np.array([0.0, np.nan])}, {"y": np.array([0.0, 0.1])}],
    ids=["absent", "another shape", "not finite", "another number"],
)
def test_outputs_that_differ_are_a_finding(given: dict[str, np.ndarray]) -> None:
    with pytest.raises(SpecError, match="NN576"):
        compare_outputs({"y": np.zeros(2)}, given)


def test_classes_that_differ_are_a_finding() -> None:
    with pytest.raises(SpecError, match="NN576"):
        compare_outputs({"y": np.array(["a", "b"], object)}, {"y": np.array([b"a", b"a"], object)})
