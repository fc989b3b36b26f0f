"""What is frozen does not move, its statistics included."""

import keras
import numpy as np
import pytest

from nnspec.errors import SpecError
from nnspec.spec.train import Stage
from nnspec.transfer.freeze import apply_stage, leaf_layers, set_trainable

# Keras 3.15.1 reads its variables through an `__array__` without the `copy` that NumPy 2.4 passes.
pytestmark = pytest.mark.backend

X, Y = np.random.default_rng(0).normal(3.0, 2.0, (16, 3)).astype("float32"), np.ones((16, 1), "float32")


def base():
    x = keras.Input((3,))
    y = keras.layers.Dense(4, name="conv1_dense")(x)
    y = keras.layers.BatchNormalization(name="conv1_bn")(y)
    y = keras.layers.Dense(4, name="conv2_dense")(y)
    y = keras.layers.BatchNormalization(name="conv2_bn")(y)
    return keras.Model(x, y, name="inner")


def trunk_of(inner):
    x = keras.Input((3,), name="x")
    nested = keras.Model(inner.inputs[0], inner.outputs[0], name="b")
    return keras.Model({"x": x}, {"y": keras.layers.Dense(1, name="y")(nested(x))})


def train_a_step(trunk):
    trunk.compile(optimizer="sgd", loss={"y": "mse"})
    trunk.fit({"x": X}, {"y": Y}, epochs=1, batch_size=8, verbose=0)


def trained_layers(inner):
    return [layer.name for layer in inner.layers if layer.weights and layer.trainable]


def moved(inner, train):
    before = {v.path: np.array(keras.ops.convert_to_numpy(v)) for v in inner.variables}
    train()
    return {
        v.path.split("/")[0]
        for v in inner.variables
        if not np.array_equal(before[v.path], keras.ops.convert_to_numpy(v))
    }


def test_freeze_all_moves_nothing_in_training():
    inner = base()
    set_trainable(inner, ("all",), trains=False)
    trunk = trunk_of(inner)
    assert moved(inner, lambda: train_a_step(trunk)) == set()


def test_without_freezing_the_statistics_move():
    inner = base()
    trunk = trunk_of(inner)
    assert moved(inner, lambda: train_a_step(trunk)) == {"conv1_dense", "conv1_bn", "conv2_dense", "conv2_bn"}


def test_freeze_by_pattern_moves_only_the_others():
    inner = base()
    set_trainable(inner, ("conv1_*",), trains=False)
    trunk = trunk_of(inner)
    assert moved(inner, lambda: train_a_step(trunk)) == {"conv2_dense", "conv2_bn"}


def test_freeze_none_leaves_all_trainable():
    inner = base()
    set_trainable(inner, (), trains=False)
    assert len(trained_layers(inner)) == 4


def test_unfreeze_by_pattern_keeps_the_statistics_frozen():
    inner = base()
    set_trainable(inner, ("all",), trains=False)
    set_trainable(inner, ("conv2_*",), trains=True)
    trunk = trunk_of(inner)
    assert moved(inner, lambda: train_a_step(trunk)) == {"conv2_dense"}


def test_unfreeze_by_name_lets_the_statistics_move():
    inner = base()
    set_trainable(inner, ("all",), trains=False)
    set_trainable(inner, ("conv2_bn",), trains=True)
    assert trained_layers(inner) == ["conv2_bn"]


def test_freeze_reaches_layers_of_nested_models():
    trunk = trunk_of(base())
    set_trainable(trunk, ("conv1_bn",), trains=False)
    assert [layer.name for layer in leaf_layers(trunk) if not layer.trainable] == ["conv1_bn"]


@pytest.mark.parametrize("trains", [False, True])
def test_pattern_without_a_match_is_nn552_with_the_nearest_name(trains):
    with pytest.raises(SpecError) as caught:
        set_trainable(base(), ("conv1_dens",), trains=trains, path=("bases", "b", "freeze"))
    (finding,) = caught.value.diagnostics
    assert (finding.code, finding.path) == ("NN552", ("bases", "b", "freeze"))
    assert finding.hint == "did you mean `conv1_dense`?"


def test_stage_freezes_and_unfreezes_inside_a_base_and_a_layer_by_itself():
    inner = base()
    trunk = trunk_of(inner)
    apply_stage(trunk, Stage(freeze=(("b", ("all",)), ("y", ("all",)))))
    assert trunk.trainable_variables == []
    apply_stage(trunk, Stage(unfreeze=(("b", ("conv2_*",)),)))
    assert trained_layers(inner) == ["conv2_dense"]


def test_stage_that_names_nothing_is_nn552():
    with pytest.raises(SpecError) as caught:
        apply_stage(trunk_of(base()), Stage(path=("train", "stages", 0), unfreeze=(("c", ("all",)),)))
    (finding,) = caught.value.diagnostics
    assert (finding.code, finding.path) == ("NN552", ("train", "stages", 0, "unfreeze", "c"))
