"""A layer's tensors and weights -> the floating-point operations of one forward pass, by layer family.

Counted as TensorFlow's profiler counts: a multiplication and an addition are two, a comparison in a pooling window
is one, a softmax is five per number; copies, lookups and the functions that the profiler keeps no statistics of
(ReLU, sigmoid, tanh, exp) are none. Source: `tensorflow/python/profiler/internal/flops_registry.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from nnspec.inference.costs.attention import attention_flops
from nnspec.inference.costs.work import Work, size_of
from nnspec.inference.dimension import UNKNOWN, Dimension, product, total
from nnspec.inference.layer_call import LayerCall
from nnspec.inference.registry import infer_layer
from nnspec.inference.tensor import Shape, Tensor
from nnspec.spec.calls import Call

# Per number that a function gives; functions that are not here are none.
_ACTIVATIONS = {
    "celu": 5,
    "gelu": 4,
    "hard_shrink": 1,
    "hard_sigmoid": 2,
    "hard_silu": 3,
    "hard_tanh": 2,
    "log_sigmoid": 2,
    "mish": 1,
    "silu": 2,
    "soft_shrink": 4,
    "softmax": 5,
    "sparse_plus": 5,
    "sparsemax": 8,
    "squareplus": 4,
    "tanh_shrink": 1,
}


def _matrix(work: Work) -> Dimension:
    """Dense: each number of the output is a sum over the features."""
    return 2 * _kernels(work) * _positions(work.output_shape) + _bias(work) + _activation(work)


def _convolution(work: Work) -> Dimension:
    """Convolutions: each kernel at each place of the output."""
    return 2 * _kernels(work) * _places(work, work.output_shape) + _bias(work) + _activation(work)


def _transposed_convolution(work: Work) -> Dimension:
    """Transposed convolutions: each kernel at each place of the input."""
    return 2 * _kernels(work) * _places(work, work.input_shape) + _bias(work) + _activation(work)


def _einsum(work: Work) -> Dimension:
    """EinsumDense: the product of all lengths that the equation names."""
    return 2 * _equation_size(work) + _bias(work) + _activation(work)


def _equation_size(work: Work) -> Dimension:
    """Multiply the lengths of all letters of an equation, and of the axes that `...` stands for."""
    equation = str(work.layer.get("equation")).replace(" ", "")
    left, _, right = equation.partition("->")
    first, _, second = left.partition(",")
    # The input's lengths come last: those of `output_shape` may be left open.
    shapes = (work.output_shape, work.weight_shape("kernel"), work.input_shape)
    lengths: dict[str, Dimension] = {}
    for letters, shape in zip((right, second, first), shapes, strict=True):
        if shape is None:
            return UNKNOWN
        lengths |= _lengths(letters, shape)
    before, dots, after = right.partition("...")
    output = work.output_shape or ()
    return product(lengths.values()) * product(output[len(before) : len(output) - len(after)] if dots else ())


def _lengths(letters: str, shape: Shape) -> dict[str, Dimension]:
    before, dots, after = letters.partition("...")
    if not dots:
        return dict(zip(before, shape, strict=False))
    return dict(zip(before, shape, strict=False)) | dict(zip(reversed(after), reversed(shape), strict=False))


def _recurrent(work: Work) -> Dimension:
    """RNNs: kernel and recurrent kernel at each step, and three operations per gate and unit."""
    shape = work.input_shape
    steps = UNKNOWN if shape is None or len(shape) < 2 else shape[1]
    gates = work.weight_size("recurrent_kernel", axes=slice(-1, None))
    return steps * (2 * (work.weight_size("kernel") + work.weight_size("recurrent_kernel")) + 3 * gates)


def _convolutional_recurrent(work: Work) -> Dimension:
    """ConvLSTM: both kernels at each place of each step."""
    shape, output = work.input_shape, work.output_shape
    if shape is None or output is None:
        return UNKNOWN
    rank = int(work.layer.name[len("ConvLSTM")])
    places = output[-rank:] if work.layer.get("data_format") == "channels_first" else output[-1 - rank : -1]
    return 2 * shape[1] * product(places) * _kernels(work)


def _pooling(work: Work) -> Dimension:
    """Pooling: each number of a window."""
    window = work.layer.get("pool_size")
    rank = len(work.output_shape or ()) - 2
    area = window**rank if isinstance(window, int) else product(window)
    return area * size_of(work.output_shape)


def _global_pooling(work: Work) -> Dimension:
    return size_of(work.input_shape) if "Average" in work.layer.name else 0


def _merging(work: Work) -> Dimension:
    """Add and its kin: one operation per further tensor."""
    extra = 1 if work.layer.name == "Average" else 0
    return (len(work.inputs) - 1 + extra) * size_of(work.output_shape)


def _per_number(count: int) -> Callable[[Work], Dimension]:
    def operations(work: Work) -> Dimension:
        return count * size_of(work.output_shape)

    return operations


def _spline(work: Work) -> Dimension:
    """KAN: products with the basis and with the base activation; a basis function of degree k takes 2 k + 8."""
    basis = product(work.weight_shape("spline_kernel")[:-1] or (UNKNOWN,))
    features = product(work.weight_shape("kernel")[:-1] or (UNKNOWN,))
    evaluated = basis * (2 * int(work.layer.get("degree")) + 8) + _per_activation(work, "base_activation") * features
    return _positions(work.output_shape) * (2 * _kernels(work) + evaluated) + _bias(work)


def _dot(work: Work) -> Dimension:
    """Dot: each number of the output is a sum over the axis that is contracted."""
    axes: Any = work.layer.get("axes")
    axis = axes[0] if isinstance(axes, tuple | list) else axes
    shape = work.input_shape
    return UNKNOWN if shape is None else 2 * shape[axis] * size_of(work.output_shape)


def _adaptive_pooling(work: Work) -> Dimension:
    """Adaptive pooling: each number once, where the windows do not overlap."""
    taken, given = work.input_shape, work.output_shape
    if taken is None or given is None or any(a % b != 0 for a, b in zip(taken[1:], given[1:], strict=True)):
        return UNKNOWN
    return size_of(taken)


def _both_directions(work: Work) -> Dimension:
    """Bidirectional: each direction with its own weights, those of the forward one first."""
    forward: Any = work.layer.get("layer")
    backward: Any = work.layer.get("backward_layer") or forward
    n_weights = len(infer_layer(LayerCall(forward, work.inputs)).weights or ())
    return layer_flops(Work(forward, work.inputs, work.outputs, work.weights[:n_weights])) + layer_flops(
        Work(backward, work.inputs, work.outputs, work.weights[n_weights:])
    )


def _each_step(work: Work) -> Dimension:
    """TimeDistributed: its layer on every step."""
    shape = work.input_shape
    if shape is None or len(shape) < 2:
        return UNKNOWN
    inputs, outputs = (tuple(map(_without_steps, tensors)) for tensors in (work.inputs, work.outputs))
    return shape[1] * _inner(work, inputs, outputs)


def _wrapped(work: Work) -> Dimension:
    return _inner(work, work.inputs, work.outputs)


def _inner(work: Work, inputs: tuple[Tensor, ...], outputs: tuple[Tensor, ...]) -> Dimension:
    """Count the layer inside a wrapper; a list of layers is not looked into."""
    layer: Any = work.layer.get("layer")
    if not isinstance(layer, Call):
        return UNKNOWN
    return layer_flops(Work(layer, inputs, outputs, work.weights))


def _without_steps(tensor: Tensor) -> Tensor:
    return tensor if tensor.shape is None else Tensor((tensor.shape[0], *tensor.shape[2:]), tensor.dtype)


def _cells(work: Work) -> Dimension:
    """RNN over cells: every matrix of every cell at each step."""
    shape = work.input_shape
    steps = UNKNOWN if shape is None or len(shape) < 2 else shape[1]
    return steps * 2 * total(weight.size for weight in work.weights if len(weight.shape) == 2)


def _bias(work: Work) -> Dimension:
    return size_of(work.output_shape) if any(w.name == "bias" for w in work.weights) else 0


def _activation(work: Work) -> Dimension:
    return _per_activation(work, "activation") * size_of(work.output_shape)


def _per_activation(work: Work, argument: str) -> int:
    name: Any = work.layer.get(argument)
    return _ACTIVATIONS.get(getattr(name, "name", name), 0)


def _kernels(work: Work) -> Dimension:
    return total(weight.size for weight in work.weights if "kernel" in weight.name)


def _positions(shape: tuple[Dimension, ...] | None) -> Dimension:
    return UNKNOWN if shape is None else product(shape[:-1])


def _places(work: Work, shape: tuple[Dimension, ...] | None) -> Dimension:
    if shape is None:
        return UNKNOWN
    first = work.layer.get("data_format") == "channels_first"
    return product((shape[0], *shape[2:])) if first else product(shape[:-1])


Count = Callable[[Work], Dimension]

_DIMENSIONS = ("1D", "2D", "3D")

LAYERS: Mapping[str, Count] = {
    **{f"Conv{n}": _convolution for n in _DIMENSIONS},
    **{f"{name}{n}": _convolution for name in ("SeparableConv", "DepthwiseConv") for n in _DIMENSIONS[:2]},
    **{f"Conv{n}Transpose": _transposed_convolution for n in _DIMENSIONS},
    **{f"ConvLSTM{n}": _convolutional_recurrent for n in _DIMENSIONS},
    **{f"{kind}Pooling{n}": _pooling for kind in ("Max", "Average") for n in _DIMENSIONS},
    **{f"Adaptive{kind}Pooling{n}": _adaptive_pooling for kind in ("Max", "Average") for n in _DIMENSIONS},
    **{f"Global{kind}Pooling{n}": _global_pooling for kind in ("Max", "Average") for n in _DIMENSIONS},
    **dict.fromkeys(("LSTM", "GRU", "SimpleRNN"), _recurrent),
    **dict.fromkeys(("Attention", "AdditiveAttention", "MultiHeadAttention", "GroupQueryAttention"), attention_flops),
    **dict.fromkeys(("Add", "Subtract", "Multiply", "Maximum", "Minimum", "Average"), _merging),
    **dict.fromkeys(("BatchNormalization", "Rescaling", "Normalization"), _per_number(2)),
    "LayerNormalization": _per_number(9),
    "GroupNormalization": _per_number(6),
    "RMSNormalization": _per_number(4),
    "UnitNormalization": _per_number(3),
    "Activation": _activation,
    "Softmax": _per_number(_ACTIVATIONS["softmax"]),
    "PReLU": _per_number(4),
    "Dense": _matrix,
    "EinsumDense": _einsum,
    "KAN": _spline,
    "Dot": _dot,
    "RNN": _cells,
    "Bidirectional": _both_directions,
    "TimeDistributed": _each_step,
    "SpectralNormalization": _wrapped,
}

# What only moves numbers, looks them up, or rests while a network predicts.
FREE = frozenset(
    {
        *("ActivityRegularization", "AlphaDropout", "CategoryEncoding", "CenterCrop", "Concatenate", "Discretization"),
        *("Dropout", "ELU", "Embedding", "Flatten", "GaussianDropout", "GaussianNoise", "Hashing", "HashedCrossing"),
        *("Identity", "IntegerLookup", "LeakyReLU", "Masking", "Permute", "ReLU", "RepeatVector", "Reshape"),
        *("Resizing", "ReversibleEmbedding"),
        *(f"{name}{n}" for name in ("Cropping", "SpatialDropout", "UpSampling", "ZeroPadding") for n in _DIMENSIONS),
    }
)


def layer_flops(work: Work) -> Dimension:
    """Count the operations of one call of a layer on one example; unknown for a layer that nothing is known of."""
    if work.layer.name in FREE or work.layer.name.startswith("Random"):
        return 0
    count = LAYERS.get(work.layer.name)
    return UNKNOWN if count is None else count(work)
