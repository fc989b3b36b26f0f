"""The written forms of a call, and the values of arguments."""

from __future__ import annotations

import pytest

from nnspec.spec.calls import Call, read_call


@pytest.mark.parametrize(
    ("value", "family", "name", "arguments"),
    [
        ("Flatten", "layers", "Flatten", {}),
        ({"Dropout": 0.5}, "layers", "Dropout", {"rate": 0.5}),
        ({"Dense": 64}, "layers", "Dense", {"units": 64}),
        ({"Reshape": [4, 4]}, "layers", "Reshape", {"target_shape": (4, 4)}),
        ({"Conv2D": {"filters": 2, "kernel_size": [3, 3]}}, "layers", "Conv2D", {"filters": 2, "kernel_size": (3, 3)}),
        ("adam", "optimizers", "Adam", {}),
        ({"SGD": 1}, "optimizers", "SGD", {"learning_rate": 1.0}),
        ({"adam": {"learning_rate": 1}}, "optimizers", "Adam", {"learning_rate": 1.0}),
        ("mse", "losses", "MeanSquaredError", {}),
        ({"Flatten": {}}, "layers", "Flatten", {}),
    ],
)
def test_written_forms_become_one_call(value, family, name, arguments):
    call = read_call(value, family, ("here",))
    assert (call.name, dict(call.arguments), call.path) == (name, arguments, ("here",))


@pytest.mark.parametrize("word", ["accuracy", "acc"])
def test_accuracy_stays_a_word(word):
    assert read_call(word, "metrics", ()).name == "accuracy"


def test_schedule_inside_an_optimizer_is_a_call():
    value = {"SGD": {"learning_rate": {"CosineDecay": {"initial_learning_rate": 1, "decay_steps": 10}}}}
    rate = read_call(value, "optimizers", ()).arguments["learning_rate"]
    assert (rate.family, rate.name, dict(rate.arguments)) == (
        "schedules",
        "CosineDecay",
        {"initial_learning_rate": 1.0, "decay_steps": 10},
    )
    assert isinstance(rate.arguments["initial_learning_rate"], float)


def test_initializer_by_name_is_a_call_and_an_activation_a_word():
    call = read_call({"Dense": {"units": 1, "kernel_initializer": "he_normal", "activation": "relu"}}, "layers", ())
    assert call.arguments["kernel_initializer"].name == "HeNormal"
    assert call.arguments["activation"] == "relu"


def test_argument_that_is_not_given_has_its_default():
    call = Call("layers", "Dense", {"units": 1})
    assert (call.get("units"), call.get("use_bias"), call.get("nothing")) == (1, True, None)


def test_null_stays_where_keras_takes_none():
    assert read_call({"Dense": {"units": 1, "activation": None}}, "layers", ()).arguments["activation"] is None


def test_entry_of_an_unknown_call_is_an_error():
    with pytest.raises(KeyError, match="`Nothing` is not in the catalog's layers"):
        _ = Call("layers", "Nothing").entry
