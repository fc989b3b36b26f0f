"""Tensors in, sums of one learnable function per connection out: the Kolmogorov-Arnold layer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import keras
from keras import activations, constraints, initializers, ops, regularizers

from nnspec.layers.arguments import increasing_pair, integer_between, positive_integer
from nnspec.layers.splines import Tensor, UniformGrid, bspline_basis

Shape: TypeAlias = tuple[int | None, ...]
Config: TypeAlias = dict[str, Any]
Activation: TypeAlias = str | Config | Callable[[Tensor], Tensor]
Initializer: TypeAlias = str | Config | keras.initializers.Initializer
Regularizer: TypeAlias = str | Config | keras.regularizers.Regularizer
Constraint: TypeAlias = str | Config | keras.constraints.Constraint


@keras.saving.register_keras_serializable(package="nnspec")
class KAN(keras.layers.Layer):  # type: ignore[misc]  # Keras is not typed
    """Sum learnable functions of the input features, one function for each connection.

    `y_u = activation(sum_i phi_iu(x_i) + bias_u)` with
    `phi_iu(x) = kernel_iu * base_activation(x) + sum_b spline_kernel_biu * B_b(x)`,
    where `B_b` are the `n_basis = grid_size + degree` B-splines of a uniform grid over `grid_range`.

    Inside `grid_range` a function takes any shape that its grid resolves. Over `degree` intervals beyond
    either end the spline falls smoothly to 0; further out only the base activation acts. So let the inputs
    lie mostly inside, by normalising them or by a wider `grid_range`.

    Args:
        units: features of the output.
        grid_size: intervals inside `grid_range`; more of them resolve finer detail.
        degree: degree of the polynomial pieces, 0 to 5, with `degree - 1` continuous derivatives; 0 gives
            steps, which pass no gradient on to the layer before.
        grid_range: lower and upper end of the grid, in the unit of the input.
        base_activation: the fixed function beside the spline; None leaves it and `kernel` out.
        activation: applied to the sums; None applies nothing.
        use_bias: whether to add a bias; off, because inside the grid the splines already hold all constants.
        kernel_initializer: of the weights of the base activation.
        spline_initializer: of the splines' coefficients; None is `VarianceScaling(0.1)`, normal noise of
            standard deviation `sqrt(0.1 / (n_basis * n_inputs))`. That is near the paper's 0.1 in its small
            layers, and shrinks as more terms are summed, so that splines start near 0 in wide layers too.
        bias_initializer: of the bias.
        kernel_regularizer: penalty on `kernel`.
        spline_regularizer: penalty on `spline_kernel`.
        bias_regularizer: penalty on `bias`.
        activity_regularizer: penalty on the output.
        kernel_constraint: projection of `kernel` after an update.
        spline_constraint: projection of `spline_kernel` after an update.
        bias_constraint: projection of `bias` after an update.
        **kwargs: `name`, `trainable` and `dtype`, as in every Keras layer.

    Input: shape (batch, ..., n_inputs), rank 2 or more, numbers of any dtype; a mask is passed on.

    Output: shape (batch, ..., units), in the compute dtype.

    Parameters: `n_inputs * units * (grid_size + degree + 1)`: `kernel` (n_inputs, units) and `spline_kernel`
    (n_basis, n_inputs, units). Without base activation `n_inputs * units` fewer, with bias `units` more.

    Numerical range: any finite input. The basis is computed in float32, or float64 under a float64 policy,
    with an absolute error of 1e-6 (1e-13) up to 100 intervals, and rounded to the compute dtype only for the
    product. Under `mixed_bfloat16` the input arrives with 8 significant bits: towards the ends of a range
    (-1, 1) its neighbours lie 1/256 apart, so that some 50 intervals are the most it can use.

    Raises:
        ValueError: an argument is outside its range, or the size of the last axis is unknown.

    Example:
        >>> import numpy as np
        >>> from nnspec.layers import KAN
        >>> layer = KAN(3, grid_size=5, degree=3)
        >>> tuple(layer(np.zeros((8, 2), "float32")).shape)
        (8, 3)
        >>> layer.count_params()
        54

    Source: Liu et al. 2024, arXiv 2404.19756, equations 2.10 to 2.12. We deviate in the factor `w_s`, which
    the coefficients absorb, and in `activation` and `use_bias`, which Keras users expect.
    """

    def __init__(
        self,
        units: int,
        *,
        grid_size: int = 5,
        degree: int = 3,
        grid_range: tuple[float, float] = (-1.0, 1.0),
        base_activation: Activation | None = "silu",
        activation: Activation | None = None,
        use_bias: bool = False,
        kernel_initializer: Initializer = "glorot_uniform",
        spline_initializer: Initializer | None = None,
        bias_initializer: Initializer = "zeros",
        kernel_regularizer: Regularizer | None = None,
        spline_regularizer: Regularizer | None = None,
        bias_regularizer: Regularizer | None = None,
        activity_regularizer: Regularizer | None = None,
        kernel_constraint: Constraint | None = None,
        spline_constraint: Constraint | None = None,
        bias_constraint: Constraint | None = None,
        **kwargs: object,
    ) -> None:
        super().__init__(activity_regularizer=activity_regularizer, **kwargs)
        self.units = positive_integer(units, argument="units")
        self.grid = UniformGrid(
            size=positive_integer(grid_size, argument="grid_size"),
            degree=integer_between(degree, argument="degree", lowest=0, highest=5),
            bounds=increasing_pair(grid_range, argument="grid_range"),
        )
        self.base_activation = None if base_activation is None else activations.get(base_activation)
        self.activation = activations.get(activation)
        self.use_bias = use_bias
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.spline_initializer = initializers.get(spline_initializer) or initializers.VarianceScaling(0.1)
        self.bias_initializer = initializers.get(bias_initializer)
        self.kernel_regularizer = regularizers.get(kernel_regularizer)
        self.spline_regularizer = regularizers.get(spline_regularizer)
        self.bias_regularizer = regularizers.get(bias_regularizer)
        self.kernel_constraint = constraints.get(kernel_constraint)
        self.spline_constraint = constraints.get(spline_constraint)
        self.bias_constraint = constraints.get(bias_constraint)
        self.input_spec = keras.InputSpec(min_ndim=2)
        self.supports_masking = True

    def build(self, input_shape: Shape) -> None:
        """Create the weights for the size of the last axis."""
        n_inputs = input_shape[-1]
        if n_inputs is None:
            raise ValueError(f"the last axis of the input must have a known size, received shape `{input_shape}`")
        self.kernel = self.bias = None
        if self.base_activation is not None:
            self.kernel = self._add_weight("kernel", (n_inputs, self.units), settings="kernel")
        spline_shape = (self.grid.n_basis, n_inputs, self.units)
        self.spline_kernel = self._add_weight("spline_kernel", spline_shape, settings="spline")
        if self.use_bias:
            self.bias = self._add_weight("bias", (self.units,), settings="bias")
        self.input_spec = keras.InputSpec(min_ndim=2, axes={-1: n_inputs})

    def call(self, inputs: Tensor) -> Tensor:
        """Map (batch, ..., n_inputs) to (batch, ..., units)."""
        inputs = ops.cast(inputs, self.compute_dtype)
        rows = ops.reshape(inputs, (-1, inputs.shape[-1]))
        sums = ops.matmul(self._features(rows), self._weights())
        if self.bias is not None:
            sums = sums + self.bias
        return self.activation(ops.reshape(sums, (*ops.shape(inputs)[:-1], self.units)))

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Replace the size of the last axis by `units`."""
        return (*input_shape[:-1], self.units)

    def get_config(self) -> Config:
        """Write the constructor's arguments as plain data."""
        return {
            **super().get_config(),
            "units": self.units,
            "grid_size": self.grid.size,
            "degree": self.grid.degree,
            "grid_range": list(self.grid.bounds),
            "base_activation": self.base_activation and activations.serialize(self.base_activation),
            "activation": activations.serialize(self.activation),
            "use_bias": self.use_bias,
            "kernel_initializer": initializers.serialize(self.kernel_initializer),
            "spline_initializer": initializers.serialize(self.spline_initializer),
            "bias_initializer": initializers.serialize(self.bias_initializer),
            "kernel_regularizer": regularizers.serialize(self.kernel_regularizer),
            "spline_regularizer": regularizers.serialize(self.spline_regularizer),
            "bias_regularizer": regularizers.serialize(self.bias_regularizer),
            "activity_regularizer": regularizers.serialize(self.activity_regularizer),
            "kernel_constraint": constraints.serialize(self.kernel_constraint),
            "spline_constraint": constraints.serialize(self.spline_constraint),
            "bias_constraint": constraints.serialize(self.bias_constraint),
        }

    def _add_weight(self, name: str, shape: tuple[int, ...], *, settings: str) -> Tensor:
        return self.add_weight(
            name=name,
            shape=shape,
            initializer=getattr(self, f"{settings}_initializer"),
            regularizer=getattr(self, f"{settings}_regularizer"),
            constraint=getattr(self, f"{settings}_constraint"),
        )

    def _features(self, rows: Tensor) -> Tensor:
        """Lay the base activation and the basis side by side: (rows, (1 + n_basis) * n_inputs)."""
        basis = ops.cast(bspline_basis(rows, grid=self.grid), self.compute_dtype)
        if self.base_activation is not None:
            base = ops.expand_dims(self.base_activation(rows), -2)
            basis = ops.concatenate([base, basis], axis=-2)
        return ops.reshape(basis, (-1, basis.shape[-2] * basis.shape[-1]))

    def _weights(self) -> Tensor:
        """Stack the weights in the order of the features: ((1 + n_basis) * n_inputs, units)."""
        stacked = self.spline_kernel
        if self.kernel is not None:
            stacked = ops.concatenate([ops.expand_dims(self.kernel, 0), stacked], axis=0)
        return ops.reshape(stacked, (-1, self.units))
