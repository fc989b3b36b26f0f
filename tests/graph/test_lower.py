"""Lowering: names, joins, `from`, bases and heads."""

from __future__ import annotations

import pytest

from lowering import codes_of, graph_of

LIST = """
inputs: {x: number}
hidden: [{Dense: 8}, {Dense: 4}, {Dense: {units: 2, name: dense_2}}, {Dense: 1}]
outputs: {y: number}
"""


def test_unnamed_layers_are_counted_and_skip_given_names():
    names = [node.name for node in graph_of(LIST)]
    assert names == ["x", "dense", "dense_1", "dense_2", "dense_3", "y"]


def test_entry_takes_the_entry_above_it():
    sources = {node.name: node.sources for node in graph_of(LIST)}
    assert sources["dense"] == ("x",)
    assert sources["dense_3"] == ("dense_2",)
    assert sources["y"] == ("dense_3",)


def test_several_float_vectors_are_joined_once():
    text = "inputs: {a: number, b: category}\noutputs: {y: number, z: binary}\n"
    graph = graph_of(text)
    assert [node.name for node in graph] == ["a", "b", "inputs_joined", "y", "z"]
    assert graph.node("inputs_joined").sources == ("a", "b")
    assert graph.node("z").sources == ("inputs_joined",)


def test_hidden_empty_with_one_input_leads_from_input_to_head():
    graph = graph_of("inputs: {x: number}\nhidden: []\noutputs: {y: number}\n")
    assert graph.node("y").sources == ("x",)


@pytest.mark.parametrize(
    "other", ["image", "{type: category, encode: index}", "{type: array, shape: [2], dtype: int64}"]
)
def test_inputs_that_are_no_float_vectors_are_not_joined(other):
    assert codes_of(f"inputs:\n  a: number\n  b: {other}\noutputs: {{y: number}}\n") == ["NN154"]


def test_sources_keep_the_order_of_from_and_repetitions():
    text = """
inputs: {x: number}
hidden:
  - Dense: {units: 8, name: a}
  - Dense: {units: 8, name: b}
  - Concatenate: {from: [b, a, b]}
outputs: {y: number}
"""
    assert graph_of(text).node("concatenate").sources == ("b", "a", "b")


def test_base_is_a_node_of_its_own_name():
    graph = graph_of(
        "inputs: {x: image}\nbases: {net: 'keras:ResNet50'}\nhidden: [net, Flatten]\noutputs: {y: number}\n"
    )
    assert (graph.node("net").kind, graph.node("net").base, graph.node("net").call) == ("base", "net", None)


def test_base_used_twice_under_two_names_makes_two_nodes():
    text = """
inputs: {a: image, b: image}
bases: {net: "keras:ResNet50"}
hidden:
  - net: {name: left, from: a}
  - net: {name: right, from: b}
  - Concatenate: {from: [left, right]}
  - Flatten
outputs: {y: number}
"""
    assert [node.name for node in graph_of(text) if node.kind == "base"] == ["left", "right"]


def test_base_that_no_entry_places_is_nn156():
    assert codes_of("inputs: {x: number}\nbases: {net: 'keras:ResNet50'}\noutputs: {y: number}\n") == ["NN156"]


def test_output_without_head_is_the_tensor_itself():
    text = "inputs: {x: number}\nhidden: [{Dense: {units: 2, name: code}}]\noutputs: {y: {type: array}}\n"
    assert dict(graph_of(text).outputs) == {"y": "code"}


def test_output_without_head_and_hidden_is_the_input():
    assert dict(graph_of("inputs: {x: number}\noutputs: {y: {type: array}}\n").outputs) == {"y": "x"}


def test_category_without_head_takes_the_tensor():
    text = "inputs: {x: number}\nhidden: [{Dense: 3}]\noutputs: {y: {type: category, classes: 3, head: none}}\n"
    assert dict(graph_of(text).outputs) == {"y": "dense"}


def test_layers_of_an_output_stand_before_its_head():
    text = "inputs: {x: number}\noutputs: {y: {type: number, layers: [{Dense: 8}, Dropout: 0.1]}}\n".replace(
        "Dropout: 0.1", "{Dropout: 0.1}"
    )
    graph = graph_of(text)
    assert graph.node("y").sources == ("dropout",)
    assert graph.node("dropout").sources == ("dense",)


def test_layer_of_one_output_may_be_taken_by_the_next():
    text = """
inputs: {x: number}
outputs:
  y: {type: number, layers: [{Dense: {units: 8, name: side}}]}
  z: {type: number, from: side}
"""
    assert graph_of(text).node("z").sources == ("side",)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("inputs: {x: number}\nhidden: [{Dense: {units: 1, from: nothing}}]\noutputs: {y: number}\n", ["NN151"]),
        ("inputs: {x: number}\nhidden: [{Dense: {units: 1, name: a, from: a}}]\noutputs: {y: number}\n", ["NN152"]),
        ("inputs: {x: number}\nhidden: [Add]\noutputs: {y: number}\n", ["NN155"]),
        (
            "inputs: {x: number, z: number}\nhidden: [{Dense: {units: 1, from: [x, z]}}]\noutputs: {y: number}\n",
            ["NN155"],
        ),
        ("inputs: {x: number, z: number}\nhidden: [{Dense: {units: 1, from: x}}]\noutputs: {y: number}\n", ["NN156"]),
        ("inputs: {x: image}\noutputs: {y: number}\n", ["NN110"]),
        ("inputs: {x: number}\noutputs: {x: number}\n", ["NN150"]),
        ("inputs: {x: number}\nhidden: [{Dense: {units: 1, from: 'a:1'}}]\noutputs: {y: number}\n", ["NN151"]),
        ("inputs: {x: number}\nhidden: [{Dense: {units: 1, from: y}}]\noutputs: {y: number}\n", ["NN151"]),
    ],
)
def test_what_does_not_connect_has_one_finding(text, codes):
    assert codes_of(text) == codes


def test_head_on_a_feature_map_of_unknown_rank_is_not_refused():
    assert codes_of("inputs: {x: array}\noutputs: {y: number}\n") == []


def test_graph_order_has_each_node_below_its_sources():
    seen: set[str] = set()
    for node in graph_of(LIST):
        assert set(node.sources) <= seen
        seen.add(node.name)


def test_graph_lists_its_inputs_in_the_order_of_the_spec():
    assert graph_of("inputs: {b: number, a: number}\noutputs: {y: number}\n").inputs == ("b", "a")
