"""Each construct gives what the same network gives that is written by hand; it trains, and it saves and loads."""

from __future__ import annotations

from functools import cache

import keras
import numpy as np
import pytest
from sklearn.datasets import load_digits

from constructs import CASES
from nnspec.compiler.summary import summarise
from small_networks import network

pytestmark = pytest.mark.backend

PIXELS = load_digits().data.astype("float32") / 16
N_ROWS = 8


def rows(case):
    """Cut real digits into the shapes that a case takes; each input begins at another row."""
    cut = {}
    for i, (name, shape) in enumerate(case.shapes.items()):
        size = int(np.prod(shape))
        flat = PIXELS[40 * i :].ravel()[: N_ROWS * size]
        cut[name] = (flat * 16 if case.dtype == "int32" else flat).reshape(N_ROWS, *shape).astype(case.dtype)
    return cut


def lowered(name):
    return network(CASES[name].text, **CASES[name].states)


@cache
def built(name):
    """Build a case once for all tests that do not train it."""
    made = lowered(name)
    return made, made.build()


@pytest.mark.parametrize("name", CASES)
def test_construct_gives_what_the_network_by_hand_gives(name):
    _, models = built(name)
    by_hand = CASES[name].written()
    by_hand.set_weights(models.trunk.get_weights())
    given = rows(CASES[name])
    ours = np.asarray(models.trunk(given)["y"])
    assert np.allclose(ours, np.asarray(by_hand(list(given.values()))), atol=1e-6)
    assert ours.std() > 0


@pytest.mark.parametrize("name", [name for name in CASES if CASES[name].trains])
def test_construct_trains_as_the_network_by_hand(name):
    models = lowered(name).build()
    by_hand = CASES[name].written()
    by_hand.set_weights(models.trunk.get_weights())
    given = rows(CASES[name])
    wanted = np.ones((N_ROWS, *CASES[name].output), "float32")
    models.trunk.compile(loss={"y": "mse"}, optimizer=keras.optimizers.SGD(0.1))
    by_hand.compile(loss="mse", optimizer=keras.optimizers.SGD(0.1))
    ours = models.trunk.train_on_batch(given, {"y": wanted})
    theirs = by_hand.train_on_batch(list(given.values()), wanted)
    assert np.allclose(ours, theirs, rtol=1e-5)
    for a, b in zip(models.trunk.get_weights(), by_hand.get_weights(), strict=True):
        assert np.allclose(a, b, atol=1e-5)


@pytest.mark.filterwarnings("ignore:Layer 'inside' .* was passed an input with a mask")
@pytest.mark.parametrize("name", CASES)
def test_saved_serving_model_gives_the_same(name, tmp_path):
    _, models = built(name)
    given = rows(CASES[name])
    models.serving.save(tmp_path / "model.keras")
    loaded = keras.models.load_model(tmp_path / "model.keras")
    assert np.allclose(models.serving(given)["y"], loaded(given)["y"], atol=1e-6)


@pytest.mark.parametrize("name", CASES)
def test_summary_counts_each_weight_once(name):
    made, models = built(name)
    summary = summarise(models, made.graph)
    assert sum(row.parameters for row in summary.layers if row.depth == 0) == summary.parameters


def test_all_shapes_of_the_tensors_are_told():
    made, models = built("siamese tower with a shared encoder")
    shapes = {row.name: (row.kind, row.output_shape) for row in summarise(models, made.graph).layers}
    assert shapes["encoder"] == ("Model", (4,))
    assert shapes["encoder/dense"] == ("Dense", (8,))
    assert shapes["other"] == ("call of encoder", (4,))
