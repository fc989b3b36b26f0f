"""A base decides how the inputs above it are encoded."""

import keras
import numpy as np
import pytest

from nnspec.compiler.base_model import BaseModel, adopt_encoding
from nnspec.compiler.encoder import build_encoder
from nnspec.errors import SpecError
from nnspec.spec.inputs import CategoryInput, ImageInput, NumberInput
from small_networks import categories, network, numbers, pictures, run, target

pytestmark = pytest.mark.backend

WITH_BASE = """
inputs: {x: image}
bases: {b: {source: "keras:VGG16"}}
hidden: [{RandomFlip: horizontal}, b, Flatten]
outputs: {y: {type: array}}
"""


def base(*, raw=False, encoding=None):
    x = keras.Input((2, 2, 3))
    model = keras.Model(x, keras.layers.Identity()(x))
    return BaseModel(name="b", model=model, takes_raw_pixels=raw, weights_copied=False, encoding=encoding)


def encoded_picture(given):
    made = network(WITH_BASE, inputs={"x": pictures(2, 2, 3)}, outputs={"y": target(12)})
    encoder = build_encoder(made.spec, made.graph, made.state, bases={"b": given})
    return run(encoder, x=np.full((1, 2, 2, 3), 51, np.uint8))["x"].max()


def test_image_above_a_base_that_takes_raw_pixels_is_not_scaled():
    assert encoded_picture(base(raw=True)) == 51.0


def test_image_above_a_base_that_does_not_keeps_its_scale():
    assert encoded_picture(base()) == pytest.approx(0.2)


def test_number_takes_scale_and_statistics_of_the_base_s_run():
    theirs = NumberInput(name="old", scale="minmax"), numbers(2, minimum=(0.0, 0.0), maximum=(1.0, 2.0))
    item, state = adopt_encoding(base(encoding=theirs), (NumberInput(name="x"), numbers(2)))
    assert (item.name, item.scale, state.maximum, state.mean) == ("x", "minmax", (1.0, 2.0), None)


def test_category_takes_vocabulary_and_form_of_the_base_s_run():
    theirs = CategoryInput(name="old", encode="index"), categories("u", "v")
    item, state = adopt_encoding(base(encoding=theirs), (CategoryInput(name="x"), categories("a")))
    assert (item.encode, state.vocabulary) == ("index", ("u", "v"))


def test_image_takes_size_channels_and_scale_of_the_base_s_run_and_keeps_its_raw_shape():
    theirs = ImageInput(name="old", scale="standard"), pictures(8, 6, 3, mean=(1.0,) * 3, variance=(2.0,) * 3)
    item, state = adopt_encoding(base(encoding=theirs), (ImageInput(name="x"), pictures(9, 9, 1)))
    assert (item.size, item.channels, item.scale) == ((8, 6), 3, "standard")
    assert (state.shape, state.mean) == ((9, 9, 1), (1.0,) * 3)


def test_input_of_another_type_than_the_base_s_run_had_is_nn553():
    theirs = CategoryInput(name="old"), categories("u")
    with pytest.raises(SpecError) as caught:
        adopt_encoding(base(encoding=theirs), (NumberInput(name="x", path=("inputs", "x")), numbers(1)))
    (finding,) = caught.value.diagnostics
    assert (finding.code, finding.path) == ("NN553", ("inputs", "x"))
