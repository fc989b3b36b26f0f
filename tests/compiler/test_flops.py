"""FLOPs against the formulas of the layers."""

import keras
import pytest

from nnspec.compiler.flops import count_flops

pytestmark = pytest.mark.backend


def trunk_of(shape, *layers):
    tensor = inputs = keras.Input(shape, name="x")
    for layer in layers:
        tensor = layer(tensor)
    return keras.Model({"x": inputs}, {"y": tensor})


def test_flops_of_dense_are_two_per_weight_and_one_per_bias():
    assert count_flops(trunk_of((20,), keras.layers.Dense(64))) == 2 * 20 * 64 + 64


def test_flops_of_conv2d_are_those_of_every_position():
    layer = keras.layers.Conv2D(4, 3, use_bias=False)
    assert count_flops(trunk_of((8, 8, 3), layer)) == 2 * 3 * 3 * 3 * 4 * 6 * 6


def test_flops_of_mobilenetv2_are_near_the_published_300_million_multiply_adds():
    model = keras.applications.MobileNetV2(weights=None)
    assert count_flops(trunk_of((224, 224, 3), model)) == pytest.approx(2 * 300e6, rel=0.05)
