"""Fourier transforms and frames of signals along the last axis."""

from __future__ import annotations

from nnspec.inference.dimension import Dimension, is_below
from nnspec.inference.ops.axes import agree, is_open
from nnspec.inference.ops.function_call import FunctionCall, known_shape
from nnspec.inference.tensor import Shape, Tensor, text_of

_AXES = {"fft": 1, "fft2": 2, "ifft2": 2, "irfft": 1, "istft": 2}


def infer_fourier(call: FunctionCall) -> tuple[Tensor, ...]:
    """Infer `fft` and its kin of real and imaginary part: both keep their shapes."""
    shape = _parts(call)
    if any(map(is_open, shape[-_AXES[call.name] :])):
        raise call.refuse("needs axes whose lengths are known")
    return call.tensors("x")


def infer_real_fourier(call: FunctionCall) -> tuple[Tensor, ...]:
    """Infer `rfft`: half of the frequencies, real and imaginary part."""
    shape = call.shape("x", rank=1)
    length = call.get("fft_length") or shape[-1]
    return (Tensor((*shape[:-1], length // 2 + 1), call.dtype("x")),) * 2


def infer_inverse_real_fourier(call: FunctionCall) -> Tensor:
    """Infer `irfft`: a signal of half of its frequencies."""
    shape = _parts(call)
    length = call.get("fft_length") or 2 * (shape[-1] - 1)
    return Tensor((*shape[:-1], length), call.dtype("x"))


def infer_frames(call: FunctionCall) -> Tensor:
    """Infer `extract_sequences`: pieces of equal length on a new axis."""
    shape, length = call.shape("x", rank=1), call.get("sequence_length")
    count = _count_frames(shape[-1], length, call, argument="sequence_length")
    return Tensor((*shape[:-1], count, length), call.dtype("x"))


def infer_spectrogram(call: FunctionCall) -> tuple[Tensor, ...]:
    """Infer `stft`: frequencies of each piece, real and imaginary part."""
    shape, length = call.shape("x", rank=1), call.get("fft_length")
    padded = length // 2 * 2 if call.get("center") else 0
    count = _count_frames(shape[-1] + padded, length, call, argument="fft_length")
    return (Tensor((*shape[:-1], count, length // 2 + 1), call.dtype("x")),) * 2


def infer_signal(call: FunctionCall) -> Tensor:
    """Infer `istft`: a signal of its spectrogram."""
    shape, length = _parts(call), call.get("fft_length")
    whole = (shape[-2] - 1) * call.get("sequence_stride") + length
    size = call.get("length") or (whole - length // 2 * 2 if call.get("center") else whole)
    return Tensor((*shape[:-2], size), call.dtype("x"))


def _count_frames(size: Dimension, length: int, call: FunctionCall, *, argument: str) -> Dimension:
    """Count the pieces of a signal; Keras lets one pass that is too short by less than a stride, and gives none."""
    count: Dimension = 1 + (size - length) // call.get("sequence_stride")
    if is_below(count, 0):
        raise call.refuse(f"cannot take {length} out of {size}", argument=argument, expected=f"{size} at most")
    return count


def _parts(call: FunctionCall) -> Shape:
    """Check real and imaginary part, and take their shape."""
    tensors = call.tensors("x")
    if len(tensors) != 2:
        raise call.refuse("takes a real and an imaginary part", expected="two tensors")
    real, imaginary = (known_shape(tensor) for tensor in tensors)
    if agree(real, imaginary) is False or len(real) < _AXES[call.name]:
        raise call.refuse(f"cannot take {text_of(real)} and {text_of(imaginary)} for real and imaginary part")
    return real
