"""Bases inside nested models, and runs with nested models, functions and calls as bases."""

from __future__ import annotations

import keras
import numpy as np
import pytest

from nnspec.compiler.models import build_models
from nnspec.reporting.run_folder import Run
from nnspec.tables.state import InputState, OutputState
from small_bases import PICTURE, SMALL, network, pixels, small_application

pytestmark = [
    pytest.mark.backend,
    pytest.mark.filterwarnings("ignore:`input_shape` is undefined:UserWarning"),
]

TWO_PICTURES = f"""
inputs: {{left: {PICTURE}, right: {PICTURE}}}
bases: {{b: {{{SMALL}, weights: "file:small.weights.h5", freeze: all}}}}
hidden:
  - model: {{name: tower, from: left, layers: [b, GlobalAveragePooling2D]}}
  - call: {{layer: tower, from: right, name: other}}
  - Subtract: {{from: [tower, other]}}
outputs: {{y: {{type: array}}}}
"""


def pictures():
    return InputState(columns=("p",), shape=(40, 40, 3), dtype="uint8")


def built(folder):
    model = small_application()
    model.save_weights(folder / "small.weights.h5")
    made = network(
        TWO_PICTURES,
        inputs={"left": pictures(), "right": pictures()},
        outputs={"y": OutputState(columns=("y",), shape=(1280,))},
    )
    bases = made.bases(folder)
    return model, build_models(made.spec, made.graph, made.state, bases=bases)


def test_base_inside_a_shared_model_gives_what_the_application_gives(tmp_path):
    model, models = built(tmp_path)
    a, b = pixels(), pixels()
    given = np.asarray(models.trunk({"left": a, "right": b}, training=False)["y"])

    def tower(x):
        features = model(keras.applications.mobilenet_v2.preprocess_input(x.copy()), training=False)
        return np.asarray(features).mean(axis=(1, 2))

    assert np.allclose(given, tower(a) - tower(b), atol=1e-5)


def test_base_inside_a_shared_model_takes_raw_pixels_at_every_call(tmp_path):
    _, models = built(tmp_path)
    raw = np.full((1, 40, 40, 3), 200, "uint8")
    encoded = models.encoder({"left": raw, "right": raw})
    assert np.asarray(encoded["left"]).max() == np.asarray(encoded["right"]).max() == 200


def test_base_inside_a_nested_model_stays_frozen(tmp_path):
    _, models = built(tmp_path)
    assert models.trunk.trainable_weights == []


EARLIER = """
inputs: {a: number}
hidden:
  - model: {name: tower, layers: [{Dense: 4}, {Dense: {units: 3, name: last}}]}
  - Dense: {units: 2, name: step}
  - call: {layer: %s}
outputs: {p: {type: number}}
"""
X = np.array([[1.0, 2.0], [5.0, -3.0]], "float32")


def run_of(folder, text):
    state = InputState(columns=("c",) * 2, shape=(2,), dtype="float32", mean=(1.0, 1.0), variance=(4.0, 4.0))
    made = network(text, inputs={"a": state}, outputs={"p": OutputState(columns=("t",), shape=(1,))})
    models = build_models(made.spec, made.graph, made.state)
    folder.joinpath("old").mkdir()
    models.trunk.save_weights(folder / "old" / "trunk.weights.h5")
    return models, Run(folder / "old", made.spec, made.graph, made.state, folder / "old" / "trunk.weights.h5")


def base_of(folder, run, extra=""):
    later = 'inputs: {x: number}\nbases: {b: {source: "run:old"%s}}\nhidden: [b]\noutputs: {y: number}\n'
    state = InputState(columns=("c",) * 2, shape=(2,), dtype="float32", mean=(0.0, 0.0), variance=(1.0, 1.0))
    made = network(later % extra, inputs={"x": state}, outputs={"y": OutputState(columns=("y",), shape=(1,))})
    return made.bases(folder, read_run=lambda _: run)["b"].model


AGAIN = EARLIER.replace("units: 2, name: step", "units: 3, name: step") % "step"


def test_run_that_ends_in_a_call_is_cut_below_the_call(tmp_path):
    models, run = run_of(tmp_path, AGAIN)
    base = base_of(tmp_path, run)
    tower, step = models.trunk.get_layer("tower"), models.trunk.get_layer("step")
    assert np.allclose(base(X), step(step(tower(X))), atol=1e-6)


def test_run_that_ends_in_a_function_is_cut_below_the_function(tmp_path):
    text = AGAIN.replace("  - call: {layer: step}", "  - ops.multiply: {x2: 2.0, from: step}")
    models, run = run_of(tmp_path, text)
    tower, step = models.trunk.get_layer("tower"), models.trunk.get_layer("step")
    assert np.allclose(base_of(tmp_path, run)(X), 2 * np.asarray(step(tower(X))), atol=1e-6)


def test_run_until_a_nested_model_ends_there(tmp_path):
    models, run = run_of(tmp_path, AGAIN)
    base = base_of(tmp_path, run, ", until: tower")
    assert np.allclose(base(X), models.trunk.get_layer("tower")(X), atol=1e-6)


def test_run_freezes_by_pattern_inside_its_nested_model(tmp_path):
    _, run = run_of(tmp_path, AGAIN)
    base = base_of(tmp_path, run, ", freeze: [last]")
    assert len(base.trainable_weights) == 4
