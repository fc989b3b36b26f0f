"""Counting the operations of one example finds what only looks like a network."""

from __future__ import annotations

import keras
import pytest

from nnspec.compiler.flops import count_flops
from nnspec.errors import SpecError

pytestmark = pytest.mark.backend


def test_flops_of_a_network_that_mixes_rows_are_nn157():
    x = keras.Input((13,), name="x")
    trunk = keras.Model({"x": x}, {"y": keras.ops.reshape(x, [-1, 26])})
    with pytest.raises(SpecError) as caught:
        count_flops(trunk)
    (finding,) = caught.value.diagnostics
    assert (finding.code, finding.path) == ("NN157", ("hidden",))
    assert "in user code" not in finding.message
