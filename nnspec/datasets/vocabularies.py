"""Training texts -> the vocabulary, weights and length that their input's TextVectorization gets."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from nnspec.datasets.texts import tokens_of
from nnspec.errors import spec_error
from nnspec.spec.inputs import TextInput

LONGEST_DEFAULT = 512
_SHARE_THAT_FITS = 95
# Keras' names for padding and for what is unknown; neither is ever learned.
_PADDING, _UNKNOWN = "", "[UNK]"


def learn_texts(texts: Iterable[str], item: TextInput) -> dict[str, Any]:
    """Learn, in one pass, what `TextVectorization.adapt` would learn of the same texts.

    Args:
        texts: of the training rows.
        item: the input; its own `vocabulary`, `idf_weights` and `output_sequence_length` are kept.

    Returns:
        The fields `vocabulary`, `idf_weights` and `length` of an `InputState`.

    Raises:
        SpecError: NN652 where no text holds a token.

    Source: `keras.src.layers.preprocessing.index_lookup.IndexLookup.finalize_state`: by count, then by the token
        itself, both falling; `log(1 + texts / (1 + texts with the token))`.
    """
    counts, documents, lengths = Counter[str](), Counter[str](), []
    for text in texts:
        tokens = tokens_of(text, item)
        counts.update(tokens)
        documents.update(set(tokens))
        lengths.append(len(tokens))
    vocabulary = item.vocabulary or _most_frequent(counts, item)
    if not vocabulary:
        raise spec_error("NN652", f"no training text of `{item.name}` holds a token", path=item.path)
    if item.output_mode == "int":
        return {"vocabulary": vocabulary, "length": item.output_sequence_length or _length(lengths)}
    if item.output_mode == "tf_idf":
        weights = item.idf_weights or _idf_weights(vocabulary, documents, len(lengths))
        return {"vocabulary": vocabulary, "idf_weights": weights}
    return {"vocabulary": vocabulary}


def reserved_places(item: TextInput) -> int:
    """Count the places in front of the vocabulary: padding and the unknown, or in a vector the unknown alone."""
    return 2 if item.output_mode == "int" else 1


def _most_frequent(counts: Mapping[str, int], item: TextInput) -> tuple[str, ...]:
    known = [token for token in counts if token not in (_PADDING, _UNKNOWN)]
    ordered = sorted(known, key=lambda token: (counts[token], token), reverse=True)
    return tuple(ordered if item.max_tokens is None else ordered[: item.max_tokens - reserved_places(item)])


def _idf_weights(vocabulary: tuple[str, ...], documents: Mapping[str, int], n: int) -> tuple[float, ...]:
    weights = (math.log(1 + n / (1 + documents.get(token, 0))) for token in vocabulary)
    return tuple(float(np.float32(weight)) for weight in weights)


def _length(lengths: list[int]) -> int:
    share = int(np.percentile(lengths, _SHARE_THAT_FITS, method="higher"))
    return max(1, min(share, LONGEST_DEFAULT))
