"""Columns by name -> the raw arrays of inputs and outputs."""

from __future__ import annotations

import re
from typing import Any

import keras
import numpy as np
from PIL import Image, ImageOps

from nnspec.tables.moments import in_utc, parse_moment, seconds_of


def keep_complete(
    table: dict[str, np.ndarray], needed: list[str], drop: bool
) -> dict[str, np.ndarray]:
    """Leave out the rows that lack a value, or refuse them."""
    keep = ~np.any([is_missing(table[name]) for name in needed], axis=0)
    if not drop and not keep.all():
        raise ValueError(f"{np.sum(~keep)} rows lack a value in one of {needed}")
    return {name: values[keep] for name, values in table.items()}


def is_missing(values: np.ndarray) -> np.ndarray:
    """Tell for each row whether its value is missing: None, NaN, or no time."""
    if values.dtype == object:
        return np.array([value is None for value in values])
    return (values != values).reshape(len(values), -1).any(axis=1)


def numbers(table: dict[str, np.ndarray], columns: list[str], dtype: str = "float32") -> np.ndarray:
    """Put columns of numbers beside each other; missing ones are NaN."""
    parts = [table[name].astype("float64") for name in columns]
    return np.concatenate([part.reshape(len(part), -1) for part in parts], axis=1).astype(dtype)


def categories(values: np.ndarray, fill: Any = None, as_text: bool = False) -> np.ndarray:
    """Read categories: whole numbers where all of them are, else text; `fill` replaces None."""
    if values.ndim == 2 and values.shape[1] > 1:
        return values.astype("float64")  # one-hot
    texts = [spell(fill if value is None or value != value else value) for value in values.flat]
    if not as_text and all(re.fullmatch("0|-?[1-9][0-9]{0,17}", text) for text in texts):
        return np.array(texts, "int64")
    return np.array(texts, object)


def read_texts(values: np.ndarray, fill: str | None = None) -> np.ndarray:
    """Read texts; `fill` replaces None."""
    return np.array([fill if value is None else value for value in values], object)


def sequences(
    table: dict[str, np.ndarray],
    columns: list[str],
    length: int | None = None,
    dtype: str = "float32",
    vectors: bool = True,
    padding: str = "post",
    truncating: str = "post",
    padding_value: float = 0.0,
) -> np.ndarray:
    """Read sequences, padded and cut to one length: that given, or that of the longest.

    Args:
        table: with one column of lists, or one column for each step.
        columns: which.
        length: steps.
        dtype: of the numbers.
        vectors: whether a step of one number is a vector.
        padding: `pre` or `post`.
        truncating: `pre` or `post`.
        padding_value: what a step of padding holds.
    """
    one = len(columns) == 1
    rows = table[columns[0]] if one else numbers(table, columns, "float64")
    padded = keras.utils.pad_sequences(
        [np.asarray(row, "float64") for row in rows],
        maxlen=length,
        dtype=dtype,
        padding=padding,
        truncating=truncating,
        value=padding_value,
    )
    return padded[..., np.newaxis] if vectors and padded.ndim == 2 else padded


def dates(values: np.ndarray) -> np.ndarray:
    """Read dates as seconds since 1970 in UTC; NaN where one is missing."""
    moments = values.astype("datetime64[us]").tolist() if values.dtype.kind == "M" else values
    return np.array([np.nan if each is None else seconds_of(each) for each in moments])


def spell(value: Any) -> str:
    """Write a category as files do: `true` and `false`, whole numbers without a point."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def pictures(values: np.ndarray) -> np.ndarray:
    """Read pictures as bytes: (rows, height, width, channels)."""
    return values.reshape(*values.shape[:3], -1).astype("uint8")


def open_pictures(
    files: np.ndarray, mode: str | None, size: tuple[int, int] | None, resample: int, fit: str
) -> np.ndarray:
    """Read files of pictures as bytes: (rows, height, width, channels).

    Args:
        files: paths.
        mode: of Pillow, such as `RGB`; that of the first picture by default.
        size: width and height where the pictures differ; None where they do not.
        resample: how Pillow resizes.
        fit: `resize`, `fit` (crop) or `pad`.
    """
    grey, alpha = ("1", "L"), ("RGBA", "LA", "PA")
    opened = []
    for file in files:
        with Image.open(file) as picture:
            mode = mode or {**dict.fromkeys(grey, "L"), **dict.fromkeys(alpha, "RGBA")}.get(
                picture.mode, "RGB"
            )
            opened.append(ImageOps.exif_transpose(picture).convert(mode))
    if size is not None and len({picture.size for picture in opened}) > 1:
        change = {"resize": Image.Image.resize, "fit": ImageOps.fit, "pad": ImageOps.pad}[fit]
        opened = [each if each.size == size else change(each, size, resample) for each in opened]
    return pictures(np.stack([np.asarray(picture) for picture in opened]))


def take(rows: dict[str, np.ndarray], chosen: np.ndarray) -> dict[str, np.ndarray]:
    """Keep the chosen rows."""
    return {name: values[chosen] for name, values in rows.items()}


def times(values: np.ndarray) -> np.ndarray:
    """Make times of numbers, or of texts in ISO 8601; those with an offset are brought to UTC."""
    if values.dtype != object:
        return values
    try:
        return values.astype("float64")
    except (TypeError, ValueError):
        utc = [in_utc(parse_moment(value)) for value in values]
        return np.array(utc, "datetime64[us]")
