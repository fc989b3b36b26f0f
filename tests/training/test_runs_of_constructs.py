"""A network of every construct, trained on the penguins: it learns, and its files give the same predictions."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest

import nnspec
from small_runs import SmallRun, train_small

pytestmark = pytest.mark.backend

PENGUINS = Path(nnspec.__file__).parents[1] / "examples" / "penguins" / "penguins.csv"
COLUMNS = ("bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g")
SPEC = """
seed: 3
data: {source: penguins.csv, missing: drop}
inputs:
  bill: {columns: [bill_length_mm, bill_depth_mm]}
  body: {columns: [flipper_length_mm, body_mass_g]}
hidden:
  - model:
      name: tower
      from: bill
      layers: [{Dense: {units: 16, activation: tanh, name: wide}}, Normalization, {Dense: {units: 8, name: narrow}}]
  - call: {layer: tower, from: body, name: other}
  - ops.multiply: {x2: 0.5, name: half}
  - parallel: {from: [tower], branches: [[{Dense: 8}], []], join: Add, name: joined}
  - Concatenate: {from: [joined, half], name: both}
  - ops.expand_dims: {axis: 1}
  - GRU: {units: 8, return_state: true, name: states}
  - residual: {from: "states:1", project: true, layers: [{Dense: {units: 12, activation: relu}}]}
outputs:
  species: category
optimizer: {Adam: {learning_rate: 0.01}}
train:
  batch_size: 32
  stages: [{epochs: 14}, {epochs: 1, freeze: {tower: wide}}]
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory) -> SmallRun:
    folder = tmp_path_factory.mktemp("constructs")
    (folder / "penguins.csv").write_bytes(PENGUINS.read_bytes())
    return train_small(folder, SPEC, data="penguins.csv")


def test_network_of_constructs_learns(run):
    assert run.record.metrics["test"]["accuracy"] > 0.85


def test_statistics_inside_the_nested_model_are_kept_under_its_name(run):
    state = json.loads((run.record.folder / "state.json").read_text(encoding="utf-8"))
    assert list(state["layers"]) == ["tower/normalization"]


def test_saved_model_predicts_what_the_run_predicts(run):
    lines = run.data.read_text(encoding="utf-8").splitlines(keepends=True)
    complete = [lines[0], *(line for line in lines[1::7] if "NA" not in line)]
    few = run.data.with_name("few.csv")
    few.write_text("".join(complete), encoding="utf-8")
    rows = list(csv.DictReader(complete))
    values = np.array([[float(row[name]) for name in COLUMNS] for row in rows], "float32")
    served = run.serve(bill=values[:, :2], body=values[:, 2:])
    predicted = nnspec.predict(run.record, str(few))
    assert list(served["species"]) == list(predicted["species"])
    assert len(set(served["species"])) > 1
