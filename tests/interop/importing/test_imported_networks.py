"""Any network of the language survives being built, imported, and built again."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import keras
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from round_trips import come_back, shake
from whole_networks import WIDTH, whole_networks

import nnspec
from nnspec.document.dump import dump_document

pytestmark = pytest.mark.backend


@given(whole_networks())
@settings(max_examples=25, suppress_health_check=list(HealthCheck))
def test_network_survives_import_with_its_outputs(spec: dict[str, Any]) -> None:
    keras.backend.clear_session()
    model = nnspec.build(dump_document(spec))
    shake(model)
    with TemporaryDirectory() as folder:
        _, built = come_back(model, Path(folder))
    rng = np.random.default_rng(0)
    arrays = {name: rng.normal(size=(3, WIDTH)).astype("float32") for name in spec["inputs"]}
    expected, got = model(arrays, training=False), built(arrays, training=False)
    assert set(got) == set(expected)
    for name in expected:
        assert np.asarray(got[name]) == pytest.approx(np.asarray(expected[name]), rel=1e-4, abs=1e-5, nan_ok=True)
    assert built.count_params() == model.count_params()
