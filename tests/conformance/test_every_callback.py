"""Every callback of the catalog hears of one epoch in a real run of a spec, and does what it is for."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import keras
import pytest

import nnspec
from nnspec.catalog.catalog import load_catalog
from nnspec.compiler.instantiate import instantiate, locate_class
from nnspec.errors import UsageError
from nnspec.pipeline import load

pytestmark = pytest.mark.backend

CALLBACKS: dict[str, Any] = {
    "BackupAndRestore": {"backup_dir": "backup"},
    "CSVLogger": "history.csv",
    "EarlyStopping": "val_loss",
    "History": None,
    "ModelCheckpoint": {"filepath": "best.keras", "monitor": "val_loss"},
    "ProgbarLogger": None,
    "ReduceLROnPlateau": {"monitor": "val_loss", "patience": 0},
    "SwapEMAWeights": None,
    "TensorBoard": {"log_dir": "board", "write_graph": False},
    "TerminateOnNaN": None,
}
WRITTEN = ("run/history.csv", "run/best.keras")


def _spec_text(*, left_out: str | None = None) -> str:
    chosen = {name: arguments for name, arguments in CALLBACKS.items() if name != left_out}
    callbacks = [name if arguments is None else {name: arguments} for name, arguments in chosen.items()]
    spec = {
        "nnspec": 1,
        "data": {"source": "sklearn:iris"},
        "inputs": {"flower": {"columns": ["sepal*", "petal*"]}},
        "hidden": [{"Dense": 4}],
        "outputs": {"species": {"type": "category", "columns": "target"}},
        "optimizer": {"SGD": {"learning_rate": 0.1, "use_ema": True}},
        "train": {"epochs": 1, "callbacks": callbacks},
    }
    return json.dumps(spec, indent=1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = tmp_path_factory.mktemp("callbacks")
    (project / "nnspec.toml").touch()
    left_out = None if find_spec("tensorboard") else "TensorBoard"
    (project / "spec.yaml").write_text(_spec_text(left_out=left_out), encoding="utf-8")
    nnspec.train(project / "spec.yaml", project / "run")
    return project


@pytest.mark.parametrize("file", WRITTEN)
def test_callback_of_a_run_writes_its_file(folder: Path, file: str) -> None:
    assert (folder / file).exists()


def test_run_with_every_callback_finishes_its_epoch(folder: Path) -> None:
    assert nnspec.load(folder / "run" / "report.yaml").train.epochs == 1


def test_tensorboard_writes_its_folder_or_asks_for_its_package(folder: Path) -> None:
    if find_spec("tensorboard"):
        assert (folder / "run" / "board" / "train").exists()
    else:
        with pytest.raises(UsageError, match="pip install tensorboard"):
            nnspec.train(nnspec.load(_spec_text()), folder / "second")


def test_every_callback_is_in_the_run() -> None:
    usable = [entry for entry in load_catalog().entries("callbacks") if entry.refused is None]
    assert sorted(CALLBACKS) == sorted(entry.name for entry in usable)


@pytest.mark.parametrize("index", range(len(CALLBACKS)), ids=list(CALLBACKS))
def test_callback_of_a_spec_is_the_class_of_its_name(index: int) -> None:
    call = load(_spec_text()).train.callbacks[index]
    callback = instantiate(call, resolve_path=lambda text, path: text)
    assert isinstance(callback, keras.callbacks.Callback)
    assert type(callback) is locate_class(call.entry.path)
