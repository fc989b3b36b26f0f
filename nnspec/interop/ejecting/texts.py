"""An input of texts -> the lines that learn its vocabulary and make its TextVectorization."""

from __future__ import annotations

from typing import Any

from nnspec.interop.ejecting.python import Code, invoke, write_statement
from nnspec.spec.inputs import TextInput

_LAYER = "layers.TextVectorization"
_LEARNER = Code("learner")


def write_text(item: TextInput, values: Code, tensor: Code, target: str) -> list[str]:
    """Write what encodes texts.

    Args:
        item: says how.
        values: the texts of the training rows.
        tensor: the raw input.
        target: what is assigned, such as `encoded["text"] = `.
    """
    given = _splitting(item)
    lines = _learning(item, values, given)
    layer = dict(given)
    if item.output_mode == "int":
        length: Any = item.output_sequence_length or Code("length")
        layer["output_sequence_length"] = length
    else:
        layer["output_mode"] = item.output_mode
    lines += _measuring(item, values)
    if item.output_mode == "tf_idf":
        layer["idf_weights"] = Code("weights")
    lines += write_statement("layer = ", invoke(_LAYER, **layer, vocabulary=Code("vocabulary")), indent=1)
    tokens = f"layer({tensor.text})" if item.split != "none" else f"layer(ops.expand_dims({tensor.text}, -1))"
    if item.fill is not None:
        lines += write_statement(
            "tokens = ", invoke("tokens_or_fill", Code("layer"), Code(tokens), item.fill), indent=1
        )
        tokens = "tokens"
    return [
        *lines,
        f"    {target}{tokens}" if item.output_mode == "int" else f'    {target}ops.cast({tokens}, "float32")',
    ]


def _splitting(item: TextInput) -> dict[str, Any]:
    """List what differs from Keras' defaults in how texts become tokens."""
    given: dict[str, Any] = {}
    if item.standardize != "lower_and_strip_punctuation":
        given["standardize"] = None if item.standardize == "none" else item.standardize
    if item.split != "whitespace":
        given["split"] = None if item.split == "none" else item.split
    if item.ngrams is not None:
        given["ngrams"] = item.ngrams
    return given


def _learning(item: TextInput, values: Code, given: dict[str, Any]) -> list[str]:
    learner = dict(given)
    if item.output_mode != "int":
        learner["output_mode"] = "multi_hot"
    if item.vocabulary is not None:
        lines = write_statement("vocabulary = ", list(item.vocabulary), indent=1)
        wanted = any("(learner, " in line for line in _measuring(item, values))
        learner["vocabulary"] = Code("vocabulary")
        return [*lines, *(write_statement("learner = ", invoke(_LAYER, **learner), indent=1) if wanted else [])]
    if item.max_tokens is not None:
        learner["max_tokens"] = item.max_tokens
    lines = write_statement("learner = ", invoke(_LAYER, **learner), indent=1)
    return [*lines, *write_statement("vocabulary = ", invoke("learned_tokens", _LEARNER, values), indent=1)]


def _measuring(item: TextInput, values: Code) -> list[str]:
    """Write what the layer has to know beside its vocabulary."""
    if item.output_mode == "int" and item.output_sequence_length is None:
        return write_statement("length = ", invoke("usual_length", _LEARNER, values), indent=1)
    if item.output_mode == "tf_idf":
        if item.idf_weights is not None:
            return write_statement("weights = ", list(item.idf_weights), indent=1)
        return write_statement("weights = ", invoke("inverse_frequency", _LEARNER, values), indent=1)
    return []
