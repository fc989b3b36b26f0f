"""How an ejected script trains and judges: as nnspec does."""

from __future__ import annotations

from pathlib import Path

import pytest

import nnspec
from ejected_scripts import load_script

pytestmark = pytest.mark.backend

SPEC = """\
nnspec: 1
name: flowers
data: sklearn:iris
inputs: {sepal: {columns: ["sepal *"]}}
hidden: [{Dense: {units: 4, name: stem}}]
outputs:
  target: category
  width: {type: number, column: petal width (cm), scale: standard}
train:
  shuffle: false
  stop: {monitor: MONITOR, patience: 1}
  stages: [{epochs: 2}, {epochs: 2, freeze: {stem: all}, optimizer: {SGD: 0.1}}]
"""


@pytest.mark.parametrize(
    ("monitor", "written"),
    [
        ("validation.target.accuracy", ("val_target_accuracy", "max")),
        ("val_width_loss", ("val_width_loss", "min")),
    ],
)
def test_callback_on_a_metric_of_one_output_says_its_mode(monitor: str, written: tuple[str, str]) -> None:
    name, mode = written
    script = nnspec.eject(nnspec.load(SPEC.replace("MONITOR", monitor)))
    assert f'monitor="{name}"' in script
    assert f'mode="{mode}"' in script


def test_script_with_stages_trains_and_judges_as_nnspec_does(tmp_path: Path) -> None:
    (tmp_path / "spec.yaml").write_text(SPEC.replace("MONITOR", "validation.target.accuracy"), "utf-8")
    spec = nnspec.load(tmp_path / "spec.yaml")
    expected = nnspec.train(spec, tmp_path / "run").metrics["test"]
    script = load_script(nnspec.eject(spec), tmp_path / "ejected.py")
    script.keras.utils.set_random_seed(script.SEED)
    parts = script.read_parts()
    train = parts["train"]
    encoder = script.build_encoder(train)
    trunk = script.build_trunk(encoder, train)
    examples = {part: script.make_examples(encoder, rows, train) for part, rows in parts.items()}
    script.train_network(trunk, examples["train"], examples["validation"])
    judged = script.judge(trunk, examples["test"], parts["test"], train)
    assert judged == pytest.approx({name.replace(".", "_"): value for name, value in expected.items()}, rel=1e-3)


@pytest.mark.parametrize(("shuffle", "said"), [("true", True), ("false", False)])
def test_script_says_where_its_rows_come_in_another_order(shuffle: str, said: bool) -> None:
    text = SPEC.replace("MONITOR", "val_loss").replace("shuffle: false", f"shuffle: {shuffle}")
    assert ("in another order than nnspec's" in nnspec.eject(nnspec.load(text))) is said
