"""Calls become Keras objects; what Keras refuses becomes a finding."""

import keras
import pytest

from nnspec.compiler.instantiate import instantiate, locate_class
from nnspec.errors import SpecError
from nnspec.spec.calls import Call

pytestmark = pytest.mark.backend


def test_instantiate_nested_calls_builds_them_first():
    schedule = Call(
        "schedules", "ExponentialDecay", {"initial_learning_rate": 0.5, "decay_steps": 10, "decay_rate": 0.1}
    )
    optimizer = instantiate(Call("optimizers", "SGD", {"learning_rate": schedule, "momentum": 0.25}))
    assert optimizer.momentum == 0.25
    assert float(keras.ops.convert_to_numpy(optimizer.learning_rate)) == 0.5


def test_instantiate_initializer_in_layer_is_the_class_of_that_name():
    layer = instantiate(Call("layers", "Dense", {"units": 2, "kernel_initializer": Call("initializers", "Zeros")}))
    assert isinstance(layer.kernel_initializer, keras.initializers.Zeros)


def test_instantiate_activation_stays_a_name():
    layer = instantiate(Call("layers", "Dense", {"units": 2, "activation": Call("activations", "relu")}))
    assert layer.activation is keras.activations.relu


def test_instantiate_given_argument_wins_over_the_written_one():
    layer = instantiate(Call("layers", "Dense", {"units": 2}), given={"units": 5, "name": "head"})
    assert (layer.units, layer.name) == (5, "head")


def test_instantiate_nested_layer_is_named_by_its_class_and_not_by_a_counter():
    cells = tuple(Call("layers", "LSTMCell", {"units": 2}) for _ in range(2))
    layer = instantiate(Call("layers", "RNN", {"cell": cells}))
    assert [cell.name for cell in layer.cell.cells] == ["lstm_cell", "lstm_cell_1"]


def test_instantiate_tuple_argument_arrives_as_numbers():
    layer = instantiate(Call("layers", "Reshape", {"target_shape": (2, 3)}))
    assert layer.target_shape == (2, 3)


def test_instantiate_refused_value_is_nn024_at_the_call():
    call = Call("layers", "Conv2D", {"filters": 3, "kernel_size": 3, "groups": 2}, path=("hidden", 0))
    with pytest.raises(SpecError) as caught:
        instantiate(call)
    (finding,) = caught.value.diagnostics
    assert (finding.code, finding.path) == ("NN024", ("hidden", 0))
    assert "evenly divisible by the number of groups" in finding.message


def test_instantiate_refused_type_is_nn022():
    with pytest.raises(SpecError) as caught:
        instantiate(Call("layers", "Dense", {"units": 3, "no_such": 1}), given={"dtype": "float32"} | {"also_not": 1})
    assert [finding.code for finding in caught.value.diagnostics] in (["NN022"], ["NN024"])


def test_instantiate_nested_failure_stands_at_the_nested_call():
    regularizer = Call(
        "regularizers", "OrthogonalRegularizer", {"mode": "diagonal"}, path=("hidden", 0, "Dense", "kernel_regularizer")
    )
    with pytest.raises(SpecError) as caught:
        instantiate(Call("layers", "Dense", {"units": 3, "kernel_regularizer": regularizer}, path=("hidden", 0)))
    assert [f.path for f in caught.value.diagnostics] == [("hidden", 0, "Dense", "kernel_regularizer")]


def test_instantiate_path_argument_goes_through_the_hook():
    call = Call("callbacks", "CSVLogger", {"filename": "log.csv"}, path=("train", "callbacks", 0), written="CSVLogger")
    seen = []
    callback = instantiate(call, resolve_path=lambda text, path: seen.append(path) or f"safe/{text}")
    assert callback.filename == "safe/log.csv"
    assert seen == [("train", "callbacks", 0, "CSVLogger", "filename")]


def test_instantiate_text_argument_does_not_go_through_the_hook():
    call = Call("callbacks", "CSVLogger", {"filename": "log.csv", "separator": ";"})
    assert instantiate(call, resolve_path=lambda text, path: "x").sep == ";"


@pytest.mark.parametrize("path", ["os.system", "subprocess.run", "nnspec.cli.main", "keras_hub.models.X", "kerasx.a"])
def test_locate_class_outside_the_allowed_packages_is_refused(path):
    with pytest.raises(PermissionError, match="outside"):
        locate_class(path)
