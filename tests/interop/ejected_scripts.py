"""Scripts that tests ejected: loaded, and compared with what nnspec builds of the same spec."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import numpy as np

import nnspec
from nnspec.datasets.loading import Splits, load_splits
from nnspec.records import record
from nnspec.references.project import project_paths
from nnspec.training.build import build_models_of
from nnspec.training.network import run_in_batches


@record(kw_only=True)
class Compared:
    """What a script and nnspec give for the same rows with the same weights, by output.

    Args:
        script: the module.
        splits: the rows as nnspec reads them.
        parts: the rows as the script reads them.
        given: the script's served outputs of the first training rows.
        expected: nnspec's.
    """

    script: ModuleType
    splits: Splits
    parts: dict[str, dict[str, np.ndarray]]
    given: dict[str, np.ndarray]
    expected: dict[str, np.ndarray]

    def check(self) -> None:
        """Fail where outputs differ."""
        assert list(self.given) == list(self.expected)
        for name, values in self.expected.items():
            if values.dtype.kind == "O":
                assert self.given[name].tolist() == values.tolist()
            else:
                np.testing.assert_allclose(self.given[name], values, rtol=1e-4, atol=1e-5)


def load_script(text: str, path: Path) -> ModuleType:
    """Write a script and load it as a module."""
    path.write_text(text, "utf-8")
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def compare(text: str, folder: Path, *, n_rows: int = 64) -> Compared:
    """Eject a spec into a folder that holds its data, and give both networks the same weights and rows."""
    (folder / "spec.yaml").write_text(text, "utf-8")
    spec = nnspec.load(folder / "spec.yaml")
    script = load_script(nnspec.eject(spec), folder / "ejected.py")
    parts = script.read_parts()
    encoder = script.build_encoder(parts["train"])
    trunk, models = script.build_trunk(encoder, parts["train"]), build_models_of(spec).models
    assert [layer.name for layer in trunk.layers] == [layer.name for layer in models.trunk.layers]
    assert [each.shape for each in trunk.weights] == [each.shape for each in models.trunk.weights]
    trunk.set_weights(models.trunk.get_weights())
    splits = load_splits(spec, paths=project_paths(spec.folder))
    served = script.build_model(encoder, trunk, parts["train"])
    return Compared(
        script=script,
        splits=splits,
        parts=parts,
        given=script.encode(served, {name: parts["train"][name][:n_rows] for name in served.input}),
        expected=run_in_batches(models.serving, splits.train.take(np.arange(min(n_rows, len(splits.train))))),
    )
