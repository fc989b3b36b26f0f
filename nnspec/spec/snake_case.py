"""Class names as Keras writes them in the names of layers and metrics."""

from __future__ import annotations

import re
from functools import cache

_WORD_START = re.compile(r"(.)([A-Z][a-z]+)")
_CAPITAL = re.compile(r"([a-z])([A-Z])")


@cache
def to_snake_case(name: str) -> str:
    """Write `BatchNormalization` as `batch_normalization`, `Conv2D` as `conv2d`, `AUC` as `auc`.

    Source: keras.src.utils.naming.to_snake_case.
    """
    spaced = _WORD_START.sub(r"\1_\2", name)
    return _CAPITAL.sub(r"\1_\2", spaced).lower()
