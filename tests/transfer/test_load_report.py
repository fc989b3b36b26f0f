"""What a load says of each layer."""

import keras
import pytest

from nnspec.compiler.base_model import BaseModel
from nnspec.transfer.freeze import set_trainable
from nnspec.transfer.load_report import report_load

pytestmark = pytest.mark.backend


def report(*patterns, copied=True):
    x = keras.Input((3,))
    y = keras.layers.Dense(4, name="a")(x)
    y = keras.layers.Activation("relu")(y)
    y = keras.layers.Dense(4, name="b")(y)
    y = keras.layers.Dense(2, name="c")(y)
    model = keras.Model(x, y)
    set_trainable(model, patterns, trains=False)
    return report_load(BaseModel(name="base", model=model, takes_raw_pixels=False, weights_copied=copied))


def test_report_tells_each_layer_with_weights():
    rows = [(row.name, row.status, row.parameters) for row in report("a").layers]
    assert rows == [("a", "copied, frozen", 16), ("b", "copied, trainable", 20), ("c", "copied, trainable", 10)]


def test_report_counts_by_what_trains():
    assert (report("a").count(trainable=False), report("a").count(trainable=True)) == (16, 30)


def test_report_lines_fold_layers_of_one_status():
    assert list(report("a", "b", copied=False).lines()) == [
        "base: 3 layers with weights, 36 frozen, 10 trainable",
        "  a .. b: random, frozen (2 layers, 36 parameters)",
        "  c: random, trainable (1 layers, 10 parameters)",
    ]
