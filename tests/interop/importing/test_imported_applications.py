"""Keras' applications become short specs that build the same networks."""

from __future__ import annotations

from pathlib import Path

import keras
import pytest
from round_trips import assert_same

import nnspec
from nnspec.document.dump import dump_document

pytestmark = pytest.mark.backend

SMALL = {"MobileNet": 32, "MobileNetV3Small": 32, "ConvNeXtTiny": 32}
MOST_LINES = {"ResNet50": 60, "DenseNet201": 80, "ConvNeXtBase": 80, "MobileNetV2": 80, "EfficientNetB0": 80}


@pytest.mark.parametrize("name", SMALL)
def test_application_comes_back_with_the_same_outputs(name: str, tmp_path: Path) -> None:
    shape = (SMALL[name], SMALL[name], 3)
    model = getattr(keras.applications, name)(weights=None, input_shape=shape, classifier_activation=None)
    assert_same(model, tmp_path)


@pytest.mark.parametrize("name", MOST_LINES)
def test_application_fits_on_a_page(name: str) -> None:
    text = dump_document(nnspec.import_model(f"keras:{name}"))
    lines = text.splitlines()
    assert len(lines) <= MOST_LINES[name]
    assert max(map(len, lines)) <= 100
    assert not nnspec.validate(text)
