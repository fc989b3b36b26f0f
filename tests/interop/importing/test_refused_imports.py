"""What cannot be imported is told, with what to do."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import h5py
import keras
import numpy as np
import pytest
from keras import layers, ops

import nnspec
from nnspec.errors import UsageError

pytestmark = pytest.mark.backend


@keras.saving.register_keras_serializable(package="tests")
class Doubling(layers.Layer):
    def call(self, x: Any) -> Any:
        return x * 2


def _refusal(source: Any, **options: Any) -> Any:
    with pytest.raises(nnspec.SpecError) as caught:
        nnspec.import_model(source, **options)
    (finding,) = caught.value.diagnostics
    assert finding.file
    assert finding.hint or finding.expected
    return finding


def _model_of(layer: Any) -> keras.Model:
    x = keras.Input((4,), name="x")
    return keras.Model(x, layer(x))


def _archive(folder: Path, config: bytes, **members: bytes) -> Path:
    file = folder / "model.keras"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("config.json", config)
        for name, content in members.items():
            archive.writestr(name.replace("__", "."), content)
    return file


def test_lambda_is_refused_as_code() -> None:
    finding = _refusal(_model_of(layers.Lambda(lambda x: x + 1)))
    assert (finding.code, "Lambda" in finding.message) == ("NN561", True)


def test_layer_of_another_package_is_refused_as_code() -> None:
    finding = _refusal(_model_of(Doubling()))
    assert (finding.code, finding.received) == ("NN561", "tests>Doubling")


def test_layer_that_only_bears_a_name_of_keras_is_refused() -> None:
    config = json.loads(_model_of(layers.Dense(2)).to_json())
    config["config"]["layers"][1]["module"] = "evil.package"
    assert _refusal(config).code == "NN561"


def test_subclassed_model_is_refused_as_code() -> None:
    config = {"class_name": "Chat", "registered_name": "tests>Chat", "config": {"name": "chat"}}
    assert _refusal(config).code == "NN561"


def test_activation_that_is_a_function_of_the_user_is_refused() -> None:
    config = json.loads(_model_of(layers.Dense(2)).to_json())
    config["config"]["layers"][1]["config"]["activation"] = {
        "class_name": "function",
        "module": "builtins",
        "registered_name": "function",
        "config": "swish_of_mine",
    }
    assert _refusal(config).code in ("NN561", "NN562")


def test_operation_that_is_no_function_for_specs_is_refused() -> None:
    config = json.loads(_model_of(ops.relu).to_json())
    config["config"]["layers"][1]["class_name"] = "WhileLoop"
    assert _refusal(config).code == "NN562"


def test_open_dimension_asks_for_its_length() -> None:
    x = keras.Input((None, 3), name="steps")
    finding = _refusal(keras.Model(x, layers.LSTM(2)(x)))
    assert (finding.code, finding.received) == ("NN563", "(?, 3)")
    assert "--shape steps=32,3" in finding.hint


def test_shape_that_contradicts_the_model_is_refused() -> None:
    assert _refusal(_model_of(layers.Dense(2)), shapes={"x": (5,)}).code == "NN563"


def test_input_of_strings_is_refused() -> None:
    x = keras.Input((1,), dtype="string", name="word")
    model = keras.Model(x, layers.StringLookup(vocabulary=["a", "b"], output_mode="multi_hot")(x))
    assert _refusal(model).code == "NN563"


def test_sequential_that_was_never_built_is_refused() -> None:
    assert _refusal(keras.Sequential([layers.Dense(2)])).code in ("NN561", "NN563")


def test_saved_model_folder_is_refused_with_a_way_out(tmp_path: Path) -> None:
    finding = _refusal(tmp_path)
    assert finding.code == "NN560"
    assert "model.save" in finding.hint


def test_whole_model_in_hdf5_is_refused_with_a_way_out(tmp_path: Path) -> None:
    file = tmp_path / "old.h5"
    h5py.File(file, "w").close()
    assert _refusal(file).code == "NN560"


def test_config_of_keras_2_is_refused() -> None:
    config = json.loads(_model_of(layers.Dense(2)).to_json())
    config["config"]["layers"][1]["inbound_nodes"] = [[["x", 0, 0, {}]]]
    assert "Keras 2" in _refusal(config).message


@pytest.mark.parametrize("config", [b"", b"{", b"[]", b'{"class_name": 1}', b"[" * 100_000, b'{"config": {}}'])
def test_broken_config_is_refused(config: bytes, tmp_path: Path) -> None:
    assert _refusal(_archive(tmp_path, config)).code in ("NN560", "NN561")


@pytest.mark.parametrize("change", ["layers", "input_layers", "output_layers"])
def test_config_without_its_parts_is_refused(change: str) -> None:
    config = json.loads(_model_of(layers.Dense(2)).to_json())
    del config["config"][change]
    assert _refusal(config).code in ("NN560", "NN561")


def test_calls_in_a_circle_are_refused() -> None:
    config = json.loads(_model_of(layers.Dense(4, name="dense")).to_json())
    (node,) = config["config"]["layers"][1]["inbound_nodes"]
    node["args"][0]["config"]["keras_history"] = ["dense", 0, 0]
    assert _refusal(config).code == "NN560"


def test_file_that_is_no_archive_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "model.keras"
    file.write_bytes(b"not a zip file")
    assert _refusal(file).code == "NN560"


def test_archive_that_declares_a_bomb_is_refused(tmp_path: Path) -> None:
    config = json.dumps({"class_name": "Functional", "config": {"name": " " * 20_000_000}}).encode()
    finding = _refusal(_archive(tmp_path, config))
    assert (finding.code, "declares" in finding.message) == ("NN560", True)


def test_weights_with_a_link_out_of_the_file_are_refused(tmp_path: Path) -> None:
    weights = tmp_path / "linked.h5"
    with h5py.File(weights, "w") as opened:
        opened["layers"] = h5py.ExternalLink("/etc/passwd", "/")
    config = _model_of(layers.Dense(2)).to_json().encode()
    file = _archive(tmp_path, config, model__weights__h5=weights.read_bytes())
    assert "link out of the file" in _refusal(file).message


def test_weights_of_another_model_are_refused_and_nothing_is_written(tmp_path: Path) -> None:
    _model_of(layers.Dense(3, name="other")).save_weights(tmp_path / "other.weights.h5")
    content = (tmp_path / "other.weights.h5").read_bytes()
    file = _archive(tmp_path, _model_of(layers.Dense(2)).to_json().encode(), model__weights__h5=content)
    target = tmp_path / "copied.weights.h5"
    assert _refusal(file, weights=target).code == "NN564"
    assert not target.exists()


def test_config_alone_has_no_weights_to_convert(tmp_path: Path) -> None:
    config = json.loads(_model_of(layers.Dense(2)).to_json())
    assert _refusal(config, weights=tmp_path / "copied.weights.h5").code == "NN564"


def test_file_that_does_not_exist_is_a_matter_of_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"):
        nnspec.import_model(tmp_path / "absent.keras")


def test_application_that_keras_does_not_have_is_a_matter_of_usage() -> None:
    with pytest.raises(UsageError, match="ResNet50"):
        nnspec.import_model("keras:ResNet5")


def test_call_that_always_trains_is_nn562_because_no_spec_can_say_it():
    x = keras.Input((4,), name="x")
    finding = _refusal(keras.Model(x, layers.Dropout(0.5)(x, training=True)))
    assert finding.code == "NN562"
    assert "`training=True`" in finding.message


def test_shape_of_an_input_that_the_model_does_not_have_is_refused():
    with pytest.raises(UsageError, match="no input `tokens`"):
        nnspec.import_model(_model_of(layers.Dense(1)), shapes={"tokens": (3,)})


def _transferred(*inside: Any, **call: Any) -> keras.Model:
    x = keras.Input((4,))
    base = keras.Sequential([keras.Input((4,)), *inside], name="base")
    return keras.Model(x, layers.Dense(2)(base(x, **call)))


@pytest.mark.parametrize("inside", [layers.BatchNormalization, lambda: layers.Dropout(0.5)])
def test_model_called_without_training_is_imported_because_keras_forgets_that(inside: Any) -> None:
    assert nnspec.import_model(_transferred(inside(), training=False))["hidden"]


def test_keras_trains_what_was_called_without_training() -> None:
    """The reason: `fit` says whether a model trains, and overrides what a call inside it said."""
    model = _transferred(layers.BatchNormalization(name="norm"), training=False)
    model.compile("sgd", "mse")
    model.fit(np.full((8, 4), 5.0), np.zeros((8, 2)), verbose=0)
    assert np.all(np.asarray(model.get_layer("base").get_layer("norm").moving_mean) != 0)
