"""Raw arrays of the training rows -> Keras layers that turn raw rows into numbers."""

from __future__ import annotations

import math
from collections import Counter
from typing import Any

import keras
import numpy as np
from keras import layers, ops

from nnspec.compiler.dates import calendar_date
from nnspec.datasets.dates import years_of


def raw_input(name: str, values: np.ndarray) -> keras.KerasTensor:
    """Declare an input of the shape and kind of its rows."""
    dtype = "string" if values.dtype == object else values.dtype.name
    return keras.Input(shape=values.shape[1:], dtype=dtype, name=name)


def standardise(values: np.ndarray, invert: bool = False) -> layers.Layer:
    """Make a layer of zero mean and unit variance; a constant feature is only centred."""
    flat = np.asarray(values, "float64").reshape(-1, values.shape[-1])
    mean, variance = np.nanmean(flat, axis=0), np.nanvar(flat, axis=0)
    varies = variance > (1.2e-7 * mean) ** 2  # what float32 resolves at the mean
    return layers.Normalization(
        mean=mean.tolist(), variance=np.where(varies, variance, 1.0).tolist(), invert=invert
    )


def scale_to_unit_range(values: np.ndarray, invert: bool = False) -> layers.Layer:
    """Make a layer that maps each feature's range to 0 to 1; a constant feature becomes 0."""
    flat = np.asarray(values, "float64").reshape(-1, values.shape[-1])
    low, high = flat.min(axis=0), flat.max(axis=0)
    span = np.where(high > low, high - low, 1.0)
    return layers.Normalization(mean=low.tolist(), variance=np.square(span).tolist(), invert=invert)


def fill_missing(values: Any, fill: np.ndarray) -> Any:
    """Put a number in the place of each NaN."""
    return ops.where(ops.isnan(values), ops.cast(fill, "float32"), values)


def most_frequent(values: np.ndarray, max_tokens: int | None = None) -> list[Any]:
    """List categories, the most frequent first; the rarest are left to the unknown."""
    counts = Counter(values.tolist())
    ordered = sorted(counts, key=lambda value: (-counts[value], value))
    return ordered if max_tokens is None else ordered[: max_tokens - 1]


def place_of_category(tensor: keras.KerasTensor, vocabulary: list[Any]) -> keras.KerasTensor:
    """Number categories: 0 for the unknown, then the vocabulary."""
    if tensor.dtype == "string":
        return layers.StringLookup(vocabulary=vocabulary)(tensor)
    unknown = min([0, *vocabulary]) - 1
    return layers.IntegerLookup(vocabulary=vocabulary, oov_token=unknown)(tensor)


def learned_tokens(learner: layers.TextVectorization, texts: np.ndarray) -> list[str]:
    """List the tokens that a layer learns of texts, the most frequent first."""
    learner.adapt(token_tensor(learner, texts))
    return learner.get_vocabulary(include_special_tokens=False)


def usual_length(learner: layers.TextVectorization, texts: np.ndarray) -> int:
    """Count the tokens that 95 % of the texts do not exceed; 512 at most."""
    places = ops.convert_to_numpy(learner(token_tensor(learner, texts)))
    length = np.percentile((places != 0).sum(axis=1), 95, method="higher")
    return max(1, min(int(length), 512))


def inverse_frequency(learner: layers.TextVectorization, texts: np.ndarray) -> list[float]:
    """Weigh each token by the texts that hold it: log(1 + texts / (1 + texts with the token))."""
    holding = 0
    for start in range(0, len(texts), 1024):
        part = learner(token_tensor(learner, texts[start : start + 1024]))
        holding = holding + ops.convert_to_numpy(part)[:, 1:].sum(axis=0)
    return np.log(1 + len(texts) / (1 + holding)).astype("float32").tolist()


def token_tensor(layer: layers.TextVectorization, texts: np.ndarray) -> Any:
    """Make a tensor of texts; what is not split needs an axis for its one token."""
    tensor = ops.convert_to_tensor(texts.tolist())
    return ops.expand_dims(tensor, -1) if layer.get_config()["split"] is None else tensor


def tokens_or_fill(layer: layers.TextVectorization, tokens: Any, fill: str) -> Any:
    """Put the tokens of `fill` in the place of a text that has none."""
    empty = ops.all(ops.equal(tokens, 0), axis=-1, keepdims=True)
    instead = ops.convert_to_numpy(layer(ops.convert_to_tensor([[fill]])))
    return ops.where(empty, instead, tokens)


def date_parts(seconds: Any, train: np.ndarray, parts: list[str]) -> Any:
    """Take dates apart.

    The year is standardised; any other part becomes the fraction of its cycle, its sine and its
    cosine. A missing date is NaN throughout.
    """
    missing = ops.isnan(seconds)
    seconds = ops.where(missing, 0.0, seconds)
    days = ops.floor(seconds / 86400)
    year, month, day = calendar_date(ops.cast(days, "int64"))
    cycles = {
        "month": (month - 1, 12),
        "day": (day - 1, 31),
        "weekday": ((days + 3) % 7, 7),  # 1970 began on a Thursday
        "hour": (seconds - days * 86400, 86400),
    }
    columns = []
    for part in parts:
        if part == "year":
            column = ops.expand_dims(ops.cast(year, "float32"), -1)
            years = years_of(ops.convert_to_numpy(train))[:, np.newaxis]
            columns.append(standardise(years)(column))
        else:
            value, period = cycles[part]
            fraction = ops.expand_dims(ops.cast(value, "float64"), -1) / period
            angle = fraction * 2 * math.pi
            columns += [fraction, ops.sin(angle), ops.cos(angle)]
    encoded = ops.concatenate([ops.cast(column, "float32") for column in columns], axis=-1)
    return ops.where(ops.expand_dims(missing, -1), np.float32(np.nan), encoded)


def fill_dates(seconds: Any, fill: float) -> Any:
    """Put a date in the place of each that is missing."""
    return ops.where(ops.isnan(seconds), np.asarray(fill, "float64"), seconds)


def with_channels(tensor: keras.KerasTensor, wanted: int) -> keras.KerasTensor:
    """Bring pictures to 1 (grey) or 3 (colour) channels."""
    given = tensor.shape[-1]
    if (given, wanted) == (1, 3):
        return ops.repeat(tensor, 3, axis=-1)
    if (given, wanted) == (4, 3):
        return tensor[..., :3]
    return ops.image.rgb_to_grayscale(tensor) if (given, wanted) == (3, 1) else tensor


def encode(encoder: keras.Model, rows: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Run the encoder over rows, some thousand at a time."""
    parts = []
    for start in range(0, len(next(iter(rows.values()))), 8192):
        part = {name: rows[name][start : start + 8192] for name in encoder.input}
        texts = [name for name, values in part.items() if values.dtype == object]
        tensors = {
            name: ops.convert_to_tensor(values.tolist() if name in texts else values)
            for name, values in part.items()
        }
        parts.append(encoder(tensors))
    return {
        name: np.concatenate([ops.convert_to_numpy(part[name]) for part in parts])
        for name in parts[0]
    }


def inputs_like(tensors: dict[str, keras.KerasTensor]) -> dict[str, keras.KerasTensor]:
    """Declare inputs of the names, shapes and kinds of tensors."""
    return {
        name: keras.Input(shape=tensor.shape[1:], dtype=tensor.dtype, name=name)
        for name, tensor in tensors.items()
    }


def named_class(place: keras.KerasTensor, classes: list[Any]) -> keras.KerasTensor:
    """Give the class at a place."""
    if all(isinstance(name, str) for name in classes):
        words = layers.StringLookup(vocabulary=classes, num_oov_indices=0, invert=True)
        return words(place)
    return ops.take(np.asarray(classes), place)


def is_positive(score: keras.KerasTensor, threshold: float) -> keras.KerasTensor:
    """Tell whether a yes-or-no output says yes: 1 or 0."""
    return ops.cast(ops.greater(score, threshold), "int32")
