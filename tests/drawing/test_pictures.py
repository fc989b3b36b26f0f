"""What stands in a picture, and that every language draws the same boxes and arrows."""

from __future__ import annotations

import re

import nnspec
from nnspec.drawing.dot import write_dot
from nnspec.drawing.mermaid import write_mermaid
from nnspec.drawing.picture import Arrow, Box, Picture, draw_graph

NESTED = """
nnspec: 1
inputs: {a: {columns: [p, q]}, b: {columns: [r, s]}}
hidden:
  - model: {name: enc, from: a, layers: [{Dense: {units: 8, activation: relu}}, {Dense: 4}]}
  - call: {layer: enc, from: b, name: enc_b}
  - Concatenate: {from: [enc, enc_b]}
  - ops.multiply: {x2: 2.0, name: doubled}
outputs: {z: number}
"""
ATTENTION = """
nnspec: 1
inputs: {a: {type: array, shape: [4, 8]}, b: {type: array, shape: [4, 8]}}
hidden:
  - LSTM: {units: 8, return_sequences: true, return_state: true, from: a, name: lstm}
  - MultiHeadAttention: {num_heads: 2, key_dim: 4, from: {query: b, value: lstm}, name: mha}
  - GlobalAveragePooling1D
  - Concatenate: {from: [global_average_pooling1d, "lstm:1"]}
outputs: {z: number}
"""
HOSTILE = Picture(
    (Box("n0", "input", ('a"b\\<c>', "#1 `x`")), Box("n1", "output", ("&z",))), (Arrow("n0", "n1", 'q"'),)
)


def picture_of(text: str) -> Picture:
    return draw_graph(nnspec.lower(nnspec.load(text)))


def by_label(picture: Picture) -> dict[str, Box]:
    boxes = [inner for box in picture.boxes for inner in (box, *box.inside)]
    return {box.lines[0]: box for box in boxes if box.form != "output"}


def test_inputs_layers_and_outputs_are_told_apart_by_form():
    forms = [box.form for box in picture_of("nnspec: 1\ninputs: {x: number}\noutputs: {y: number}\n").boxes]
    assert forms == ["input", "layer", "output"]


def test_layer_shows_its_class_and_the_arguments_that_the_spec_gives():
    boxes = by_label(picture_of(NESTED))
    assert boxes["dense"].lines == ("dense", "Dense(units=8, activation=relu)")


def test_nested_model_is_a_frame_whose_inside_takes_its_tensors():
    picture = picture_of(NESTED)
    boxes = by_label(picture)
    assert [box.lines[0] for box in boxes["enc"].inside] == ["input", "dense", "dense_1"]
    assert Arrow(boxes["a"].id, boxes["input"].id) in picture.arrows
    assert Arrow(boxes["dense_1"].id, boxes["concatenate"].id) in picture.arrows


def test_call_says_whose_weights_it_shares():
    box = by_label(picture_of(NESTED))["enc_b"]
    assert (box.form, box.lines[1]) == ("call", "shares enc")


def test_function_of_ops_has_a_form_of_its_own():
    box = by_label(picture_of(NESTED))["doubled"]
    assert (box.form, box.lines[1]) == ("op", "ops.multiply(x2=2.0)")


def test_arrow_bears_the_argument_that_takes_the_tensor():
    picture = picture_of(ATTENTION.replace('  - Concatenate: {from: [global_average_pooling1d, "lstm:1"]}\n', ""))
    boxes = by_label(picture)
    assert Arrow(boxes["b"].id, boxes["mha"].id, "query") in picture.arrows


def test_arrow_bears_the_number_of_a_further_output():
    text = ATTENTION.replace("- GlobalAveragePooling1D", "- GlobalAveragePooling1D: {name: pooled}")
    picture = picture_of(text.replace("global_average_pooling1d", "pooled"))
    boxes = by_label(picture)
    assert Arrow(boxes["lstm"].id, boxes["concatenate"].id, "output 1") in picture.arrows


def test_shapes_stand_on_the_arrows():
    graph = nnspec.lower(nnspec.load("nnspec: 1\ninputs: {x: number}\noutputs: {y: number}\n"))
    picture = draw_graph(graph, shapes={"x": "(?, 3)", "y": "(1)"})
    assert [arrow.label for arrow in picture.arrows] == ["(?, 3)", "(1)"]


def test_every_arrow_of_dot_joins_two_boxes_that_are_declared():
    text = write_dot(picture_of(NESTED))
    declared = set(re.findall(r"^\s*(n\d+) \[", text, re.MULTILINE))
    joined = {end for pair in re.findall(r"(n\d+) -> (n\d+)", text) for end in pair}
    assert joined == declared
    assert text.count("{") == text.count("}")


def test_every_arrow_of_mermaid_joins_two_boxes_that_are_declared():
    text = write_mermaid(picture_of(NESTED))
    declared = set(re.findall(r"^\s*(n\d+)(?:\[|\(|>|\{)", text, re.MULTILINE))
    joined = {end for pair in re.findall(r"(n\d+) -->(?:\|.*?\|)? (n\d+)", text) for end in pair}
    assert joined == declared


def test_dot_escapes_quotes_and_backslashes():
    assert '[label="a\\"b\\\\<c>\\n#1 `x`", shape=parallelogram]' in write_dot(HOSTILE)


def test_mermaid_escapes_what_would_end_a_text_or_begin_a_tag():
    text = write_mermaid(HOSTILE)
    assert 'n0[/"a#quot;b\\#lt;c#gt;<br/>#35;1 #96;x#96;"/]' in text
    assert 'n0 -->|"q#quot;"| n1' in text
