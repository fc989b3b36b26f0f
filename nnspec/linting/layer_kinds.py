"""Layers and functions by what they do to a tensor, for rules."""

from __future__ import annotations

_RANKS = ("1D", "2D", "3D")


def _all(*stems: str) -> frozenset[str]:
    return frozenset(stem + rank for stem in stems for rank in _RANKS)


def words(text: str) -> frozenset[str]:
    """Make a set of the words of a text."""
    return frozenset(text.split())


WRAPPERS = frozenset({"Bidirectional", "SpectralNormalization", "TimeDistributed"})
DEPTHWISE = _all("DepthwiseConv", "SeparableConv")
TRANSPOSED = frozenset(f"Conv{rank}Transpose" for rank in _RANKS)
CONVOLUTIONS = _all("Conv") | DEPTHWISE | TRANSPOSED
AFFINE = CONVOLUTIONS | {"Dense", "EinsumDense"}
RECURRENT = frozenset({"Bidirectional", "GRU", "LSTM", "RNN", "SimpleRNN"}) | _all("ConvLSTM")
ATTENTION = frozenset({"AdditiveAttention", "Attention", "GroupQueryAttention", "MultiHeadAttention"})
# What learns more than the scale of what it takes.
WITH_WEIGHTS = AFFINE | RECURRENT | ATTENTION | {"KAN", "Embedding", "ReversibleEmbedding"}
POOLS = _all("MaxPooling", "AveragePooling")
GLOBAL_POOLS = _all("GlobalMaxPooling", "GlobalAveragePooling", "AdaptiveMaxPooling", "AdaptiveAveragePooling")
# Layers that change nothing while a network predicts, or only the order of numbers.
PASSING = frozenset(
    {
        "ActivityRegularization",
        "AlphaDropout",
        "Dropout",
        "Flatten",
        "GaussianDropout",
        "GaussianNoise",
        "Identity",
        "Masking",
        "Permute",
        "RepeatVector",
        "Reshape",
        "SpatialDropout1D",
        "SpatialDropout2D",
        "SpatialDropout3D",
    }
)
UPSAMPLING = TRANSPOSED | _all("UpSampling")
MERGES = frozenset({"Add", "Average", "Concatenate", "Dot", "Maximum", "Minimum", "Multiply", "Subtract"})
NORMALIZATIONS = frozenset(
    {"BatchNormalization", "GroupNormalization", "LayerNormalization", "RMSNormalization", "UnitNormalization"}
)

# What drops values at random, by `rate`, and what adds noise to them.
DROPOUTS = frozenset({"AlphaDropout", "Dropout", "GaussianDropout"}) | _all("SpatialDropout")
NOISES = DROPOUTS | {"GaussianNoise"}

# Layer -> the activation that it is.
ACTIVATION_LAYERS = {"ELU": "elu", "LeakyReLU": "leaky_relu", "PReLU": "prelu", "ReLU": "relu", "Softmax": "softmax"}

# The functions of `keras.ops` that are activations.
ACTIVATIONS = words(
    "celu elu gelu glu hard_shrink hard_sigmoid hard_silu hard_swish hard_tanh leaky_relu log_sigmoid "
    "log_softmax relu relu6 selu sigmoid silu soft_shrink softmax softplus softsign sparse_plus sparse_sigmoid "
    "sparsemax squareplus swish tanh tanh_shrink threshold"
)

# What neither bends nor weighs: sums, means, and the order of numbers.
LINEAR = (
    PASSING
    | _all("AveragePooling", "GlobalAveragePooling", "AdaptiveAveragePooling")
    | _all("Cropping", "UpSampling", "ZeroPadding")
    | {"BatchNormalization", "Normalization", "Rescaling"}
)
LINEAR_FUNCTIONS = words(
    "cast copy cumsum expand_dims flip identity mean moveaxis negative pad ravel rearrange repeat reshape roll "
    "squeeze stop_gradient sum swapaxes tile transpose"
)

# Nodes that only hand tensors into and out of nested models.
TRANSPARENT = frozenset({"call", "input", "model"})

# Functions that multiply two tensors, as gates and attention do.
PRODUCTS = frozenset({"dot", "einsum", "matmul", "multiply", "tensordot", "vdot", "inner"})
PRODUCT_LAYERS = frozenset({"Dot", "Multiply"}) | ATTENTION
