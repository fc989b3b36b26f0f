"""Preprocessing layers inside a network: categories to places, sounds to spectra, pictures to other sizes."""

from __future__ import annotations

from nnspec.inference.dimension import UNKNOWN, Dimension, differ, is_below, is_known
from nnspec.inference.layer_call import LayerCall
from nnspec.inference.layers.axes import first_spatial, is_channels_first, join_shape, spatial_shape, split_shape
from nnspec.inference.layers.convolution import slid_length
from nnspec.inference.layers.merging import check_two
from nnspec.inference.outcome import Outcome, ShapeError, Weight
from nnspec.inference.registry import infer_layer
from nnspec.inference.tensor import Shape, Tensor


def infer_category_encoding(layer: LayerCall) -> Outcome:
    """Infer `CategoryEncoding`: places of one example in one vector, or one vector each with `one_hot`."""
    return _spread(layer, layer.get("num_tokens"), layer.dtype, apart=layer.get("output_mode") == "one_hot")


def infer_integer_lookup(layer: LayerCall) -> Outcome:
    """Infer `IntegerLookup`: an index for each number, or vectors."""
    mode = layer.get("output_mode")
    if mode == "int":
        return Outcome((Tensor(layer.tensor.shape, "int64"),))
    n_places = layer.get("max_tokens") if layer.get("pad_to_max_tokens") else UNKNOWN
    return _spread(layer, n_places, "float32", apart=mode == "one_hot")


def infer_hashing(layer: LayerCall) -> Outcome:
    """Infer `Hashing`: a bin for each value, or one vector for the last axis."""
    shape, whole = layer.tensor.shape, layer.get("output_mode") == "int"
    dtype = layer.get("dtype") or ("int64" if whole else "float32")
    if shape is None or whole:
        return Outcome((Tensor(shape, dtype),))
    return Outcome((Tensor((*shape[:-1], layer.get("num_bins")), dtype),))


def infer_hashed_crossing(layer: LayerCall) -> Outcome:
    """Infer `HashedCrossing`: a bin for each pair of values, or a vector."""
    check_two(layer)
    shapes = [tensor.shape for tensor in layer.tensors if tensor.shape is not None]
    if any(len(shape) != len(shapes[0]) or any(map(differ, shape, shapes[0])) for shape in shapes):
        raise ShapeError("they differ", expected="tensors of one shape")
    whole = layer.get("output_mode") == "int"
    dtype = layer.get("dtype") or ("int64" if whole else layer.dtype)
    if whole:
        return Outcome((Tensor(layer.tensor.shape, dtype),))
    return _spread(layer, layer.get("num_bins"), dtype, apart=layer.get("output_mode") == "one_hot")


def infer_discretization(layer: LayerCall) -> Outcome:
    """Infer `Discretization`: a bin for each number, or vectors."""
    shape, mode = layer.tensor.shape, layer.get("output_mode")
    if mode == "int":
        return Outcome((Tensor(shape, "int32"),))
    borders = layer.get("bin_boundaries")
    n_bins = (layer.get("num_bins") or UNKNOWN) if borders is None else len(borders) + 1
    if mode == "one_hot":
        return _spread(layer, n_bins, layer.dtype, apart=True)
    if shape is None:
        return Outcome((Tensor(None, layer.dtype),))
    # Keras leaves out the second axis, whichever it is.
    return Outcome((Tensor((*shape[:1], *shape[2:], n_bins) if len(shape) > 1 else (n_bins,), layer.dtype),))


def infer_stft(layer: LayerCall) -> Outcome:
    """Infer `STFTSpectrogram`: (steps, channels) -> (frames, frequencies * channels), or an axis for each."""
    shape = spatial_shape(layer, 1)
    (steps,), axis = split_shape(layer, shape)
    frame, mode = layer.get("frame_length"), layer.get("mode")
    if layer.get("padding") == "valid" and is_below(steps, frame):
        raise ShapeError(f"its frame of {frame} is longer", argument="frame_length", hint="use `padding: same`")
    points = layer.get("fft_length") or 1 << (frame - 1).bit_length()
    kernel = (frame, 1, points // 2 + 1)
    frequencies = kernel[-1] * (2 if mode == "stft" else 1)
    frames = slid_length(steps, frame, layer.get("frame_step") or frame // 2, layer.get("padding"))
    names = [name for name, other in (("real_kernel", "imag"), ("imag_kernel", "real")) if mode != other]
    weights = tuple(Weight(name, kernel, dtype=layer.variable_dtype) for name in names)
    channels = shape[axis]
    if not layer.get("expand_dims"):
        result = join_shape(layer, shape[0], (frames,), channels * frequencies)
    elif is_channels_first(layer):
        result = (shape[0], channels, frames, frequencies)
    else:
        result = (shape[0], frames, frequencies, channels)
    return Outcome((Tensor(result, layer.dtype),), weights)


def infer_mel(layer: LayerCall) -> Outcome:
    """Infer `MelSpectrogram`: (samples) -> (num_mel_bins, frames)."""
    shape, stride, bins = layer.tensor.shape, layer.get("sequence_stride"), layer.get("num_mel_bins")
    if shape is None:
        return Outcome((Tensor(None, layer.dtype),))
    # What has no second axis is one example to Keras.
    batch, samples = (shape[:1], shape[1]) if len(shape) > 1 else ((), shape[0])
    return Outcome((Tensor((*batch, bins, (samples + stride + 1) // stride), layer.dtype),))


def infer_resizing(layer: LayerCall) -> Outcome:
    """Infer `Resizing`, `CenterCrop` and `RandomCrop`: pictures of `height` and `width`."""
    shape = layer.tensor.shape
    if shape is None or len(shape) not in (3, 4):
        return Outcome((Tensor(None, layer.dtype),))
    # What has three axes, the batch axis included, is one picture to Keras.
    first = first_spatial(layer) - (len(shape) == 3)
    sizes = (layer.get("height"), layer.get("width"))
    return Outcome((Tensor((*shape[:first], *sizes, *shape[first + 2 :]), layer.dtype),))


def infer_pipeline(layer: LayerCall) -> Outcome:
    """Infer `Pipeline`: one layer after the other."""
    tensor, weights = layer.tensor, []
    for call in layer.get("layers"):
        outcome = infer_layer(LayerCall(call, (tensor,), precision=layer.precision))
        tensor = (outcome.outputs or (Tensor(None, None),))[0]
        weights.append(outcome.weights)
    known = [each for each in weights if each is not None]
    return Outcome((tensor,), tuple(w for each in known for w in each) if len(known) == len(weights) else None)


def _spread(layer: LayerCall, n_places: Dimension, dtype: str, *, apart: bool) -> Outcome:
    """Give each number a vector where `apart`, in place of a last axis of 1; otherwise the last axis becomes one."""
    shape = layer.tensor.shape
    if shape is None:
        return Outcome((Tensor(None, dtype),))
    return Outcome((Tensor(_spread_shape(shape, n_places, apart=apart), dtype),))


def _spread_shape(shape: Shape, n_places: Dimension, *, apart: bool) -> Shape | None:
    if not apart:
        return (*shape[:-1], n_places)
    if len(shape) > 1 and not is_known(shape[-1]):
        return None
    return (*shape[:-1], n_places) if len(shape) > 1 and shape[-1] == 1 else (*shape, n_places)
