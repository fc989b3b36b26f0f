"""The table of applications against Keras' own sources."""

import inspect
import re
import sys

import keras
import numpy as np
import pytest

from nnspec.catalog.catalog import load_catalog
from nnspec.catalog.pretrained import APPLICATIONS
from nnspec.spec.bases import Base
from nnspec.transfer.applications import published_weights_file, takes_raw_pixels
from nnspec.transfer.preprocessing import preprocess_pixels

pytestmark = pytest.mark.backend

PICTURES = np.random.default_rng(2).integers(0, 256, (2, 3, 4, 3)).astype("float32")


def module_of(name):
    return sys.modules[getattr(keras.applications, name).__module__]


def test_table_holds_every_application_of_the_catalog():
    assert set(APPLICATIONS) == set(load_catalog().names("applications"))


@pytest.mark.parametrize("name", APPLICATIONS)
def test_preprocessing_is_the_application_s_own(name):
    expected = module_of(name).preprocess_input(PICTURES.copy())
    tensor = keras.Input((3, 4, 3))
    ours = keras.Model(tensor, preprocess_pixels(tensor, APPLICATIONS[name].preprocessing, dtype="float32"))(PICTURES)
    assert np.allclose(ours, expected, atol=1e-4)


@pytest.mark.parametrize("name", APPLICATIONS)
def test_own_preprocessing_means_that_keras_leaves_pixels_alone(name):
    untouched = np.array_equal(module_of(name).preprocess_input(PICTURES.copy()), PICTURES)
    assert untouched == (APPLICATIONS[name].preprocessing == "own")


@pytest.mark.parametrize("name", APPLICATIONS)
def test_smallest_picture_is_the_one_that_keras_checks(name):
    declared = {int(size) for size in re.findall(r"min_size=(\d+)", inspect.getsource(module_of(name)))} or {32}
    assert declared == {APPLICATIONS[name].smallest}


class AskedError(Exception):
    """Carries the name of the file that Keras wants to fetch."""


@pytest.mark.filterwarnings("ignore:`input_shape` is undefined:UserWarning")
@pytest.mark.parametrize(
    ("name", "rows", "top", "arguments"),
    [
        ("MobileNet", 128, False, {"alpha": 0.5}),
        ("MobileNet", 48, False, {"alpha": 0.25}),
        ("MobileNetV2", 96, False, {"alpha": 0.35}),
        ("MobileNetV2", 50, False, {"alpha": 1.4}),
        ("MobileNetV3Small", 64, False, {"alpha": 1.0, "minimalistic": True}),
        ("MobileNetV3Small", 64, False, {"alpha": 0.75}),
        ("EfficientNetB0", 32, False, {}),
        ("MobileNetV2", 224, True, {}),
    ],
)
def test_published_file_is_the_one_that_keras_asks_for(monkeypatch, name, rows, top, arguments):
    def ask(fname, *_, **__):
        raise AskedError(fname)

    monkeypatch.setattr(module_of(name).file_utils, "get_file", ask)
    with pytest.raises(AskedError) as caught:
        getattr(keras.applications, name)(weights="imagenet", include_top=top, input_shape=(rows, rows, 3), **arguments)
    assert published_weights_file(name, include_top=top, rows=rows, arguments=arguments) == caught.value.args[0]


@pytest.mark.parametrize(
    ("source", "arguments", "expected"),
    [
        ("keras:ResNet50", {}, True),
        ("keras:ConvNeXtTiny", {"include_preprocessing": False}, False),
        ("run:runs/a", {}, False),
    ],
)
def test_takes_raw_pixels_unless_the_spec_scales(source, arguments, expected):
    assert takes_raw_pixels(Base(name="b", source=source, arguments=arguments)) is expected
