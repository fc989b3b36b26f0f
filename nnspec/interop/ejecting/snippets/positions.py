"""A truth for each step or pixel -> targets and weights; None or NaN where a step is padding."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np

from nnspec.interop.ejecting.snippets.targets import class_places, class_weights
from nnspec.interop.ejecting.snippets.values import categories


def categories_by_position(values: np.ndarray) -> np.ndarray:
    """Read the category of each step or pixel, where there is one."""
    known = is_known(values)
    distinct, where = np.unique(values[known], return_inverse=True)
    read = categories(distinct)
    found = np.full(values.shape, None, object) if read.dtype == object else values.copy()
    found[known] = read[where.ravel()]
    return found


def numbers_by_position(
    table: dict[str, np.ndarray], columns: list[str], vectors: bool = False
) -> np.ndarray:
    """Read the number of each step or pixel, or a vector of several where the data hold vectors."""
    parts = [table[name].astype("float64") for name in columns]
    return np.concatenate([part if vectors else part[..., np.newaxis] for part in parts], axis=-1)


def aligned(
    values: np.ndarray,
    steps: np.ndarray,
    padding_value: float | None,
    padding: str = "post",
    truncating: str = "post",
) -> np.ndarray:
    """Pad and cut a truth as its sequence, with None where a step is padding."""
    if values.ndim > 2:
        return values
    truth = keras.utils.pad_sequences(
        [list(row) for row in values],
        maxlen=steps.shape[1],
        dtype=object,
        padding=padding,
        truncating=truncating,
        value=None,
    )
    if padding_value is not None:
        truth[(steps.reshape(*truth.shape, -1) == padding_value).all(axis=-1)] = None
    return truth


def is_known(truth: np.ndarray) -> np.ndarray:
    """Tell which steps or pixels have a truth."""
    if truth.dtype == object:
        return np.array([value is not None for value in truth.flat]).reshape(truth.shape)
    return truth == truth


def known_categories(truth: np.ndarray) -> np.ndarray:
    """List the categories of all steps or pixels that have one."""
    return categories(truth[is_known(truth)])


def places_by_position(truth: np.ndarray, classes: list[Any]) -> np.ndarray:
    """Give each step or pixel the place of its class; 0 where there is none."""
    known = is_known(truth)
    distinct, where = np.unique(truth[known], return_inverse=True)
    places = np.zeros(truth.shape, "int64")
    places[known] = class_places(distinct, classes)[where.ravel()]
    return places


def weights_by_position(
    train: np.ndarray, truth: np.ndarray, classes: list[Any], given: dict[str, float] | None
) -> np.ndarray:
    """Weigh steps or pixels by their class, as `class_weights` weighs rows."""
    distinct, where = np.unique(truth, return_inverse=True)
    weights = class_weights(train.ravel(), distinct, classes, given)
    return weights[where.ravel()].reshape(truth.shape)
