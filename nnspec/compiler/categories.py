"""A vocabulary -> stock Keras layers between categories and numbers, in both directions."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import Any

import keras
import numpy as np
from keras import ops

# A missing whole number in raw data: what float NaN becomes as int64, and pandas' and numpy's mark for NaT.
MISSING_INTEGER = -(2**63)
MISSING_TEXT = ""
UNKNOWN = 0


def encode_index(tensor: keras.KerasTensor, vocabulary: Sequence[Any], *, fill: Any = None) -> keras.KerasTensor:
    """Map categories to whole numbers: 0 for the unknown, then the vocabulary from 1 on.

    A missing value (an empty string, or -2**63) becomes `fill`, else the unknown.

    Args:
        tensor: shape (batch,), string or int64.
        vocabulary: the known categories; may be empty.
        fill: the category that stands in for a missing value; None where there is none.

    Returns:
        Shape (batch,), int64.
    """
    is_text = tensor.dtype == "string"
    known = [str(value) if is_text else int(value) for value in vocabulary]
    missing: Any = MISSING_TEXT if is_text else MISSING_INTEGER
    places = {value: place for place, value in enumerate(known, start=1)}
    tokens = known if missing in places else [*known, missing]
    index = _lookup(tokens, is_text)(tensor)
    stand_in = places.get(missing if fill is None else str(fill) if is_text else int(fill), UNKNOWN)
    return ops.where(ops.equal(index, 1 + tokens.index(missing)), np.int64(stand_in), index)


def one_hot(index: keras.KerasTensor, n_categories: int, *, dtype: str) -> keras.KerasTensor:
    """Spread indices of `encode_index` over `n_categories + 1` places."""
    return ops.one_hot(index, n_categories + 1, dtype=dtype)


def decode_index(index: keras.KerasTensor, classes: Sequence[Any] | None) -> keras.KerasTensor:
    """Map the index of an output neuron to the value of its class.

    Args:
        index: any shape, whole numbers.
        classes: in the order of the neurons, all text or all numbers; None leaves the index.
    """
    if classes is None:
        return index
    if all(isinstance(value, str) for value in classes):
        layer = keras.layers.StringLookup(
            vocabulary=list(classes), num_oov_indices=0, oov_token=_unused(classes), invert=True
        )
        return layer(index)
    return ops.take(np.asarray(classes), index)


def _lookup(tokens: list[Any], is_text: bool) -> keras.layers.Layer:
    if is_text:
        return keras.layers.StringLookup(vocabulary=tokens, oov_token=_unused(tokens))
    return keras.layers.IntegerLookup(vocabulary=tokens, oov_token=_unused_integer(tokens))


def _unused(tokens: Sequence[Any]) -> str:
    """Find a mark for the unknown that is not itself a category."""
    return next(mark for i in count() if (mark := "[UNK]" if i == 0 else f"[UNK{i}]") not in tokens)


def _unused_integer(tokens: Sequence[int]) -> int:
    return next(-i for i in count(1) if -i not in tokens)
