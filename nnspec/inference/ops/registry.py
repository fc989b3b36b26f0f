"""Which rule of shapes belongs to which function of `keras.ops`; only those families are loaded that a spec names."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import cast

from nnspec.inference.ops.function_call import FunctionCall
from nnspec.inference.tensor import Tensor

# One tensor, several in order, or None where not even their number is known.
Answer = Tensor | tuple[Tensor, ...] | None
Rule = Callable[[FunctionCall], Answer]

# Module of `nnspec.inference.ops` and function in it -> the functions of `keras.ops` that it infers.
FUNCTIONS: dict[str, str] = {
    "elementwise.infer_elementwise": (
        "abs absolute angle arccos arccosh arcsin arcsinh arctan arctanh bitwise_invert bitwise_not cbrt ceil celu clip"
        " conj conjugate copy cos cosh deg2rad digitize elu erf erfc erfinv exp exp2 expm1 fabs floor gelu hard_shrink"
        " hard_sigmoid hard_silu hard_swish hard_tanh i0 imag isfinite isinf isnan isneginf isposinf isreal leaky_relu"
        " log log10 log1p log2 log_sigmoid logical_not nan_to_num negative polar rad2deg real reciprocal relu relu6"
        " round rsqrt selu sigmoid sign signbit silu sin sinc sinh soft_shrink softplus softsign sparse_plus"
        " sparse_sigmoid sqrt square squareplus stop_gradient swish tan tanh tanh_shrink threshold tril triu trunc"
    ),
    "elementwise.infer_along_axes": "flip log_softmax normalize roll softmax sparsemax",
    "elementwise.infer_cast": "cast empty_like full_like ones_like saturate_cast zeros_like",
    "elementwise.infer_of_rank": "fliplr flipud",
    "elementwise.infer_size": "size",
    "elementwise.infer_pair_of_reals": "view_as_real",
    "pairwise.infer_pairwise": (
        "add divide divide_no_nan floor_divide fmax fmin fmod gcd lcm ldexp logaddexp logaddexp2 maximum minimum mod"
        " multiply nextafter power subtract true_divide"
    ),
    "pairwise.infer_comparison": (
        "equal greater greater_equal isclose less less_equal logical_and logical_or logical_xor not_equal"
    ),
    "pairwise.infer_angle_of_two": "arctan2",
    "pairwise.infer_of_tensors": "heaviside hypot",
    "pairwise.infer_bitwise": (
        "bitwise_and bitwise_left_shift bitwise_or bitwise_right_shift bitwise_xor left_shift right_shift"
    ),
    "pairwise.infer_where": "where",
    "reductions.infer_reduction": (
        "all amax amin any argmax argmin count_nonzero logsumexp max mean median min nanargmax nanargmin nanmax nanmean"
        " nanmedian nanmin nanprod nanstd nansum nanvar prod ptp std sum var"
    ),
    "reductions.infer_quantile": "nanpercentile nanquantile percentile quantile",
    "reductions.infer_norm": "norm",
    "reductions.infer_average": "average",
    "reductions.infer_moments": "moments",
    "reductions.infer_cumulative": "cumprod cumsum nancumprod nancumsum",
    "reductions.infer_sorted": "argsort sort",
    "reductions.infer_all_close": "allclose",
    "reductions.infer_signal_to_noise": "psnr",
    "reductions.infer_integral": "trapezoid",
    "reductions.infer_counts": "bincount",
    "rearranging.infer_reshape": "reshape",
    "rearranging.infer_ravel": "ravel",
    "rearranging.infer_transpose": "transpose",
    "rearranging.infer_swapaxes": "swapaxes",
    "rearranging.infer_rot90": "rot90",
    "rearranging.infer_moveaxis": "moveaxis",
    "rearranging.infer_expand_dims": "expand_dims",
    "rearranging.infer_squeeze": "squeeze",
    "rearranging.infer_broadcast_to": "broadcast_to",
    "rearranging.infer_tile": "tile",
    "rearranging.infer_repeat": "repeat",
    "rearranging.infer_pad": "pad",
    "rearranging.infer_diff": "diff",
    "rearranging.infer_view": "view",
    "joining.infer_concatenate": "concatenate",
    "joining.infer_stack_along": "dstack hstack vstack",
    "joining.infer_stack": "stack",
    "joining.infer_append": "append",
    "joining.infer_split": "dsplit hsplit split vsplit",
    "joining.infer_array_split": "array_split",
    "joining.infer_unstack": "unstack",
    "joining.infer_meshgrid": "meshgrid",
    "indexing.infer_get_item": "get_item",
    "indexing.infer_take": "take",
    "indexing.infer_take_along_axis": "take_along_axis",
    "indexing.infer_slice": "slice",
    "indexing.infer_update": "scatter_update slice_update",
    "indexing.infer_scatter": "scatter",
    "indexing.infer_top_k": "top_k",
    "indexing.infer_membership": "in_top_k isin",
    "indexing.infer_search": "searchsorted",
    "indexing.infer_unique": "unique",
    "indexing.infer_nonzero": "nonzero",
    "indexing.infer_unravel_index": "unravel_index",
    "indexing.infer_select": "select",
    "diagonals.infer_diag": "diag",
    "diagonals.infer_diagflat": "diagflat",
    "diagonals.infer_diagonal": "diagonal",
    "diagonals.infer_trace": "trace",
    "diagonals.infer_vander": "vander",
    "products.infer_matmul": "matmul",
    "products.infer_dot": "dot",
    "products.infer_inner": "inner",
    "products.infer_outer": "outer",
    "products.infer_vdot": "vdot",
    "products.infer_kron": "kron",
    "products.infer_tensordot": "tensordot",
    "products.infer_cross": "cross",
    "products.infer_correlate": "correlate",
    "products.infer_corrcoef": "corrcoef",
    "products.infer_cdist": "cdist",
    "products.infer_einsum": "einsum",
    "windows.infer_pool": "average_pool max_pool",
    "windows.infer_conv": "conv",
    "windows.infer_depthwise_conv": "depthwise_conv",
    "windows.infer_separable_conv": "separable_conv",
    "windows.infer_patches": "image.extract_patches image.extract_patches_3d",
    "windows.infer_unfold": "unfold",
    "windows.infer_fold": "fold",
    "windows.infer_depth_and_space": "depth_to_space space_to_depth",
    "signals.infer_fourier": "fft fft2 ifft2",
    "signals.infer_real_fourier": "rfft",
    "signals.infer_inverse_real_fourier": "irfft",
    "signals.infer_frames": "extract_sequences",
    "signals.infer_spectrogram": "stft",
    "signals.infer_signal": "istft",
    "matrices.infer_square": "cholesky cholesky_inverse inv",
    "matrices.infer_determinant": "det logdet",
    "matrices.infer_sign_and_logarithm": "slogdet",
    "matrices.infer_eigen": "eig eigh",
    "matrices.infer_rank": "matrix_rank",
    "matrices.infer_pseudo_inverse": "pinv",
    "matrices.infer_qr": "qr",
    "matrices.infer_svd": "svd",
    "matrices.infer_solve": "solve solve_triangular",
    "matrices.infer_least_squares": "lstsq",
    "images.infer_same_image": (
        "image.affine_transform image.elastic_transform image.gaussian_blur image.perspective_transform"
    ),
    "images.infer_colours": "image.hsv_to_rgb image.rgb_to_hsv",
    "images.infer_grayscale": "image.rgb_to_grayscale",
    "images.infer_resize": "image.resize",
    "images.infer_cropped": "image.crop_images",
    "images.infer_padded": "image.pad_images",
    "images.infer_coordinates": "image.map_coordinates",
    "images.infer_scaled": "image.scale_and_translate",
    "images.infer_edges": "image.sobel_edges",
    "images.infer_similarity": "image.ssim",
    "losses.infer_binary_crossentropy": "binary_crossentropy",
    "losses.infer_categorical_crossentropy": "categorical_crossentropy",
    "losses.infer_sparse_crossentropy": "sparse_categorical_crossentropy",
    "losses.infer_ctc_loss": "ctc_loss",
    "losses.infer_ctc_decode": "ctc_decode",
    "normalizing.infer_batch_normalization": "batch_normalization",
    "normalizing.infer_as_first": "layer_normalization rms_normalization",
    "normalizing.infer_attention": "dot_product_attention",
    "normalizing.infer_glu": "glu",
    "making.infer_one_hot": "one_hot",
    "making.infer_multi_hot": "multi_hot",
    "making.infer_segments": "segment_max segment_min segment_prod segment_sum",
    "making.infer_spaced": "geomspace linspace logspace",
}

# How many tensors come out, where it is more than one and does not depend on their shapes.
_COUNTS = {"ctc_decode": 2, "eig": 2, "eigh": 2, "fft": 2, "fft2": 2, "ifft2": 2, "moments": 2, "qr": 2, "rfft": 2}
_COUNTS |= {"slogdet": 2, "stft": 2, "top_k": 2}
_OPEN = frozenset({"array_split", "dsplit", "hsplit", "meshgrid", "nonzero", "split", "svd", "unique", "unstack"})
_OPEN |= {"linspace", "unravel_index", "vsplit"}


def rule_of(function: str) -> Rule | None:
    """Find the rule of a function; None where there is none."""
    place = _places().get(function)
    if place is None:
        return None
    module, name = place.split(".")
    return cast(Rule, getattr(import_module(f"nnspec.inference.ops.{module}"), name))


def count_outputs(function: str) -> int | None:
    """Count the tensors that a function gives, whatever it takes; None where it depends on its call."""
    return None if function in _OPEN else _COUNTS.get(function, 1)


@cache
def _places() -> dict[str, str]:
    return {name: place for place, names in FUNCTIONS.items() for name in names.split()}
