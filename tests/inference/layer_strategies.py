"""Random arguments and inputs for every layer class that has a rule of shapes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

Strategy = st.SearchStrategy[Any]

FLAG = st.booleans()
FORMAT = st.sampled_from((None, "channels_last", "channels_first"))
MODES = st.sampled_from(("one_hot", "multi_hot", "count"))
AXIS = st.integers(-4, 4)


def each(low: int, high: int, count: int) -> Strategy:
    """One number for all axes, or one for each."""
    number = st.integers(low, high)
    return st.one_of(number, st.tuples(*[number] * count))


def ends(count: int) -> Strategy:
    """So much before and after each axis."""
    pair = st.tuples(st.integers(0, 3), st.integers(0, 3))
    return st.one_of(st.integers(0, 3), pair if count == 1 else st.tuples(*[pair] * count))


def convolution(n: int) -> dict[str, Strategy]:
    """Arguments of a convolution over so many axes."""
    return {
        "filters": st.integers(1, 6),
        "kernel_size": each(1, 4, n),
        "strides": each(1, 3, n),
        "padding": st.sampled_from(("valid", "same", "causal") if n == 1 else ("valid", "same")),
        "data_format": FORMAT,
        "dilation_rate": each(1, 2, n),
        "groups": st.integers(1, 3),
        "use_bias": FLAG,
        "lora_rank": st.sampled_from((None, None, 2)),
    }


def without(arguments: Mapping[str, Strategy], *names: str, **more: Strategy) -> dict[str, Strategy]:
    """Leave some arguments out, and add others."""
    return {name: value for name, value in arguments.items() if name not in names} | more


def transposed(n: int) -> dict[str, Strategy]:
    """Arguments of a transposed convolution."""
    padding = st.sampled_from(("valid", "same"))
    extra = st.one_of(st.none(), each(0, 2, n))
    return without(convolution(n), "groups", "lora_rank", "padding", padding=padding, output_padding=extra)


def depthwise(n: int) -> dict[str, Strategy]:
    """Arguments of a depthwise convolution."""
    padding = st.sampled_from(("valid", "same"))
    more = st.integers(1, 3)
    return without(convolution(n), "filters", "groups", "lora_rank", padding=padding, depth_multiplier=more)


def separable(n: int) -> dict[str, Strategy]:
    """Arguments of a separable convolution."""
    return {**depthwise(n), "filters": st.integers(1, 6)}


def pooling(n: int) -> dict[str, Strategy]:
    """Arguments of pooling over so many axes."""
    return {
        "pool_size": each(1, 4, n),
        "strides": st.one_of(st.none(), each(1, 3, n)),
        "padding": st.sampled_from(("valid", "same")),
        "data_format": FORMAT,
    }


SCALED = {"scale": FLAG, "center": FLAG}
AXES = st.one_of(AXIS, st.lists(st.integers(-3, 3), min_size=1, max_size=2, unique=True).map(tuple))
BINS = {"num_bins": st.integers(2, 5), "output_mode": st.one_of(st.just("int"), MODES)}
SIZE = {"height": st.integers(1, 6), "width": st.integers(1, 6), "data_format": FORMAT}
RATE = {"rate": st.floats(0.0, 0.9)}

# Class -> its natural rank, batch axis included (0: any), and its arguments.
LAYERS: dict[str, tuple[int, dict[str, Strategy]]] = {
    "Activation": (0, {"activation": st.sampled_from(("relu", "softmax", "tanh"))}),
    "ActivityRegularization": (0, {}),
    "AlphaDropout": (0, RATE),
    "BatchNormalization": (0, {**SCALED, "axis": AXIS, "renorm": FLAG}),
    "CategoryEncoding": (2, {"num_tokens": st.integers(2, 5), "output_mode": MODES}),
    "CenterCrop": (4, SIZE),
    "Dense": (0, {"units": st.integers(1, 9), "use_bias": FLAG, "lora_rank": st.sampled_from((None, None, 2))}),
    "Discretization": (
        2,
        {"bin_boundaries": st.just((0.0, 1.0, 2.0)), "output_mode": st.one_of(st.just("int"), MODES)},
    ),
    "Dropout": (0, RATE),
    "ELU": (0, {}),
    "EinsumDense": (
        3,
        {
            "equation": st.sampled_from(
                ("abc,cd->abd", "abc,cde->abde", "...x,xy->...y", "ab,bc->ac", "ab...,bc->ac...")
            ),
            "output_shape": st.sampled_from((4, (4,), (None, 4), (None, 2, 3), (3, 4))),
            "bias_axes": st.sampled_from((None, "d", "e", "y", "c", "de")),
        },
    ),
    "Embedding": (
        2,
        {
            "input_dim": st.integers(1, 9),
            "output_dim": st.integers(1, 5),
            "mask_zero": FLAG,
            "lora_rank": st.sampled_from((None, 2)),
        },
    ),
    "Flatten": (0, {"data_format": FORMAT}),
    "GaussianDropout": (0, RATE),
    "GaussianNoise": (0, {"stddev": st.floats(0.0, 1.0)}),
    "GroupNormalization": (0, {**SCALED, "axis": AXIS, "groups": st.sampled_from((-1, 1, 2, 3))}),
    "Hashing": (2, BINS),
    "Identity": (0, {}),
    "KAN": (
        0,
        {
            "units": st.integers(1, 5),
            "grid_size": st.integers(1, 6),
            "degree": st.integers(0, 5),
            "use_bias": FLAG,
            "base_activation": st.sampled_from(("silu", None)),
        },
    ),
    "LayerNormalization": (0, {**SCALED, "axis": AXES}),
    "LeakyReLU": (0, {}),
    "Masking": (3, {"mask_value": st.just(0.0)}),
    "MelSpectrogram": (
        2,
        {"fft_length": st.just(64), "sequence_stride": st.integers(1, 8), "num_mel_bins": st.integers(2, 9)},
    ),
    "Normalization": (0, {"axis": st.just(-1), "mean": st.sampled_from((0.5, (0.5, 0.25))), "variance": st.just(1.0)}),
    "PReLU": (0, {"shared_axes": st.one_of(st.none(), st.lists(st.integers(1, 3), max_size=2).map(tuple))}),
    "Permute": (3, {"dims": st.permutations((1, 2)).map(tuple)}),
    "RMSNormalization": (0, {"axis": AXES}),
    "RandomCrop": (4, SIZE),
    "ReLU": (0, {}),
    "RepeatVector": (2, {"n": st.integers(1, 5)}),
    "Rescaling": (0, {"scale": st.just(0.5)}),
    "Reshape": (
        0,
        {"target_shape": st.lists(st.sampled_from((-1, 1, 2, 3, 4, 6)), min_size=1, max_size=3).map(tuple)},
    ),
    "Resizing": (4, SIZE),
    "ReversibleEmbedding": (2, {"input_dim": st.integers(1, 9), "output_dim": st.integers(1, 5), "tie_weights": FLAG}),
    "STFTSpectrogram": (
        3,
        {
            "mode": st.sampled_from(("log", "magnitude", "psd", "real", "imag", "angle", "stft")),
            "frame_length": st.integers(2, 8),
            "frame_step": st.one_of(st.none(), st.integers(1, 2)),
            "padding": st.sampled_from(("valid", "same")),
            "expand_dims": FLAG,
            "data_format": FORMAT,
        },
    ),
    "Softmax": (0, {"axis": AXIS}),
    "UnitNormalization": (0, {"axis": AXES}),
    **{f"Conv{n}D": (n + 2, convolution(n)) for n in (1, 2, 3)},
    **{f"Conv{n}DTranspose": (n + 2, transposed(n)) for n in (1, 2, 3)},
    **{f"DepthwiseConv{n}D": (n + 2, depthwise(n)) for n in (1, 2)},
    **{f"SeparableConv{n}D": (n + 2, separable(n)) for n in (1, 2)},
    **{f"{kind}Pooling{n}D": (n + 2, pooling(n)) for kind in ("Max", "Average") for n in (1, 2, 3)},
    **{
        f"Global{kind}Pooling{n}D": (n + 2, {"data_format": FORMAT, "keepdims": FLAG})
        for kind in ("Max", "Average")
        for n in (1, 2, 3)
    },
    **{
        f"Adaptive{kind}Pooling{n}D": (n + 2, {"data_format": FORMAT, "output_size": each(1, 3, n)})
        for kind in ("Max", "Average")
        for n in (1, 2, 3)
    },
    "Cropping1D": (3, {"cropping": ends(1)}),
    **{f"Cropping{n}D": (n + 2, {"cropping": ends(n), "data_format": FORMAT}) for n in (2, 3)},
    **{f"ZeroPadding{n}D": (n + 2, {"padding": ends(n), "data_format": FORMAT}) for n in (1, 2, 3)},
    "UpSampling1D": (3, {"size": st.integers(1, 3)}),
    **{f"UpSampling{n}D": (n + 2, {"size": each(1, 3, n), "data_format": FORMAT}) for n in (2, 3)},
    "SpatialDropout1D": (3, RATE),
    **{f"SpatialDropout{n}D": (n + 2, {**RATE, "data_format": FORMAT}) for n in (2, 3)},
}

# Layers that change the values of pictures and nothing else, with what they need.
PICTURES: dict[str, dict[str, Any]] = {
    "AugMix": {},
    "AutoContrast": {},
    "ContrastLimitedAdaptiveHistogramEqualization": {},
    "RandAugment": {},
    "RandomBrightness": {"factor": 0.1},
    "RandomColorDegeneration": {"factor": 0.1},
    "RandomColorJitter": {},
    "RandomContrast": {"factor": 0.1},
    "RandomElasticTransform": {},
    "RandomErasing": {},
    "RandomFlip": {},
    "RandomGaussianBlur": {},
    "RandomGrayscale": {"factor": 0.1},
    "RandomHue": {"factor": 0.1},
    "RandomInvert": {},
    "RandomPerspective": {},
    "RandomPosterization": {"factor": 4},
    "RandomRotation": {"factor": 0.1},
    "RandomSaturation": {"factor": 0.1},
    "RandomSharpness": {"factor": 0.1},
    "RandomShear": {},
    "RandomTranslation": {"height_factor": 0.1, "width_factor": 0.1},
    "RandomZoom": {"height_factor": 0.1},
    "Solarization": {},
}

# Layers of several tensors.
MERGING: dict[str, dict[str, Strategy]] = {
    **{name: {} for name in ("Add", "Average", "Maximum", "Minimum", "Multiply", "Subtract")},
    "Concatenate": {"axis": st.integers(-3, 3).filter(bool)},
    "Dot": {"axes": st.one_of(st.sampled_from((1, 2, -1)), st.tuples(st.integers(1, 2), st.integers(1, 2)))},
    "HashedCrossing": BINS,
}
