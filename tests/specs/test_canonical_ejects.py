"""Every canonical spec as a script: the same rows, the same layers, the same outputs, and it runs to its end."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import keras
import numpy as np
import pytest

import nnspec
from canonical import BASES, SPECS
from nnspec.datasets.loading import Splits, load_splits
from nnspec.records import record
from nnspec.references.project import project_paths
from nnspec.spec.spec import Spec
from nnspec.training.build import build_models_of
from nnspec.training.network import run_in_batches

pytestmark = pytest.mark.backend


@record
class Ejected:
    """A script that was loaded, and what nnspec makes of the same spec."""

    path: Path
    spec: Spec
    splits: Splits
    script: ModuleType
    parts: dict[str, dict[str, Any]]
    encoder: keras.Model
    trunk: keras.Model


@pytest.fixture(scope="module")
def ejected_of(complete_project: Path, run_of: Callable[[str], nnspec.RunRecord]) -> Callable[[str], Ejected]:
    """Eject a spec once for all tests that ask for its script; it trains for one epoch in each stage."""

    @cache
    def eject(name: str) -> Ejected:
        if name in BASES:
            run_of(BASES[name])
        path = complete_project / "specs" / f"short-{name}"
        text = (complete_project / "specs" / name).read_text("utf-8")
        path.write_text(re.sub(r'epochs("?): \d+', r"epochs\1: 1", text), "utf-8")
        spec = nnspec.load(path)
        written = complete_project / "ejected" / f"{Path(name).stem.replace('-', '_')}.py"
        written.parent.mkdir(exist_ok=True)
        written.write_text(nnspec.eject(spec, folder=written.parent), "utf-8")
        script = load_script(written)
        parts = script.read_parts()
        encoder = script.build_encoder(parts["train"])
        splits = load_splits(spec, paths=project_paths(spec.folder))
        return Ejected(written, spec, splits, script, parts, encoder, script.build_trunk(encoder, parts["train"]))

    return eject


def load_script(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", SPECS)
def test_script_reads_the_rows_that_nnspec_reads(ejected_of: Callable[[str], Ejected], name: str) -> None:
    ejected = ejected_of(name)
    splits = {part: getattr(ejected.splits, part) for part in ("train", "validation", "test")}
    rows = {part: rows for part, rows in splits.items() if rows is not None}
    assert list(ejected.parts) == list(rows)
    for part, expected in rows.items():
        for column, values in expected.inputs.items():
            np.testing.assert_array_equal(ejected.parts[part][column], values)
        for column, values in expected.targets.items():
            np.testing.assert_array_equal(ejected.parts[part][column], values)


@pytest.mark.parametrize("name", SPECS)
def test_script_builds_the_layers_that_nnspec_builds(ejected_of: Callable[[str], Ejected], name: str) -> None:
    ejected = ejected_of(name)
    models = build_models_of(ejected.spec).models
    assert [layer.name for layer in ejected.trunk.layers] == [layer.name for layer in models.trunk.layers]
    assert [each.shape for each in ejected.trunk.weights] == [each.shape for each in models.trunk.weights]
    assert [each.trainable for each in ejected.trunk.weights] == [each.trainable for each in models.trunk.weights]

    ejected.trunk.set_weights(models.trunk.get_weights())
    rows = ejected.splits.train.take(np.arange(64))
    served = ejected.script.build_model(ejected.encoder, ejected.trunk, ejected.parts["train"])
    expected = run_in_batches(models.serving, rows)
    given = ejected.script.encode(served, {name: ejected.parts["train"][name][:64] for name in served.input})
    assert list(given) == list(expected)
    for output, values in expected.items():
        if values.dtype.kind == "O":
            assert given[output].tolist() == values.tolist()
        else:
            np.testing.assert_allclose(given[output], values, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("name", SPECS)
def test_script_trains_to_its_end(
    ejected_of: Callable[[str], Ejected], capsys: pytest.CaptureFixture[str], name: str
) -> None:
    ejected = ejected_of(name)
    ejected.script.main()
    shown = capsys.readouterr().out
    assert all(f"\n{part} {{" in f"\n{shown}" for part in ejected.parts)
    saved = keras.models.load_model(ejected.path.with_name("model.keras"))
    assert {output.name for output in ejected.spec.outputs} <= saved.output.keys()


@pytest.mark.parametrize("name", SPECS)
def test_script_is_formatted_and_clean(ejected_of: Callable[[str], Ejected], name: str) -> None:
    path = ejected_of(name).path
    options = ["--isolated", "--line-length", "100"]
    for check in (["format", "--check", *options], ["check", "--select", "E,F,I,W,B", *options]):
        command = [sys.executable, "-m", "ruff", *check, path.name]
        done = subprocess.run(command, cwd=path.parent, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", SPECS)
def test_script_imports_no_nnspec_but_for_kan(ejected_of: Callable[[str], Ejected], name: str) -> None:
    text = ejected_of(name).path.read_text("utf-8")
    imports = [line for line in text.splitlines() if re.match(r"(import|from) nnspec", line)]
    assert imports == (["from nnspec.layers import KAN"] if name == "kan.yaml" else [])
