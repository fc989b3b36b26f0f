"""Every canonical spec reaches what it expects, and what its run says holds wherever it is asked again."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import nnspec
from canonical import BEGUN, FINISHED, TRAINED
from nnspec.datasets.loading import load_rows
from nnspec.references.project import project_paths
from nnspec.reporting.run_folder import read_run

pytestmark = pytest.mark.backend

RunOf = Callable[[str], nnspec.RunRecord]

_LOAD_AND_PREDICT = """
import sys
import numpy as np
import keras
{imports}
raw = dict(np.load(sys.argv[2]))
inputs = {{name: keras.ops.convert_to_tensor(values.tolist() if values.dtype.kind == "U" else values)
           for name, values in raw.items()}}
served = keras.saving.load_model(sys.argv[1])(inputs)
arrays = {{name: np.asarray(values) for name, values in served.items()}}
np.savez(sys.argv[3], **{{name: a.astype(str) if a.dtype.kind == "O" else a for name, a in arrays.items()}})
assert "nnspec.pipeline" not in sys.modules
"""


@pytest.mark.parametrize("name", FINISHED)
def test_canonical_spec_reaches_what_it_expects(run_of: RunOf, name: str) -> None:
    record = run_of(name)
    assert record.status == "finished"
    assert [str(item) for item in record.expectations if not item.holds] == []


@pytest.mark.parametrize("name", BEGUN)
def test_canonical_spec_learns_in_its_first_epoch(run_of: RunOf, name: str) -> None:
    record = run_of(name)
    n_classes = {"resnet.yaml": 10, "transformer.yaml": 4, "u-net.yaml": 11}[name]
    assert record.status == "finished"
    assert record.metrics["train"]["loss"] < np.log(n_classes)


@pytest.mark.parametrize("name", TRAINED)
def test_evaluation_of_a_run_agrees_with_its_report(run_of: RunOf, name: str) -> None:
    record = run_of(name)
    metrics = nnspec.evaluate(record)
    assert metrics.keys() == record.metrics.keys()
    for split, values in metrics.items():
        assert values == pytest.approx(record.metrics[split], rel=1e-5), split


@pytest.mark.parametrize("name", ["multiclass-tabular.yaml", "several-inputs-outputs.yaml"])
def test_report_trained_again_reaches_the_same_metrics(run_of: RunOf, tmp_path: Path, name: str) -> None:
    record = run_of(name)
    assert record.folder is not None
    repeated = nnspec.train(record.folder / "report.yaml", record.folder.with_name(f"{record.folder.name}-repeated"))
    assert repeated.metrics == record.metrics


def test_prediction_of_a_run_agrees_with_the_accuracy_in_its_report(run_of: RunOf, complete_project: Path) -> None:
    record = run_of("multiclass-tabular.yaml")
    data = complete_project / "examples" / "penguins" / "penguins.csv"
    predicted = nnspec.predict(record, str(data))["species"]
    truth = [line.split(",")[0] for line in data.read_text("utf-8").splitlines()[1:]]
    n_right = sum(record.metrics[split]["accuracy"] * record.data["rows"][split] for split in record.metrics)
    assert np.sum(predicted == np.array(truth)) == pytest.approx(n_right, abs=0.01)


@pytest.mark.parametrize("name", ["several-inputs-outputs.yaml", "images-digits.yaml", "transfer.yaml", "kan.yaml"])
def test_saved_model_loads_without_nnspec_and_predicts_the_same(run_of: RunOf, tmp_path: Path, name: str) -> None:
    record = run_of(name)
    assert record.folder is not None
    reference = record.spec.data.source if record.spec.data is not None else None
    assert reference is not None
    run = read_run(record.folder)
    paths = project_paths(record.spec.folder)
    rows = load_rows(run.spec, run.state, reference, paths=paths, targets=False)
    raw = {key: values.astype(str) if values.dtype.kind == "O" else values for key, values in rows.inputs.items()}
    np.savez(tmp_path / "raw.npz", **raw)
    script = _LOAD_AND_PREDICT.format(imports="import nnspec.layers" if name == "kan.yaml" else "")
    files = [str(record.folder / "model.keras"), str(tmp_path / "raw.npz"), str(tmp_path / "served.npz")]
    done = subprocess.run([sys.executable, "-c", script, *files], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    source = reference if ":" in reference else str((record.spec.folder / reference).resolve())
    _assert_same(dict(np.load(tmp_path / "served.npz")), nnspec.predict(record, source))


def test_run_records_every_epoch_in_its_history(run_of: RunOf) -> None:
    record = run_of("single-neuron.yaml")
    assert record.folder is not None
    lines = (record.folder / "history.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["epoch"] for line in lines] == list(range(1, 41))


def _assert_same(served: dict[str, np.ndarray], predicted: dict[str, np.ndarray]) -> None:
    compared = 0
    for name, values in served.items():
        if name not in predicted:
            continue
        compared += 1
        if values.dtype.kind == "U":
            assert values.tolist() == list(predicted[name])
        else:
            np.testing.assert_allclose(np.squeeze(values), np.squeeze(predicted[name]), rtol=1e-4, atol=1e-5)
    assert compared
