"""The B-spline basis against SciPy's BSpline: values, derivatives, edges, dtypes."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from scipy.interpolate import BSpline

from nnspec.layers.splines import UniformGrid, bspline_basis

pytestmark = pytest.mark.backend

DEGREES = range(6)
SIZES = (5, 20, 100)
RANGES = ((-1.0, 1.0), (0.0, 255.0), (-0.3, 0.1))


def coefficients_of(grid):
    return np.random.default_rng(0).uniform(-1, 1, grid.n_basis)


def reference_spline(grid, coefficients):
    """SciPy's spline, with knots and zero coefficients added so that it spans the extended knots."""
    k, h = grid.degree, grid.spacing
    before, after = grid.knots[0] - h * np.arange(k, 0, -1), grid.knots[-1] + h * np.arange(1, k + 1)
    padded = np.concatenate([np.zeros(k), coefficients, np.zeros(k)])
    return BSpline(np.concatenate([before, grid.knots, after]), padded, k, extrapolate=False)


def points_of(grid, dtype):
    """Draw points inside, in the transition zone and outside, and add the knots and the centres."""
    low, high = grid.bounds
    margin = (grid.degree + 2) * grid.spacing
    drawn = np.random.default_rng(1).uniform(low - margin, high + margin, 3000)
    return np.concatenate([drawn, grid.knots, grid.centres]).astype(dtype)


def basis_at(points, grid):
    """Evaluate the basis, shape (points, n_basis)."""
    return keras.ops.convert_to_numpy(bspline_basis(points[:, np.newaxis], grid=grid))[:, :, 0]


def largest_error(grid, dtype):
    points, coefficients = points_of(grid, dtype), coefficients_of(grid)
    expected = np.nan_to_num(reference_spline(grid, coefficients)(points.astype("float64")))
    return np.abs(basis_at(points, grid).astype("float64") @ coefficients - expected).max()


@pytest.mark.parametrize("bounds", RANGES[:2])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("degree", DEGREES)
def test_basis_in_float32_is_within_1e6_of_scipy(degree, size, bounds):
    assert largest_error(UniformGrid(size, degree, bounds), "float32") <= 1e-6


@pytest.mark.parametrize("bounds", RANGES[:2])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("degree", DEGREES)
def test_basis_in_float64_is_within_1e13_of_scipy(degree, size, bounds):
    assert largest_error(UniformGrid(size, degree, bounds), "float64") <= 1e-13


@pytest.mark.parametrize("degree", DEGREES)
def test_basis_compiled_by_xla_keeps_its_precision(degree):
    grid = UniformGrid(100, degree, (-1.0, 1.0))
    points = points_of(grid, "float32")
    compiled = tf.function(lambda x: bspline_basis(x, grid=grid), jit_compile=True)
    values = compiled(points[:, np.newaxis]).numpy()[:, :, 0].astype("float64")
    expected = np.nan_to_num(reference_spline(grid, coefficients_of(grid))(points.astype("float64")))
    assert np.abs(values @ coefficients_of(grid) - expected).max() <= 1e-6


@pytest.mark.parametrize("bounds", RANGES)
@pytest.mark.parametrize("degree", DEGREES)
def test_basis_inside_the_range_sums_to_one(degree, bounds):
    grid = UniformGrid(7, degree, bounds)
    points = np.linspace(*bounds, 501)
    np.testing.assert_allclose(basis_at(points, grid).sum(axis=1), 1, atol=1e-13)


@pytest.mark.parametrize("degree", DEGREES)
@pytest.mark.parametrize("far", [1e3, 1e30, np.inf])
def test_basis_beyond_the_last_knot_is_zero(degree, far):
    points = np.array([-far, far], "float32")
    assert not basis_at(points, UniformGrid(5, degree, (-1.0, 1.0))).any()


def test_basis_of_nan_is_nan():
    assert np.isnan(basis_at(np.array([np.nan]), UniformGrid(5, 3, (-1.0, 1.0)))).all()


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_basis_of_degree_zero_at_a_knot_belongs_to_the_right_interval(dtype):
    grid = UniformGrid(4, 0, (-1.0, 1.0))
    values = basis_at(np.array([-1.0, -0.5, 0.0, 0.5], dtype), grid)
    assert np.array_equal(values, np.eye(4))


@pytest.mark.parametrize("upper", [1.0, 0.1, 255.0])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_basis_of_degree_zero_at_the_upper_end_belongs_to_the_last_interval(dtype, upper):
    values = basis_at(np.array([upper], dtype), UniformGrid(3, 0, (-1.0, upper)))
    assert np.array_equal(values, [[0, 0, 1]])


@pytest.mark.parametrize(
    ("given", "computed"),
    [("bfloat16", "float32"), ("float16", "float32"), ("int32", "float32"), ("float64", "float64")],
)
def test_basis_of_other_dtype_is_computed_in_at_least_float32(given, computed):
    points = keras.ops.cast(np.array([[0.0], [1.0]]), given)
    basis = bspline_basis(points, grid=UniformGrid(5, 3, (-1.0, 1.0)))
    assert keras.backend.standardize_dtype(basis.dtype) == computed


def test_basis_of_many_axes_stands_before_the_last():
    basis = bspline_basis(np.zeros((2, 6, 3), "float32"), grid=UniformGrid(5, 3, (-1.0, 1.0)))
    assert tuple(basis.shape) == (2, 6, 8, 3)


def derivatives_at(points, grid):
    """First and second derivative of the spline, by the backend's gradients."""
    coefficients = tf.constant(coefficients_of(grid)[:, np.newaxis])
    x = tf.constant(points[:, np.newaxis])
    with tf.GradientTape() as outer:
        outer.watch(x)
        with tf.GradientTape() as inner:
            inner.watch(x)
            spline = tf.reduce_sum(bspline_basis(x, grid=grid) * coefficients, axis=-2)
        first = inner.gradient(spline, x)
    return first.numpy()[:, 0], outer.gradient(first, x).numpy()[:, 0]


def points_off_knots(grid):
    return grid.knots[0] + grid.spacing * (np.arange(0, grid.knots.size - 1, 0.25) + 0.1)


@pytest.mark.parametrize("order", [1, 2])
@pytest.mark.parametrize("degree", [2, 3, 4, 5])
def test_derivative_between_knots_is_scipys(degree, order):
    grid = UniformGrid(6, degree, (-1.0, 2.0))
    points = points_off_knots(grid)
    expected = reference_spline(grid, coefficients_of(grid))(points, nu=order)
    np.testing.assert_allclose(derivatives_at(points, grid)[order - 1], np.nan_to_num(expected), atol=1e-11)


@pytest.mark.parametrize("order", [1, 2])
@pytest.mark.parametrize("degree", [3, 4, 5])
def test_derivative_at_knots_and_centres_is_scipys(degree, order):
    grid = UniformGrid(6, degree, (-1.0, 2.0))
    points = np.union1d(grid.knots, grid.centres)
    expected = reference_spline(grid, coefficients_of(grid))(points, nu=order)
    np.testing.assert_allclose(derivatives_at(points, grid)[order - 1], np.nan_to_num(expected), atol=1e-11)
