"""Raw texts -> whole numbers or vectors, by one stock TextVectorization layer."""

from __future__ import annotations

import keras
from keras import ops

from nnspec.spec.inputs import TextInput
from nnspec.tables.state import InputState


def encode_text(tensor: keras.KerasTensor, item: TextInput, state: InputState, *, dtype: str) -> keras.KerasTensor:
    """Map texts to tokens; a text without any becomes the input's `fill`.

    Args:
        tensor: shape (batch,), string.
        item: says how.
        state: vocabulary, weights and length; nothing is adapted.
        dtype: of a vector.

    Returns:
        Shape (batch, length) int64 for `output_mode: int`, else (batch, tokens + 1) of `dtype`.
    """
    layer = _vectorization(item, state)
    # What is not split needs an axis for its one token.
    tokens = layer(ops.expand_dims(tensor, -1) if item.split == "none" else tensor)
    if item.fill is not None:
        stand_in = ops.convert_to_numpy(layer(ops.convert_to_tensor([[item.fill]])))
        empty = ops.all(ops.equal(tokens, 0), axis=-1, keepdims=True)
        tokens = ops.where(empty, stand_in, tokens)
    return tokens if item.output_mode == "int" else ops.cast(tokens, dtype)


def _vectorization(item: TextInput, state: InputState) -> keras.layers.TextVectorization:
    return keras.layers.TextVectorization(
        standardize=None if item.standardize == "none" else item.standardize,
        split=None if item.split == "none" else item.split,
        ngrams=item.ngrams,
        output_mode=item.output_mode,
        output_sequence_length=state.length,
        vocabulary=list(state.vocabulary or ()),
        idf_weights=None if state.idf_weights is None else list(state.idf_weights),
    )
