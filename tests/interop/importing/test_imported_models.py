"""Keras models of every form come back as specs that build the same networks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
from keras import layers, ops
from round_trips import assert_same
from sklearn.datasets import load_iris

import nnspec
from nnspec.document.dump import dump_document

pytestmark = pytest.mark.backend


def _vectors() -> keras.Model:
    return keras.Sequential(
        [keras.Input((6,)), layers.Dense(8, activation="relu"), layers.Dropout(0.2), layers.Dense(3)], name="vectors"
    )


def _shared_layer() -> keras.Model:
    x, y = keras.Input((4,), name="x"), keras.Input((4,), name="y")
    shared = layers.Dense(5, activation="tanh", name="shared")
    return keras.Model([x, y], layers.Subtract()([shared(x), shared(y)]))


def _operations() -> keras.Model:
    x = keras.Input((6, 4), name="x")
    first = 2.0 * x[:, 0] - np.arange(4, dtype="float32")
    last = ops.mean(x[..., -2:, :], axis=1) / 3.0
    wide = ops.concatenate([first, last, 1.0 - first], axis=-1)
    return keras.Model(x, layers.Dense(2)(ops.relu(wide)))


def _attention() -> keras.Model:
    x, memory = keras.Input((6, 8), name="x"), keras.Input((5, 8), name="memory")
    own = layers.MultiHeadAttention(2, 4)(x, x, use_causal_mask=True)
    own = layers.LayerNormalization()(layers.Add()([x, own]))
    other = layers.MultiHeadAttention(2, 4)(query=own, value=memory)
    return keras.Model([x, memory], layers.GlobalAveragePooling1D()(layers.Add()([own, other])))


def _states() -> keras.Model:
    x, y = keras.Input((5, 3), name="x"), keras.Input((4, 3), name="y")
    _, state, cell = layers.LSTM(4, return_state=True)(x)
    decoded = layers.LSTM(4, return_sequences=True)(y, initial_state=[state, cell])
    return keras.Model([x, y], {"decoded": decoded, "state": state})


def _wrappers() -> keras.Model:
    x = keras.Input((5, 4), name="x")
    both = layers.Bidirectional(layers.GRU(3, return_sequences=True), merge_mode="sum")(x)
    timed = layers.TimeDistributed(keras.Sequential([layers.Dense(4), layers.LeakyReLU()]))(both)
    return keras.Model(x, layers.RNN([layers.LSTMCell(3), layers.GRUCell(2)])(timed))


def _nested() -> keras.Model:
    a, b = keras.Input((4,), name="a"), keras.Input((4,), name="b")
    sums = layers.Dense(4, name="inside")(layers.Add()([a, b]))
    inner = keras.Model([a, b], [sums, layers.Multiply()([sums, b])], name="inner")
    x, y = keras.Input((4,), name="x"), keras.Input((4,), name="y")
    first, second = inner([x, y])
    third, _ = inner([second, x])
    head = keras.Sequential([layers.Dense(3), layers.Dense(2)], name="head")
    return keras.Model([x, y], {"p": head(first), "q": layers.Dense(2, name="inside")(third)})


def _pictures() -> keras.Model:
    x = keras.Input((16, 16, 3), name="picture")
    y = layers.Conv2D(4, 3, padding="same", kernel_regularizer="l2", kernel_initializer="he_normal")(x)
    for _ in range(3):
        inner = layers.Conv2D(4, 3, padding="same", use_bias=False)(layers.ReLU()(layers.BatchNormalization()(y)))
        y = y + inner
    for filters in (8, 16):
        y = layers.Conv2D(filters, 3, strides=2)(layers.ZeroPadding2D(((0, 1), (0, 1)))(y))
        gate = layers.Dense(filters, activation="sigmoid")(layers.GlobalAveragePooling2D(keepdims=True)(y))
        y = layers.Multiply()([y, gate])
    return keras.Model(x, layers.Flatten()(y))


def _embedding() -> keras.Model:
    x = keras.Input((7,), dtype="int32", name="tokens")
    return keras.Model(x, layers.GRU(3)(layers.Embedding(5, 6, mask_zero=True)(x)))


MODELS = [
    *(_vectors, _shared_layer, _operations, _attention, _states, _wrappers, _nested, _pictures, _embedding),
]


@pytest.mark.parametrize("make", MODELS, ids=lambda make: make.__name__.strip("_"))
def test_imported_model_has_the_outputs_of_the_original(make: Any, tmp_path: Path) -> None:
    assert_same(make(), tmp_path)


def test_saved_model_of_iris_comes_back_trained(tmp_path: Path) -> None:
    rows, target = load_iris(return_X_y=True)
    scale = layers.Normalization()
    scale.adapt(rows)
    model = keras.Sequential([keras.Input((4,)), scale, layers.Dense(8, "relu"), layers.Dense(3, "softmax")])
    model.compile("adam", "sparse_categorical_crossentropy")
    model.fit(rows, target, epochs=1, verbose=0)
    file = tmp_path / "iris.keras"
    model.save(file)
    weights = tmp_path / "iris.weights.h5"
    data = nnspec.import_model(file, weights=weights)
    built = nnspec.build(dump_document(data))
    built.load_weights(weights)
    (given,) = built({name: rows.astype("float32") for name in data["inputs"]}).values()
    assert np.asarray(given) == pytest.approx(np.asarray(model(rows)), abs=1e-6)


def test_blocks_of_one_network_fold_into_repeat(tmp_path: Path) -> None:
    data = assert_same(_pictures(), tmp_path)
    (repeat,) = (entry for entry in data["hidden"] if "repeat" in entry)
    assert repeat["repeat"]["times"] == 3
    assert list(repeat["repeat"]["layers"][0]) == ["residual"]


def test_padding_for_strides_becomes_the_convolutions_own(tmp_path: Path) -> None:
    written = dump_document(assert_same(_pictures(), tmp_path))
    assert "ZeroPadding2D" not in written
    assert "padding: same" in written


def test_config_file_gives_the_same_spec_as_the_model(tmp_path: Path) -> None:
    model, file = _nested(), tmp_path / "config.json"
    file.write_text(model.to_json(), encoding="utf-8")
    assert nnspec.import_model(file) == nnspec.import_model(model) == nnspec.import_model(json.loads(model.to_json()))


def test_frozen_layers_stay_frozen(tmp_path: Path) -> None:
    model = _nested()
    model.get_layer("inner").trainable = False
    data = assert_same(model, tmp_path)
    built = nnspec.build(dump_document(data))
    assert len(built.trainable_weights) == len(model.trainable_weights)


def test_half_precision_of_all_layers_is_that_of_the_spec() -> None:
    x = keras.Input((4,))
    model = keras.Model(x, layers.Dense(2, dtype="mixed_bfloat16")(layers.Dense(3, dtype="mixed_bfloat16")(x)))
    data = nnspec.import_model(model)
    assert data["train"] == {"precision": "mixed_bfloat16"}
    assert data["hidden"] == [{"Dense": 3}, {"Dense": 2}]


def test_one_layer_of_other_precision_says_so() -> None:
    x = keras.Input((4,))
    y = layers.Dense(3)(layers.Dense(3)(x))
    data = nnspec.import_model(keras.Model(x, layers.Dense(2, dtype="float64")(y)))
    assert data["hidden"][-1] == {"Dense": {"units": 2, "dtype": "float64"}}


def test_vocabulary_comes_along() -> None:
    x = keras.Input((3,), dtype="int32")
    looked_up = layers.IntegerLookup(vocabulary=[5, 7, 9], output_mode="multi_hot")(x)
    data = nnspec.import_model(keras.Model(x, looked_up))
    built = nnspec.build(dump_document(data))
    (given,) = built({name: np.array([[5, 9, 5], [1, 7, 2]], "int32") for name in data["inputs"]}).values()
    assert np.asarray(given).tolist() == [[0, 1, 0, 1], [1, 0, 1, 0]]


def test_names_that_a_spec_cannot_have_are_rewritten(tmp_path: Path) -> None:
    x = keras.Input((4,), name="x.1")
    y = layers.Dense(4, name="a.b")(x)
    data = assert_same(keras.Model(x, layers.Add(name="sum.1")([layers.Dense(4)(y), x, y])), tmp_path)
    assert list(data["inputs"]) == ["x_1"]
    assert list(data["outputs"]) == ["sum_1"]


def test_input_of_open_length_takes_the_shape_that_is_given() -> None:
    x = keras.Input((None, 3), name="steps")
    data = nnspec.import_model(keras.Model(x, layers.LSTM(2)(x)), shapes={"steps": (9, 3)})
    assert data["inputs"]["steps"]["shape"] == [9, 3]
