"""Texts, sequences, dates and augmented pictures, written out with every default, are specs of the same meaning."""

from __future__ import annotations

from nnspec.document.dump import dump_document
from nnspec.pipeline import compile_source, load
from nnspec.spec.fill import fill_defaults
from nnspec.spec.inputs import ImageInput

SPEC = """nnspec: 1
inputs:
  review: {type: text, max_tokens: 500, ngrams: [1, 2], fill: nothing}
  rare: {type: text, output_mode: tf_idf, vocabulary: [good, bad], idf_weights: [1.5, 0.5]}
  series: {type: sequence, shape: [3], length: 20, padding: pre, padding_value: -1}
  day: {type: date, parts: [weekday, hour], fill: "2024-05-31"}
  picture: {type: image, size: [8, 8], augment: [RandomFlip, {RandomRotation: 0.1}]}
hidden:
  - Embedding: {input_dim: 500, output_dim: 4, from: review}
  - GlobalAveragePooling1D: {name: words}
  - LSTM: {units: 4, from: series, name: steps}
  - Flatten: {from: picture, name: pixels}
  - Concatenate: {from: [words, rare, steps, day, pixels]}
outputs:
  tag: {type: category, per_position: true, from: series}
  total: number
"""


def test_written_out_inputs_are_sound() -> None:
    assert not compile_source(SPEC).diagnostics.errors


def test_every_default_written_out_means_the_same() -> None:
    filled = fill_defaults(load(SPEC))
    again = dump_document(filled)
    assert fill_defaults(load(again)) == filled


def test_augmentations_are_calls_of_the_catalog() -> None:
    picture = next(item for item in load(SPEC).inputs if isinstance(item, ImageInput))
    assert [(call.name, call.get("factor")) for call in picture.augment] == [
        ("RandomFlip", None),
        ("RandomRotation", 0.1),
    ]


def test_masked_input_is_taken_from_its_masking() -> None:
    graph = compile_source(SPEC).graph
    assert graph is not None
    assert graph.node("steps").sources == ("masking",)
    assert graph.node("masking").sources == ("series",)
