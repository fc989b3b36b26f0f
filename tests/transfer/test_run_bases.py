"""An earlier run as a base: its weights, cut, and its encoding in place of the new data's."""

import numpy as np
import pytest

from nnspec.compiler.models import build_models
from nnspec.errors import SpecError
from nnspec.records import replace
from nnspec.reporting.run_folder import Run
from nnspec.tables.state import InputState, OutputState
from small_bases import PICTURE, SIDE, SMALL, finding_of, network, pixels, with_base

pytestmark = pytest.mark.backend

X = np.array([[1.0, 2.0], [5.0, -3.0]], "float32")
EARLIER = "inputs: {a: number}\nhidden: [{Dense: 4}, {Dense: {units: 3, name: last}}]\noutputs: {p: {type: number}}\n"
LATER = 'inputs: {x: number}\nbases: {b: {source: "run:old"%s}}\nhidden: [b]\noutputs: {y: {type: number}}\n'


def numbers(n, mean, variance):
    return InputState(columns=("c",) * n, shape=(n,), dtype="float32", mean=mean, variance=variance)


def one(n=1):
    return OutputState(columns=("t",), shape=(n,))


def earlier(folder, text=EARLIER, outputs=None):
    made = network(text, inputs={"a": numbers(2, (1.0, 1.0), (4.0, 4.0))}, outputs=outputs or {"p": one()})
    models = build_models(made.spec, made.graph, made.state)
    folder.joinpath("old").mkdir()
    models.trunk.save_weights(folder / "old" / "trunk.weights.h5")
    return models, Run(folder / "old", made.spec, made.graph, made.state, folder / "old" / "trunk.weights.h5")


def later(extra="", features=2):
    state = numbers(features, (0.0,) * features, (1.0,) * features)
    return network(LATER % extra, inputs={"x": state}, outputs={"y": one()})


def test_run_base_ends_above_the_head_and_encodes_as_the_run_did(tmp_path):
    models, run = earlier(tmp_path)
    made = later()
    bases = made.bases(tmp_path, read_run=lambda folder: run)
    now = build_models(made.spec, made.graph, made.state, bases=bases)
    encoded = models.encoder({"a": X})["a"]
    assert np.array_equal(now.encoder({"x": X})["x"], encoded)
    hidden = models.trunk.get_layer("last")(models.trunk.get_layer("dense")(encoded))
    assert np.allclose(now.trunk.get_layer("b")(encoded), hidden, atol=1e-6)


def test_run_base_is_asked_for_by_its_folder(tmp_path):
    _, run = earlier(tmp_path)
    seen = []
    later().bases(tmp_path, read_run=lambda folder: seen.append(folder) or run)
    assert seen == [(tmp_path / "old").resolve()]


def test_run_base_until_a_layer_ends_there(tmp_path):
    _, run = earlier(tmp_path)
    base = later(", until: dense").bases(tmp_path, read_run=lambda folder: run)["b"]
    assert base.model.output.shape == (None, 4)


def test_run_base_is_frozen_as_the_spec_says(tmp_path):
    _, run = earlier(tmp_path)
    base = later(", freeze: [dense]").bases(tmp_path, read_run=lambda folder: run)["b"]
    assert [layer.name for layer in base.model.layers if layer.weights and layer.trainable] == ["last"]


def test_run_base_of_another_number_of_features_is_nn553(tmp_path):
    _, run = earlier(tmp_path)
    made = later(features=3)
    bases = made.bases(tmp_path, read_run=lambda folder: run)
    with pytest.raises(SpecError) as caught:
        build_models(made.spec, made.graph, made.state, bases=bases)
    assert finding_of(caught) == ("NN553", ("inputs", "x"))


def test_run_base_of_several_outputs_without_until_is_nn552(tmp_path):
    text = EARLIER.replace("{p: {type: number}}", "{p: {type: number}, q: {type: number, layers: [{Dense: 2}]}}")
    _, run = earlier(tmp_path, text, {"p": one(), "q": one()})
    with pytest.raises(SpecError) as caught:
        later().bases(tmp_path, read_run=lambda folder: run)
    assert finding_of(caught)[0] == "NN552"


def test_run_base_without_a_reader_is_nn550(tmp_path):
    with pytest.raises(SpecError) as caught:
        later().bases(tmp_path)
    assert finding_of(caught) == ("NN550", ("bases", "b", "source"))


def test_run_base_whose_weights_are_not_its_trunk_s_is_nn554(tmp_path):
    _, run = earlier(tmp_path)
    other = network(EARLIER.replace("Dense: 4", "Dense: 5"), inputs=run.state.inputs, outputs=run.state.outputs)
    with pytest.raises(SpecError) as caught:
        later().bases(
            tmp_path, read_run=lambda folder: Run(tmp_path, other.spec, other.graph, other.state, run.weights)
        )
    assert finding_of(caught) == ("NN554", ("bases", "b", "source"))


def test_run_base_that_stands_on_an_application_needs_no_weights_but_its_own(tmp_path):
    before = with_base(f"{SMALL}, weights: none, until: block_1_project_BN, pooling: avg", side=SIDE)
    models = build_models(before.spec, before.graph, before.state, bases=before.bases(tmp_path))
    models.trunk.get_layer("b").layers[-1].get_layer("Conv1").kernel.assign_add(np.ones((3, 3, 3, 16)))
    models.trunk.save_weights(tmp_path / "run.weights.h5")
    pinned = replace(before.spec.bases[0], weights="imagenet", sha256="0" * 64)
    run = Run(tmp_path, replace(before.spec, bases=(pinned,)), before.graph, before.state, tmp_path / "run.weights.h5")
    bases = 'bases: {c: {source: "run:old", until: b}}'
    text = f"inputs: {{x: {PICTURE}}}\n{bases}\nhidden: [c]\noutputs: {{y: number}}\n"
    made = network(text, inputs=before.state.inputs, outputs={"y": one()})
    now = build_models(made.spec, made.graph, made.state, bases=made.bases(tmp_path, read_run=lambda folder: run))
    x = pixels()
    assert np.array_equal(now.encoder({"x": x})["x"], x)
    expected = models.trunk.get_layer("b")(x, training=False)
    assert np.allclose(now.trunk.get_layer("c")(x, training=False), expected, atol=1e-5)
