"""Every layer of nnspec against the Keras layer contract; a new layer joins by one line in CASES."""

import pytest

from conformance import CHECKS, LayerCase
from nnspec.layers import KAN

# Keras 3.15.1 reads its variables through an `__array__` without the `copy` that NumPy 2.4 passes.
pytestmark = pytest.mark.backend

CASES = (
    LayerCase(KAN, {"units": 4}),
    LayerCase(KAN, {"units": 2, "grid_size": 3, "degree": 0, "use_bias": True, "activation": "sigmoid"}),
    LayerCase(KAN, {"units": 3, "base_activation": None, "spline_regularizer": "l2"}, input_shape=(8, 4, 5)),
    LayerCase(KAN, {"units": 1, "degree": 5, "kernel_constraint": "non_neg"}, input_shape=(2, 4, 3, 5)),
)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__.removeprefix("check_"))
@pytest.mark.parametrize("case", CASES, ids=str)
def test_layer_held_against_contract_conforms(case, check):
    check(case)
