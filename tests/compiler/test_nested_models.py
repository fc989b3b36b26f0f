"""Statistics, checks of embeddings, freezing and weights reach into nested models."""

from __future__ import annotations

import keras
import numpy as np
import pytest
from sklearn.datasets import load_diabetes

from nnspec.compiler.flops import count_flops
from nnspec.compiler.trunk import fit_layers
from nnspec.errors import SpecError
from nnspec.spec.train import Stage
from nnspec.transfer.freeze import apply_stage
from small_networks import categories, network, numbers, pictures, run, target

pytestmark = pytest.mark.backend

FEATURES = load_diabetes().data[:100].astype("float32")


def fitted(text, **states):
    made = network(text, **states)
    layers = fit_layers(made.spec, made.graph, made.state, {"x": FEATURES}).layers
    return network(text, **states, layers=layers), layers


INNER = """
inputs: {x: {type: array, shape: [10]}}
hidden:
  - Dense: 6
  - model: {name: outer, layers: [{Dense: 4}, {model: {name: inner, layers: [{Rescaling: 3.0}, Normalization]}}]}
outputs: {y: {type: array}}
"""


def test_normalization_inside_nested_models_learns_what_reaches_it():
    states = {"inputs": {"x": pictures(10, dtype="float32")}, "outputs": {"y": target(4)}}
    made, layers = fitted(INNER, **states)
    assert list(layers) == ["outer/inner/normalization"]
    given = run(made.build().trunk, x=FEATURES)["y"]
    assert np.allclose(given.mean(axis=0), 0, atol=1e-4)
    assert np.allclose(given.std(axis=0), 1, atol=1e-3)


SHARED = """
inputs: {x: {type: array, shape: [10]}}
hidden:
  - Dense: {units: 10, name: first}
  - model:
      name: tower
      layers: [{Dense: {units: 10, name: conv_a}}, {BatchNormalization: {name: bn}}, {Dense: {units: 10, name: conv_b}}]
  - call: tower
outputs: {y: {type: array}}
"""


def shared():
    return network(SHARED, inputs={"x": pictures(10, dtype="float32")}, outputs={"y": target(10)})


def test_stage_freezes_by_pattern_inside_a_nested_model():
    trunk = shared().build().trunk
    stage = Stage(freeze=(("tower", ("conv_*",)),))
    apply_stage(trunk, stage)
    tower = trunk.get_layer("tower")
    trains = {layer.name: layer.trainable for layer in tower.layers if layer.weights}
    assert trains == {"conv_a": False, "bn": True, "conv_b": False}
    assert len(trunk.trainable_weights) == 2 + 2


def test_frozen_nested_model_stays_as_it_is_in_training():
    trunk = shared().build().trunk
    apply_stage(trunk, Stage(freeze=(("tower", ("all",)),)))
    before = [np.asarray(weight) for weight in trunk.get_layer("tower").weights]
    trunk.compile(loss={"y": "mse"}, optimizer="sgd")
    trunk.fit({"x": FEATURES}, {"y": FEATURES}, epochs=1, verbose=0)
    after = trunk.get_layer("tower").weights
    assert all(np.array_equal(a, np.asarray(b)) for a, b in zip(before, after, strict=True))


def test_weights_of_shared_models_save_and_load(tmp_path):
    made = shared()
    first, second = made.build().trunk, made.build().trunk
    first.compile(loss={"y": "mse"}, optimizer="sgd")
    first.fit({"x": FEATURES}, {"y": FEATURES}, epochs=1, verbose=0)
    first.save_weights(tmp_path / "w.weights.h5")
    second.load_weights(tmp_path / "w.weights.h5")
    assert np.allclose(run(first, x=FEATURES)["y"], run(second, x=FEATURES)["y"])


def test_two_builds_have_equal_weights_and_names():
    first, second = shared().build().trunk, shared().build().trunk
    assert [weight.path for weight in first.weights] == [weight.path for weight in second.weights]
    assert all(np.array_equal(a, b) for a, b in zip(first.get_weights(), second.get_weights(), strict=True))


def test_flops_count_each_call_of_a_nested_model():
    once = network(SHARED.replace("  - call: tower\n", ""), inputs=shared().state.inputs, outputs={"y": target(10)})
    tower = 2 * 10 * 10 * 2
    more = count_flops(shared().build().trunk) - count_flops(once.build().trunk)
    assert tower <= more <= tower + 200


def test_embedding_inside_a_nested_model_with_too_few_places_is_nn157():
    text = """
    inputs: {c: {type: category, encode: index}}
    hidden: [{model: {layers: [{Embedding: {input_dim: 2, output_dim: 3}}]}}, Flatten]
    outputs: {y: number}
    """
    made = network(text, inputs={"c": categories("a", "b", "c")})
    with pytest.raises(SpecError) as caught:
        made.build()
    assert [finding.code for finding in caught.value.diagnostics] == ["NN157"]


def test_embedding_called_again_is_checked_for_that_input_too():
    text = """
    inputs: {few: {type: category, encode: index}, many: {type: category, encode: index}}
    hidden:
      - Embedding: {input_dim: 3, output_dim: 2, from: few, name: e}
      - call: {layer: e, from: many, name: f}
      - Add: {from: [e, f]}
    outputs: {y: {type: number, layers: [Flatten]}}
    """
    made = network(text, inputs={"few": categories("a", "b"), "many": categories("a", "b", "c")})
    with pytest.raises(SpecError) as caught:
        made.build()
    (finding,) = caught.value.diagnostics
    assert (finding.code, "`many` needs 4" in finding.message) == ("NN157", True)


def test_head_of_a_nested_model_is_decoded_by_its_last_layer():
    text = """
    inputs: {x: number}
    hidden: [{model: {name: m, layers: [{Dense: {units: 3, activation: softmax}}]}}]
    outputs: {y: {type: category, classes: 3, head: none}}
    """
    made = network(text, inputs={"x": numbers(3)}, outputs={"y": target(3, classes=(0, 1, 2))})
    assert set(made.build().serving.output) == {"y", "y_probabilities"}


def test_function_of_an_input_that_bears_its_name_is_made():
    text = """
    inputs: {cumsum: {type: array, shape: [4]}}
    hidden: [{ops.cumsum: {axis: 1, from: cumsum}}, {ops.cumsum: {axis: 1, name: twice}}]
    outputs: {y: {type: array}}
    """
    made = network(text, inputs={"cumsum": pictures(4, dtype="float32")}, outputs={"y": target(4)})
    names = [operation.name for operation in made.build().trunk.operations]
    assert names == ["cumsum", "cumsum_1", "twice", "y"]


def test_layers_have_no_name_of_keras_own_counter():
    keras.layers.Add()
    text = """
    inputs: {x: {type: array, shape: [4]}}
    hidden:
      - ops.add: {x2: 1.0, from: x}
      - residual: [{ops.abs: {}}, {ops.negative: {}}]
      - RNN: {cell: [{LSTMCell: 2}, {GRUCell: 2}], from: three}
    outputs: {y: {type: array}}
    """.replace("      - RNN", "      - ops.expand_dims: {axis: -1, name: three}\n      - RNN")
    made = network(text, inputs={"x": pictures(4, dtype="float32")}, outputs={"y": target(2)})
    names = [[operation.name for operation in made.build().trunk.operations] for _ in range(2)]
    assert names[0] == names[1] == ["x", "add", "abs", "negative", "add_1", "three", "rnn", "y"]
