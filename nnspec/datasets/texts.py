"""A column of texts -> the texts, and the tokens that Keras' TextVectorization makes of them."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Sequence

import numpy as np

from nnspec.datasets.table import Array, Table
from nnspec.errors import SpecError, spec_error
from nnspec.spec.inputs import TextInput

# TensorFlow lowers, strips and splits bytes: nothing outside ASCII is a capital, punctuation or a space to it.
_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)
_STRIP = str.maketrans("", "", string.punctuation)
_SPACE = re.compile(r"[ \t\n\v\f\r]+")


def read_texts(table: Table, item: TextInput, column: str) -> Array:
    """Read texts; a missing one becomes the input's `fill`.

    Args:
        table: that has the column, without missing values where there is no `fill`.
        item: the input as the spec declares it.
        column: that it is bound to.

    Returns:
        (rows,) objects of str.

    Raises:
        SpecError: NN651 for what is no text.
    """
    values = table.columns[column]
    if values.dtype.kind != "O":
        raise _no_text(table, column, 0, item, f"column `{column}` holds `{values.dtype}`, no texts")
    texts = np.empty(len(values), dtype=object)
    for row, value in enumerate(values):
        text = item.fill if value is None else value
        if not isinstance(text, str) or not _is_unicode(text):
            raise _no_text(table, column, row, item, f"column `{column}`, {table.place(row)}, holds no text")
        texts[row] = text
    return texts


def tokens_of(text: str, item: TextInput) -> tuple[str, ...]:
    """Make the tokens of one text, n-grams included.

    Source: `keras.layers.TextVectorization._preprocess`, which no test may differ from.
    """
    return tuple(_ngrams(_split(_standardized(text, item.standardize), item.split), item.ngrams))


def _standardized(text: str, standardize: str) -> str:
    if standardize.startswith("lower"):
        text = text.translate(_LOWER)
    return text.translate(_STRIP) if standardize.endswith("strip_punctuation") else text


def _split(text: str, split: str) -> list[str]:
    if split == "whitespace":
        return [token for token in _SPACE.split(text) if token]
    return list(text) if split == "character" else [text]


def _ngrams(tokens: list[str], ngrams: int | Sequence[int] | None) -> Iterator[str]:
    if ngrams is None:
        yield from tokens
        return
    for width in range(1, ngrams + 1) if isinstance(ngrams, int) else ngrams:
        yield from (" ".join(tokens[start : start + width]) for start in range(len(tokens) - width + 1))


def _is_unicode(text: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in text)


def _no_text(table: Table, column: str, row: int, item: TextInput, message: str) -> SpecError:
    received = str(table.columns[column][row])
    hint = "numbers are `type: number`, `category` or `sequence`"
    return spec_error("NN651", message, path=item.path, received=received, expected="text in quotes", hint=hint)
