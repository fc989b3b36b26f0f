"""Small tensors and arguments for every function of `keras.ops`, and the call that a compiler would make with them."""

from __future__ import annotations

import inspect
from typing import Any

import keras
import numpy as np

from layer_situations import sample
from nnspec.catalog.catalog import Entry, load_catalog
from nnspec.compiler.instantiate import locate_class
from nnspec.spec.slices import parse_key

_RANDOM = np.random.default_rng(0)
MATRICES = _RANDOM.uniform(0.1, 0.9, (2, 4, 4)).astype("float32")
SYMMETRIC = MATRICES @ MATRICES.transpose(0, 2, 1) + 4 * np.eye(4, dtype="float32")
WHOLE = _RANDOM.integers(1, 9, (2, 4, 4)).astype("int32")
IMAGES = _RANDOM.uniform(0, 1, (2, 8, 8, 3)).astype("float32")
SIGNALS = _RANDOM.uniform(0, 1, (2, 4, 16)).astype("float32")
VECTORS = _RANDOM.uniform(0.1, 0.9, (2, 4)).astype("float32")
LABELS = np.array([1, 0], "int32")

_BITWISE = "bitwise_and bitwise_left_shift bitwise_or bitwise_right_shift bitwise_xor left_shift right_shift"
_GROUPS: dict[str, dict[str, Any]] = {
    f"{_BITWISE} gcd lcm ldexp": {"x1": WHOLE, "x2": WHOLE, "x": WHOLE, "y": WHOLE},
    "bitwise_invert bitwise_not": {"x": WHOLE},
    "cholesky cholesky_inverse eigh": {"x": SYMMETRIC},
    "fft fft2 ifft2 irfft": {"x": [MATRICES, MATRICES]},
    "concatenate dstack hstack stack vstack": {"x": [MATRICES, MATRICES], "xs": [MATRICES, MATRICES]},
    "average_pool max_pool": {"inputs": IMAGES, "pool_size": 2},
    "segment_max segment_min segment_prod segment_sum": {"segment_ids": LABELS, "num_segments": 2},
    "depth_to_space space_to_depth": {"x": np.repeat(IMAGES, 4, axis=-1), "block_size": 2},
    "binary_crossentropy categorical_crossentropy": {"target": MATRICES, "output": MATRICES},
    "diag vander": {"x": VECTORS[0]},
    "solve solve_triangular": {"a": SYMMETRIC, "b": MATRICES},
}
_SAMPLES: dict[str, dict[str, Any]] = {
    "average": {"weights": MATRICES},
    "batch_normalization": {
        "x": VECTORS,
        "mean": VECTORS[0],
        "variance": VECTORS[1],
        "offset": VECTORS[0],
        "scale": VECTORS[1],
        "axis": -1,
    },
    "bincount": {"x": LABELS, "minlength": 3},
    "broadcast_to": {"x": VECTORS[:1], "shape": [3, 4]},
    "cast": {"dtype": "int32"},
    "conv": {"inputs": IMAGES, "kernel": np.ones((3, 3, 3, 2), "float32")},
    "correlate": {"x1": VECTORS[0], "x2": VECTORS[1]},
    "cross": {"x1": IMAGES, "x2": IMAGES},
    "ctc_decode": {"inputs": MATRICES, "sequence_lengths": np.array([4, 4], "int32")},
    "ctc_loss": {
        "target": np.array([[1, 2], [2, 1]], "int32"),
        "output": MATRICES,
        "target_length": np.array([2, 2], "int32"),
        "output_length": np.array([4, 4], "int32"),
    },
    "depthwise_conv": {"inputs": IMAGES, "kernel": np.ones((3, 3, 3, 2), "float32")},
    "digitize": {"bins": np.array([0.2, 0.5], "float32")},
    "dot_product_attention": dict.fromkeys(("query", "key", "value"), MATRICES[..., None]),
    "dsplit": {"indices_or_sections": 2},
    "einsum": {"operands": [MATRICES, MATRICES], "subscripts": "abc,acd->abd"},
    "expand_dims": {"axis": 1},
    "fold": {"x": np.ones((2, 4, 9), "float32"), "output_size": [4, 4], "kernel_size": [2, 2]},
    "get_item": {"key": "..., 0"},
    "in_top_k": {"targets": LABELS, "predictions": VECTORS, "k": 2},
    "istft": {
        "x": [np.ones((2, 3, 9), "float32"), np.ones((2, 3, 9), "float32")],
        "sequence_length": 16,
        "sequence_stride": 8,
        "fft_length": 16,
    },
    "corrcoef": {"x": VECTORS},
    "kron": {"x1": VECTORS, "x2": VECTORS},
    "lstsq": {"a": SYMMETRIC[0], "b": MATRICES[0]},
    "norm": {"axis": -1},
    "tensordot": {"x2": MATRICES[0], "axes": 1},
    "unstack": {"axis": 1},
    "logdet": {"x": SYMMETRIC},
    "meshgrid": {"x": [VECTORS[0], VECTORS[1]]},
    "moments": {"axes": [1]},
    "moveaxis": {"source": 1, "destination": 2},
    "multi_hot": {"inputs": np.array([[0, 1], [2, 2]], "int32"), "num_classes": 3},
    "one_hot": {"x": LABELS, "num_classes": 3},
    "pad": {"pad_width": [[0, 0], [1, 1], [0, 0]]},
    "percentile": {"q": 50},
    "quantile": {"q": 0.5},
    "nanpercentile": {"q": 50},
    "nanquantile": {"q": 0.5},
    "reshape": {"newshape": [-1, 16]},
    "rot90": {"array": MATRICES},
    "scatter": {"indices": np.array([[0], [1]], "int32"), "values": np.ones(2, "float32"), "shape": [4]},
    "scatter_update": {"indices": np.array([[0, 0, 0]], "int32"), "updates": np.ones(1, "float32")},
    "searchsorted": {"sorted_sequence": np.sort(VECTORS[0]), "values": VECTORS[1]},
    "select": {"condlist": [MATRICES > 0.5, MATRICES > 0.2], "choicelist": [MATRICES, -MATRICES]},
    "separable_conv": {
        "inputs": IMAGES,
        "depthwise_kernel": np.ones((3, 3, 3, 1), "float32"),
        "pointwise_kernel": np.ones((1, 1, 3, 2), "float32"),
    },
    "slice": {"start_indices": np.array([0, 0, 1], "int32"), "shape": [1, 2, 2]},
    "slice_update": {"start_indices": np.array([0, 0, 1], "int32"), "updates": np.ones((1, 2, 2), "float32")},
    "sparse_categorical_crossentropy": {"target": LABELS, "output": VECTORS},
    "stft": {"x": SIGNALS, "sequence_length": 8, "sequence_stride": 4, "fft_length": 8},
    "extract_sequences": {"x": SIGNALS, "sequence_length": 8, "sequence_stride": 4},
    "take": {"indices": LABELS, "axis": 1},
    "take_along_axis": {"indices": WHOLE % 4, "axis": 1},
    "tile": {"repeats": [1, 1, 2]},
    "transpose": {"axes": [0, 2, 1]},
    "unfold": {"x": IMAGES.transpose(0, 3, 1, 2), "kernel_size": 2},
    "unique": {"x": LABELS, "size": 2},
    "unravel_index": {"indices": LABELS, "shape": [2, 2]},
    "where": {"condition": MATRICES > 0.5, "x1": MATRICES, "x2": -MATRICES},
    "image.affine_transform": {"transform": np.array([[1, 0, 1, 0, 1, 0, 0, 0]] * 2, "float32")},
    "image.crop_images": {"top_cropping": 1, "left_cropping": 1, "target_height": 4, "target_width": 4},
    "image.elastic_transform": {"seed": 3},
    "image.extract_patches": {"size": 2},
    "image.extract_patches_3d": {"volumes": np.ones((2, 4, 4, 4, 3), "float32"), "size": 2},
    "image.map_coordinates": {"inputs": VECTORS, "coordinates": np.ones((2, 3), "float32"), "order": 1},
    "image.pad_images": {"top_padding": 1, "left_padding": 1, "target_height": 12, "target_width": 12},
    "image.perspective_transform": dict.fromkeys(
        ("start_points", "end_points"), np.array([[[0, 0], [0, 7], [7, 0], [7, 7]]] * 2, "float32")
    ),
    "image.resize": {"size": [4, 4]},
    "image.scale_and_translate": {
        "scale": np.ones(2, "float32"),
        "translation": np.zeros(2, "float32"),
        "output_shape": [2, 4, 4, 3],
        "spatial_dims": [1, 2],
        "method": "linear",
    },
    "image.ssim": {"image1": IMAGES, "image2": IMAGES, "filter_size": 3},
}

# Tensors without a batch axis: a network makes them by reducing over the batch.
WHOLE_TENSORS: dict[str, tuple[str, ...]] = {
    "batch_normalization": ("mean", "variance", "offset", "scale"),
    "bincount": ("x",),
    "conv": ("kernel",),
    "corrcoef": ("x",),
    "correlate": ("x1", "x2"),
    "depthwise_conv": ("kernel",),
    "diag": ("x",),
    "image.map_coordinates": ("inputs", "coordinates"),
    "lstsq": ("a", "b"),
    "tensordot": ("x2",),
    "separable_conv": ("depthwise_kernel", "pointwise_kernel"),
}


def functions() -> list[Entry]:
    """List the functions that a spec may name."""
    return [entry for entry in load_catalog().entries("ops") if entry.refused is None]


def tensors_for(entry: Entry) -> dict[str, Any]:
    """Give a small array, or a list of them, for each tensor that must be given."""
    given = _given(entry)
    needed = (name for name in entry.call_arguments if name not in entry.optional_call_arguments or name in given)
    usual = IMAGES if entry.name.startswith("image.") else MATRICES
    return {name: given.get(name, usual) for name in needed}


def arguments_for(entry: Entry) -> dict[str, Any]:
    """Give a plain value for each argument that must be written, and for those that the sample needs."""
    given = {name: value for name, value in _given(entry).items() if name not in entry.call_arguments}
    required = (argument for argument in entry.arguments.values() if argument.required and argument.name not in given)
    return {**{argument.name: sample(argument) for argument in required}, **given}


def call(entry: Entry) -> list[np.ndarray]:
    """Call a function on its sample outside of any network, and give what comes out."""
    function, tensors, arguments = locate_class(entry.path), tensors_for(entry), arguments_for(entry)
    first = entry.call_arguments[0]
    if inspect.signature(function).parameters[first].kind is inspect.Parameter.VAR_POSITIONAL:
        outputs = function(*arguments.values(), *tensors[first])
    else:
        written = {name: parse_key(value) if name == "key" else value for name, value in arguments.items()}
        outputs = function(**tensors, **written)
    return [keras.ops.convert_to_numpy(output) for output in keras.tree.flatten(outputs)]


def _given(entry: Entry) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for group, values in _GROUPS.items():
        if entry.name in group.split():
            found |= {name: value for name, value in values.items() if _takes(entry, name)}
    return found | _SAMPLES.get(entry.name, {})


def _takes(entry: Entry, name: str) -> bool:
    return name in entry.call_arguments or name in entry.arguments
