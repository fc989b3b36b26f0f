"""The KAN layer: its formula, its weights, what it learns, what it refuses, and its purity."""

import ast
import doctest
import inspect
import json
from pathlib import Path

import keras
import numpy as np
import pytest
from keras.ops import convert_to_numpy as to_numpy
from scipy.interpolate import BSpline

from nnspec import catalog
from nnspec.layers import KAN, kan

# Keras 3.15.1 reads its variables through an `__array__` without the `copy` that NumPy 2.4 passes.
pytestmark = pytest.mark.backend


def silu(x):
    return x / (1 + np.exp(-x))


def closed_form(layer, x):
    """Sum over the inputs, one spline at a time, as the paper writes it."""
    kernel, coefficients = to_numpy(layer.kernel), to_numpy(layer.spline_kernel)
    sums = np.zeros((len(x), layer.units))
    for i in range(x.shape[1]):
        for u in range(layer.units):
            spline = BSpline(layer.grid.knots, coefficients[:, i, u], layer.grid.degree)
            sums[:, u] += kernel[i, u] * silu(x[:, i]) + spline(x[:, i])
    return sums


def built_layer(n_inputs, **arguments):
    keras.utils.set_random_seed(0)
    layer = KAN(**arguments)
    layer.build((None, n_inputs))
    return layer


def uniform(*shape):
    return np.random.default_rng(4).uniform(-1, 1, shape)


@pytest.mark.parametrize("degree", [1, 2, 3, 4, 5])
def test_kan_inside_the_grid_is_the_sum_of_the_paper(degree):
    layer = built_layer(3, units=4, grid_size=6, degree=degree, spline_initializer="ones", dtype="float64")
    layer.spline_kernel.assign(uniform(*layer.spline_kernel.shape))
    np.testing.assert_allclose(layer(uniform(50, 3)), closed_form(layer, uniform(50, 3)), atol=1e-13)


def test_kan_far_outside_the_grid_is_the_base_alone():
    layer = built_layer(3, units=4, dtype="float64")
    x = 10 + uniform(20, 3)
    np.testing.assert_allclose(layer(x), silu(x) @ to_numpy(layer.kernel), rtol=1e-13)


def test_kan_without_base_activation_is_the_splines_alone():
    layer = built_layer(2, units=3, base_activation=None, spline_initializer="ones")
    assert layer.kernel is None
    np.testing.assert_allclose(layer(uniform(9, 2)), np.full((9, 3), 2.0), rtol=1e-6)


def test_kan_with_bias_and_activation_applies_both():
    layer = built_layer(2, units=3, use_bias=True, bias_initializer="ones", activation="relu")
    plain = built_layer(2, units=3)
    layer.set_weights([*plain.get_weights(), np.ones(3)])
    expected = np.maximum(to_numpy(plain(uniform(9, 2))) + 1, 0)
    np.testing.assert_allclose(layer(uniform(9, 2)), expected, atol=1e-6)


def test_kan_on_more_axes_acts_on_the_last():
    layer = built_layer(3, units=2)
    x = uniform(4, 5, 3)
    np.testing.assert_allclose(layer(x)[:, 2], layer(x[:, 2]), atol=1e-6)


def test_kan_on_whole_numbers_acts_as_on_floats():
    layer = built_layer(2, units=3)
    np.testing.assert_allclose(layer(np.array([[0, 1]])), layer(np.array([[0.0, 1.0]])), atol=1e-6)


@pytest.mark.parametrize(
    ("arguments", "count"),
    [
        ({}, 2 * 4 * (5 + 3 + 1)),
        ({"grid_size": 8, "degree": 2}, 2 * 4 * (8 + 2 + 1)),
        ({"base_activation": None}, 2 * 4 * (5 + 3)),
        ({"use_bias": True}, 2 * 4 * (5 + 3 + 1) + 4),
    ],
)
def test_kan_parameters_follow_the_documented_formula(arguments, count):
    assert built_layer(2, units=4, **arguments).count_params() == count


@pytest.mark.parametrize(("n_inputs", "grid_size"), [(2, 5), (200, 5), (200, 50)])
def test_kan_initial_noise_has_the_documented_deviation(n_inputs, grid_size):
    layer = built_layer(n_inputs, units=200, grid_size=grid_size)
    documented = np.sqrt(0.1 / (layer.grid.n_basis * n_inputs))
    assert np.std(to_numpy(layer.spline_kernel)) == pytest.approx(documented, rel=0.05)


def test_kan_regularizers_penalise_their_own_weights():
    layer = built_layer(2, units=3, kernel_regularizer="l1", spline_regularizer=keras.regularizers.L2(0.5))
    expected = 0.01 * np.abs(to_numpy(layer.kernel)).sum() + 0.5 * np.square(to_numpy(layer.spline_kernel)).sum()
    assert float(sum(layer.losses)) == pytest.approx(expected, rel=1e-5)


def test_kan_of_two_layers_fits_the_papers_first_function():
    keras.utils.set_random_seed(0)
    x = uniform(1000, 2)
    y = np.exp(np.sin(np.pi * x[:, :1]) + x[:, 1:] ** 2)
    model = keras.Sequential([KAN(5), KAN(1)])
    rate = keras.optimizers.schedules.CosineDecay(0.03, 600)
    model.compile(keras.optimizers.Adam(rate), "mse", jit_compile=True)
    model.fit(x, y, batch_size=50, epochs=30, verbose=0)
    unseen = np.random.default_rng(5).uniform(-1, 1, (500, 2))
    expected = np.exp(np.sin(np.pi * unseen[:, :1]) + unseen[:, 1:] ** 2)
    assert np.sqrt(np.mean((to_numpy(model(unseen)) - expected) ** 2)) < 0.05


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"units": 0}, "`units` must be a positive integer, received `0`"),
        ({"units": 2.5}, "`units` must be a positive integer, received `2.5`"),
        ({"units": True}, "`units` must be a positive integer, received `True`"),
        ({"units": 1, "grid_size": -1}, "`grid_size` must be a positive integer, received `-1`"),
        ({"units": 1, "degree": 6}, "`degree` must be an integer from 0 to 5, received `6`"),
        ({"units": 1, "degree": "3"}, "`degree` must be an integer from 0 to 5, received `'3'`"),
        *(
            (
                {"units": 1, "grid_range": value},
                f"`grid_range` must be two finite numbers in increasing order, received `{value!r}`",
            )
            for value in ((1.0, -1.0), (0.0, 0.0), (0.0, float("inf")), (1.0,), 3, "ab", (True, 2))
        ),
    ],
)
def test_kan_with_bad_argument_says_what_it_received(arguments, message):
    with pytest.raises(ValueError) as error:  # noqa: PT011  # the whole text is compared
        KAN(**arguments)
    assert str(error.value) == message


def test_kan_on_unknown_last_axis_says_what_it_received():
    with pytest.raises(ValueError, match=r"must have a known size, received shape `\(None, None\)`"):
        KAN(2).build((None, None))


def test_kan_example_in_the_docstring_runs():
    results = doctest.testmod(kan)
    assert results.attempted
    assert not results.failed


def test_kan_catalog_fragment_holds_the_signature():
    fragment = json.loads((Path(catalog.__file__).parent / "nnspec.json").read_bytes())["layers"]["KAN"]
    stated = {name: argument.get("default") for name, argument in fragment["arguments"].items()}
    signature = inspect.signature(KAN.__init__).parameters.values()
    own = {p.name: p.default for p in signature if p.name not in ("self", "kwargs")}
    own |= {"units": None, "grid_range": list(own["grid_range"])}
    assert list(stated.items()) == [*own.items(), ("trainable", True), ("dtype", None)]


def test_kan_sources_import_no_backend():
    sources = [path.read_text() for path in Path(kan.__file__).parent.glob("*.py")]
    trees = [node for source in sources for node in ast.walk(ast.parse(source))]
    imported = {alias.name for node in trees if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module for node in trees if isinstance(node, ast.ImportFrom)}
    assert not {name.partition(".")[0] for name in imported} & {"tensorflow", "jax", "torch"}
    assert "keras" in imported
