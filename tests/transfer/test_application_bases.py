"""Applications with weights of a file, cut, with their own preprocessing once."""

import sys

import keras
import numpy as np
import pytest

from nnspec.compiler.models import build_models
from nnspec.errors import SpecError
from nnspec.references.hashing import sha256_of
from small_bases import PICTURE, SIDE, SMALL, finding_of, load, pixels, small_application, with_base

pytestmark = [
    pytest.mark.backend,
    pytest.mark.filterwarnings("ignore:`input_shape` is undefined:UserWarning"),
    pytest.mark.filterwarnings("ignore:You are saving your model as an HDF5 file:UserWarning"),
]


@pytest.fixture
def weights(tmp_path):
    """The weights of a small application in a file, and that application."""
    model = small_application()
    model.save_weights(tmp_path / "small.weights.h5")
    return model


def test_base_with_a_weights_file_gives_the_outputs_of_the_model_that_saved_it(tmp_path, weights):
    base = load(f'{SMALL}, weights: "file:small.weights.h5"', tmp_path)
    x = pixels()
    expected = weights(keras.applications.mobilenet_v2.preprocess_input(x.copy()), training=False)
    assert np.allclose(base.model(x, training=False), expected, rtol=1e-5, atol=1e-6)
    assert base.weights_copied
    assert base.takes_raw_pixels


def test_base_with_a_pinned_hash_loads(tmp_path, weights):
    digest = sha256_of(tmp_path / "small.weights.h5")
    assert load(f'{SMALL}, weights: "file:small.weights.h5", sha256: "{digest}"', tmp_path).weights_copied


def test_base_with_another_hash_is_nn551(tmp_path, weights):
    with pytest.raises(SpecError) as caught:
        load(f'{SMALL}, weights: "file:small.weights.h5", sha256: "{"ab" * 32}"', tmp_path)
    assert finding_of(caught) == ("NN551", ("bases", "b", "sha256"))


def test_base_with_weights_of_another_width_is_nn554(tmp_path, weights):
    with pytest.raises(SpecError) as caught:
        load('source: "keras:MobileNetV2", alpha: 0.5, weights: "file:small.weights.h5"', tmp_path)
    assert finding_of(caught) == ("NN554", ("bases", "b", "weights"))
    assert "of another shape: layers/" in caught.value.diagnostics.items[0].received


def test_base_with_a_part_of_the_weights_is_nn554_that_lists_what_is_missing(tmp_path):
    whole = small_application()
    keras.Model(whole.input, whole.get_layer("block_2_add").output).save_weights(tmp_path / "part.weights.h5")
    with pytest.raises(SpecError) as caught:
        load(f'{SMALL}, weights: "file:part.weights.h5"', tmp_path)
    assert finding_of(caught)[0] == "NN554"
    assert "missing: layers/" in caught.value.diagnostics.items[0].received


def test_base_with_weights_that_hold_more_is_nn554(tmp_path):
    keras.applications.MobileNetV2(weights=None, alpha=0.35, input_shape=(SIDE, SIDE, 3)).save_weights(
        tmp_path / "top.weights.h5"
    )
    with pytest.raises(SpecError) as caught:
        load(f'{SMALL}, weights: "file:top.weights.h5"', tmp_path)
    assert finding_of(caught)[0] == "NN554"
    assert "left over: layers/dense/vars/0" in caught.value.diagnostics.items[0].received


def test_base_with_a_legacy_file_of_another_model_is_nn554(tmp_path):
    x = keras.Input((3,))
    keras.Model(x, keras.layers.Dense(2)(x)).save(tmp_path / "other.h5")
    with pytest.raises(SpecError) as caught:
        load(f'{SMALL}, weights: "file:other.h5"', tmp_path)
    assert finding_of(caught) == ("NN554", ("bases", "b", "weights"))
    assert "Layer count mismatch" in caught.value.diagnostics.items[0].message


def test_base_without_weights_is_random_and_a_function_of_the_seed(tmp_path):
    x = pixels()
    first = load(f"{SMALL}, weights: none, until: block_1_project", tmp_path)
    keras.layers.Dense(3)(np.zeros((1, 2)))
    second = load(f"{SMALL}, weights: none, until: block_1_project", tmp_path)
    assert not first.weights_copied
    assert np.array_equal(first.model(x, training=False), second.model(x, training=False))


def test_base_with_published_weights_that_are_not_cached_is_nn550(tmp_path, monkeypatch):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    with pytest.raises(SpecError) as caught:
        load(SMALL, tmp_path)
    assert finding_of(caught) == ("NN550", ("bases", "b", "weights"))
    assert "allow the download" in caught.value.diagnostics.items[0].hint


def test_base_with_cached_published_efficientnet_weights_is_what_keras_makes_of_them(tmp_path, monkeypatch):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    (tmp_path / "models").mkdir()
    file = tmp_path / "models" / "efficientnetb0_notop.h5"
    keras.utils.set_random_seed(1)
    published = keras.applications.EfficientNetB0(weights=None, include_top=False, input_shape=(SIDE, SIDE, 3))
    statistics = next(layer for layer in published.layers if isinstance(layer, keras.layers.Normalization))
    statistics.set_weights([np.array(each) for each in ([0.485, 0.456, 0.406], [0.229**2, 0.224**2, 0.225**2], 0)])
    published.save(file)
    module = sys.modules[keras.applications.EfficientNetB0.__module__]
    monkeypatch.setattr(module.file_utils, "get_file", lambda *_, **__: str(file))
    keras_own = keras.applications.EfficientNetB0(include_top=False, input_shape=(SIDE, SIDE, 3))
    ours = load('source: "keras:EfficientNetB0"', tmp_path)
    x = pixels()
    assert np.allclose(ours.model(x, training=False), keras_own(x, training=False), rtol=1e-4, atol=1e-5)


def test_base_until_a_layer_ends_there(tmp_path):
    base = load(f"{SMALL}, weights: none, until: block_2_add", tmp_path)
    assert base.model.layers[-1].layers[-1].name == "block_2_add"


def test_base_until_a_pattern_of_one_layer_ends_there(tmp_path):
    base = load(f'{SMALL}, weights: none, until: "block_2_a*"', tmp_path)
    assert base.model.layers[-1].layers[-1].name == "block_2_add"


@pytest.mark.parametrize(
    ("until", "hint"), [("block_2_ad", "did you mean `block_2_add`?"), ("block_2_*", "it matches")]
)
def test_base_until_no_layer_or_several_is_nn552(tmp_path, until, hint):
    with pytest.raises(SpecError) as caught:
        load(f'{SMALL}, weights: none, until: "{until}"', tmp_path)
    assert finding_of(caught) == ("NN552", ("bases", "b", "until"))
    assert caught.value.diagnostics.items[0].hint.startswith(hint)


def test_base_pooling_averages_the_last_feature_map(tmp_path):
    cut = f"{SMALL}, weights: none, until: block_1_project_BN"
    x = pixels()
    whole, pooled = (load(text, tmp_path).model(x, training=False) for text in (cut, cut + ", pooling: avg"))
    assert np.allclose(pooled, np.mean(whole, axis=(1, 2)), atol=1e-5)


def test_base_layers_named_by_keras_have_names_of_a_fresh_process(tmp_path):
    keras.layers.Rescaling(1.0)
    keras.layers.Normalization()
    base = load('source: "keras:EfficientNetB0", weights: none, until: normalization', tmp_path)
    assert [layer.name for layer in base.model.layers[-1].layers] == ["input_layer", "rescaling", "normalization"]


@pytest.mark.parametrize(("picture", "channels"), [("{type: image, size: [31, 32]}", 3), (PICTURE, 1)])
def test_base_on_pictures_that_do_not_fit_is_nn553(tmp_path, picture, channels):
    made = with_base(f"{SMALL}, weights: none", picture=picture, channels=channels)
    with pytest.raises(SpecError) as caught:
        made.bases(tmp_path)
    assert finding_of(caught) == ("NN553", ("bases", "b", "source"))


def test_base_of_an_unknown_application_is_nn550(tmp_path):
    with pytest.raises(SpecError) as caught:
        load('source: "keras:ResNet5O"', tmp_path)
    assert finding_of(caught) == ("NN550", ("bases", "b", "source"))
    assert "ResNet50" in caught.value.diagnostics.items[0].hint


def built(folder, precision="float32", **options):
    made = with_base(
        f"{SMALL}, weights: none, until: block_1_project_BN", more=f"train: {{precision: {precision}}}\n", **options
    )
    return build_models(made.spec, made.graph, made.state, bases=made.bases(folder))


def test_network_with_a_base_gives_it_raw_pixels_and_scales_once(tmp_path):
    models = built(tmp_path, side=SIDE)
    x = pixels().astype("uint8")
    encoded = np.asarray(models.encoder({"x": x})["x"])
    assert np.array_equal(encoded, x)
    rescaling = [layer for layer in models.trunk.get_layer("b").layers if isinstance(layer, keras.layers.Rescaling)]
    assert [(layer.scale, layer.offset) for layer in rescaling] == [(1 / 127.5, -1.0)]


def test_network_with_a_base_survives_saving_without_nnspec_s_parts(tmp_path):
    models = built(tmp_path)
    x = pixels(side=40).astype("uint8")
    models.serving.save(tmp_path / "m.keras")
    again = keras.saving.load_model(tmp_path / "m.keras")
    assert np.array_equal(again({"x": x})["y_probabilities"], models.serving({"x": x})["y_probabilities"])


def test_network_with_a_base_under_mixed_precision_keeps_pixels_exact(tmp_path):
    trunk = built(tmp_path, "mixed_bfloat16").trunk
    rescaling, network = trunk.get_layer("b").layers[1:3]
    assert rescaling.dtype_policy.name == "float32"
    assert network.get_layer("Conv1").dtype_policy.name == "mixed_bfloat16"
