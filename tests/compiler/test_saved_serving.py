"""A saved model loads in a process that has Keras and nothing of nnspec, and says the same."""

import json
import subprocess
import sys

import keras
import numpy as np
import pytest

from nnspec.tables.state import LayerState
from small_networks import categories, network, numbers, pictures, run, target

pytestmark = pytest.mark.backend

EVERY_TYPE = """
inputs:
  n: {type: number, fill: mean}
  r: {type: number, scale: minmax}
  c: {type: category, fill: a}
  i: category
  p: {type: image, size: [4, 4], channels: 3}
  a: {type: array, shape: [2], dtype: float32}
hidden:
  - Flatten: {from: p, name: pixels}
  - Concatenate: {from: [n, r, c, i, pixels, a], name: all}
  - Normalization: {from: all}
  - Dense: 8
outputs:
  number: {type: number, scale: standard}
  word: category
  code: category
  truth: binary
  labels: multilabel
  tensor: {type: array, head: {Dense: 2}}
"""
INPUTS = {
    "n": numbers(2, mean=(1.0, 2.0), variance=(4.0, 0.0), fill=(9.0, None)),
    "r": numbers(1, minimum=(-1.0,), maximum=(3.0,)),
    "c": categories("a", "b", fill="a"),
    "i": categories(4, -1, dtype="int64"),
    "p": pictures(3, 5, 1),
    "a": pictures(2, dtype="float32"),
}
OUTPUTS = {
    "number": target(1, mean=(7.0,), variance=(2.0,)),
    "word": target(3, classes=("p", "q", "ä")),
    "code": target(2, classes=(10, 20)),
    "truth": target(1, classes=("no", "yes")),
    "labels": target(2),
    "tensor": target(2),
}
RAW = {
    "n": np.array([[1.5, 2.0], [np.nan, 3.0]], "float32"),
    "r": np.array([[0.0], [5.0]], "float32"),
    "c": np.array(["", "zz"]),
    "i": np.array([4, 8]),
    "p": np.arange(30, dtype="uint8").reshape(2, 3, 5, 1),
    "a": np.array([[1.0, 2.0], [3.0, 4.0]], "float32"),
}
LOADER = """
import json, sys
import keras, numpy as np
model = keras.saving.load_model(sys.argv[1], safe_mode=True)
raw = {k: v.astype(object) if v.dtype.kind == "U" else v for k, v in np.load(sys.argv[2]).items()}
given = model.predict(raw, verbose=0)
assert "nnspec" not in sys.modules
def plain(x):
    return [v.decode() if isinstance(v, bytes) else v for v in np.ravel(x).tolist()]
print(json.dumps({k: plain(x) for k, x in given.items()}))
"""


def every_type(precision="float32"):
    layers = {"normalization": _layer_state(2 + 1 + 3 + 3 + 48 + 2)}
    made = network(EVERY_TYPE + f"train: {{precision: {precision}}}\n", inputs=INPUTS, outputs=OUTPUTS, layers=layers)
    return made.build().serving


def _layer_state(n_features):
    return LayerState(mean=(0.5,) * n_features, variance=(2.0,) * n_features)


def test_saved_model_of_every_type_loads_without_nnspec_and_gives_the_same(tmp_path):
    serving = every_type()
    expected = run(serving, **RAW)
    serving.save(tmp_path / "model.keras")
    np.savez(tmp_path / "raw.npz", **RAW)
    command = [sys.executable, "-I", "-c", LOADER, str(tmp_path / "model.keras"), str(tmp_path / "raw.npz")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stderr[-2000:]
    given = json.loads(done.stdout.splitlines()[-1])
    assert set(given) == set(expected)
    for name, values in expected.items():
        if values.dtype == object:
            assert given[name] == [value.decode() for value in values.ravel()]
        else:
            assert np.allclose(given[name], values.ravel(), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("precision", ["float64", "mixed_bfloat16"])
def test_saved_model_of_another_precision_gives_the_same(tmp_path, precision):
    serving = every_type(precision)
    expected = run(serving, **RAW)
    serving.save(tmp_path / "model.keras")
    given = run(keras.saving.load_model(tmp_path / "model.keras"), **RAW)
    for name in ("number", "word_probabilities", "tensor"):
        assert given[name].dtype == expected[name].dtype
        assert np.array_equal(given[name], expected[name])


def test_saved_model_with_kan_gives_the_same(tmp_path):
    made = network("inputs: {x: number}\nhidden: [{KAN: 4}]\noutputs: {y: number}\n")
    serving = made.build().serving
    x = np.array([[0.1, -0.4, 0.9]], "float32")
    serving.save(tmp_path / "model.keras")
    loaded = keras.saving.load_model(tmp_path / "model.keras")
    assert np.array_equal(run(loaded, x=x)["y"], run(serving, x=x)["y"])
