"""A spec with variables, blocks, rounds and a base, trained on the penguins; its report trains to the same."""

from __future__ import annotations

from pathlib import Path

import pytest

import nnspec
from nnspec.document.document import read_document

pytestmark = pytest.mark.backend

ROWS = Path(nnspec.__file__).parents[1] / "examples" / "penguins" / "penguins.csv"
BASE = """nnspec: 1
data: {source: $rows, missing: drop}
inputs: {body: {columns: [bill_*, flipper_length_mm, body_mass_g]}, island: category}
outputs: {species: category}
train: {epochs: 60, batch_size: 32}
"""
SPEC = """nnspec: 1
extends: bases/penguins.yaml
seed: 7
vars: {width: 16, rows: penguins.csv}
blocks:
  mlp:
    args: {units: , rate: 0.1}
    layers: [{Dense: {units: $units, activation: relu}}, {Dropout: $rate}]
hidden:
  - repeat: {times: 2, layers: [{mlp: $(width // (i + 1))}]}
  - residual: [{mlp: {units: $(width // 2)}}]
train: {epochs: 3}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("project")
    (folder / "pyproject.toml").write_text("")
    (folder / "bases").mkdir()
    (folder / "bases" / "penguins.yaml").write_text(BASE)
    (folder / "spec.yaml").write_text(SPEC)
    (folder / "penguins.csv").write_bytes(ROWS.read_bytes())
    return folder


@pytest.fixture(scope="module")
def record(folder):
    return nnspec.train(folder / "spec.yaml", folder / "runs" / "first")


def test_report_keeps_what_was_written(record):
    document, findings = read_document(record.folder / "report.yaml")
    assert not findings
    assert "extends" not in document.data
    assert document.data["vars"] == {"width": 16, "rows": "penguins.csv"}
    assert document.data["hidden"][0] == {"repeat": {"times": 2, "layers": [{"mlp": "$(width // (i + 1))"}]}}
    assert document.data["data"] == {"source": "../../penguins.csv", "missing": "drop"}
    assert document.data["train"] == {"epochs": 3, "batch_size": 32}


def test_report_trains_to_the_same(record, folder):
    again = nnspec.train(record.folder / "report.yaml", folder / "runs" / "again")
    assert again.metrics == record.metrics
    assert [_without_time(epoch) for epoch in again.history] == [_without_time(epoch) for epoch in record.history]


def _without_time(epoch):
    return {name: value for name, value in epoch.items() if name != "seconds"}


def test_run_is_evaluated_from_its_report(record):
    assert nnspec.evaluate(record.folder)["test"] == pytest.approx(record.metrics["test"])
