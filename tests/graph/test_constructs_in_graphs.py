"""Constructs -> nodes and edges, and the findings about them."""

from __future__ import annotations

import pytest

from lowering import codes_of, graph_of, spec_of
from nnspec.graph.graph import Edge
from nnspec.graph.lower import lower_spec
from nnspec.graph.walking import Place, final_call, first_input, inputs_above, walk_graph

OUTPUT = "outputs: {y: {type: array}}\n"


def hidden(entries: str, inputs: str = "x: {type: array, shape: [4]}") -> str:
    return f"inputs: {{{inputs}}}\nhidden:\n{entries}\n{OUTPUT}"


def kinds_of(entries: str) -> dict[str, str]:
    return {node.name: node.kind for node in graph_of(hidden(entries))}


def findings_of(entries: str, **options: str) -> list[tuple[str, str]]:
    findings = lower_spec(spec_of(hidden(entries, **options)))[1]
    return [(finding.code, finding.message) for finding in findings]


TWO = {"inputs": "a: {type: array, shape: [4]}, b: {type: array, shape: [4]}"}


def test_residual_adds_its_input_to_its_output():
    graph = graph_of(hidden("  - residual: [{Dense: 4}, {Dense: 4}]"))
    assert graph.node("add").sources == ("x", "dense_1")


def test_residual_with_project_has_a_projection_between():
    graph = graph_of(hidden("  - residual: {layers: [{Dense: 8}], project: true, name: r}"))
    assert graph.node("r_projection").sources == ("x", "dense")
    assert graph.node("r").sources == ("r_projection", "dense")


def test_name_of_a_projection_gives_way_to_a_given_one():
    entries = "  - Dense: {units: 4, name: r_projection}\n  - residual: {layers: [{Dense: 8}], project: true, name: r}"
    assert graph_of(hidden(entries)).node("r").sources == ("r_projection_1", "dense")


def test_parallel_joins_its_branches_in_order_and_an_empty_one_is_the_identity():
    graph = graph_of(hidden("  - parallel: {branches: [[{Dense: 4}], [], [Flatten]], join: Add, name: p}"))
    assert graph.node("p").sources == ("dense", "x", "flatten")


def test_name_of_a_group_is_that_of_its_last_entry():
    assert kinds_of(
        "  - repeat: {times: 1, name: g, layers: [{Dense: 4}, {Dense: 4}]}\n  - Dense: {units: 1, from: g}"
    ) == {
        "x": "input",
        "dense": "layer",
        "g": "layer",
        "dense_1": "layer",
    }


def test_name_of_a_group_names_its_last_entry_beside_a_name_of_its_own():
    entries = "  - repeat: {times: 1, name: g, layers: [{Dense: {units: 4, name: d}}]}\n  - Add: {from: [g, d]}"
    assert graph_of(hidden(entries)).node("add").sources == ("d", "d")


def test_name_of_groups_in_groups_names_the_same_entry():
    inner = "{repeat: {times: 1, name: inner, layers: [{Dense: 4}]}}"
    entries = f"  - repeat: {{times: 1, name: outer, layers: [{inner}]}}\n  - Add: {{from: [outer, inner]}}"
    sources = graph_of(hidden(entries)).node("add").sources
    assert len(set(sources)) == 1


def test_nested_model_has_names_of_its_own():
    entries = "  - Dense: {units: 4, name: d}\n  - model: {name: m, layers: [{Dense: {units: 4, name: d}}, {Dense: 4}]}"
    graph = graph_of(hidden(entries))
    inside = graph.node("m").graph
    assert inside is not None
    assert [node.name for node in inside] == ["input", "d", "dense"]
    assert dict(inside.outputs) == {"0": "dense"}


def test_nested_model_takes_tensors_by_the_names_of_its_inputs():
    model = "{name: m, from: {j: a, i: b}, inputs: [i, j], layers: [{Add: {from: [i, j]}}]}"
    graph = graph_of(hidden(f"  - model: {model}", **TWO))
    assert graph.node("m").edges == (Edge("b"), Edge("a"))


def test_call_takes_tensors_by_the_names_of_the_models_inputs():
    model = "{name: m, from: [a, b], inputs: [i, j], layers: [{Subtract: {from: [i, j]}}]}"
    graph = graph_of(hidden(f"  - model: {model}\n  - call: {{layer: m, from: {{j: m, i: b}}}}", **TWO))
    assert (graph.node("m_1").target, graph.node("m_1").sources) == ("m", ("b", "m"))


def test_second_output_of_a_nested_model_is_an_edge_of_its_own():
    model = "{name: m, outputs: [p, q], layers: [{Dense: {units: 4, name: p}}, {Dense: {units: 4, name: q}}]}"
    graph = graph_of(hidden(f'  - model: {model}\n  - Add: {{from: ["m:1", m]}}'))
    assert graph.node("add").edges == (Edge("m", 1), Edge("m"))


def test_call_of_a_call_calls_the_same_layer():
    entries = "  - Dense: {units: 4, name: d}\n  - call: {layer: d, name: e}\n  - call: e"
    graph = graph_of(hidden(entries))
    assert (graph.node("d_1").target, graph.node("d_1").sources) == ("d", ("e",))


def test_base_can_be_called_again():
    text = """
inputs: {a: image, b: image}
bases: {net: "keras:ResNet50"}
hidden: [{net: {from: a}}, {call: {layer: net, from: b, name: other}}, {Concatenate: {from: [net, other]}}, Flatten]
outputs: {y: number}
"""
    assert graph_of(text).node("other").target == "net"


def test_initial_state_takes_a_list():
    entries = """
  - LSTM: {units: 2, return_state: true, from: s, name: enc}
  - LSTM: {units: 2, from: {sequences: t, initial_state: ["enc:1", "enc:2"]}}"""
    inputs = "s: {type: array, shape: [3, 2]}, t: {type: array, shape: [3, 2]}"
    edges = graph_of(hidden(entries, inputs)).node("lstm").edges
    assert edges[1:] == (Edge("enc", 1, "initial_state", True), Edge("enc", 2, "initial_state", True))


def test_constant_of_a_function_leaves_the_tensor_for_the_other_argument():
    assert findings_of("  - ops.subtract: {x1: 1.0, from: x}") == []


def test_ranks_pass_through_nested_models_calls_and_functions():
    text = """
inputs: {x: {type: array, shape: [4, 4, 1]}}
hidden:
  - model: {name: m, layers: [{Conv2D: {filters: 1, kernel_size: 1, name: c}}, {call: c}]}
  - ops.mean: {axis: 1}
outputs: {y: number}
"""
    findings = lower_spec(spec_of(text))[1]
    assert [finding.code for finding in findings] == ["NN110"]
    assert "`GlobalAveragePooling1D`" in str(findings[0].hint)


LSTM = "  - LSTM: {units: 2, return_state: true, name: l}\n"
SEQUENCE = {"inputs": "x: {type: array, shape: [3, 2]}"}

OUTPUTS = {
    "a plain layer has one": ("  - Dense: {units: 4, name: l}\n", 1),
    "an input has one": ("  - Identity: {name: l}\n", 1),
    "LSTM with its states": (LSTM, 3),
    "GRU with its state": ("  - GRU: {units: 2, return_state: true, name: l}\n", 2),
    "LSTM without states": ("  - LSTM: {units: 2, name: l}\n", 1),
    "both directions": ("  - Bidirectional: {layer: {LSTM: {units: 2, return_state: true}}, name: l}\n", 5),
    "both directions apart": ("  - Bidirectional: {layer: {GRU: 2}, merge_mode: null, name: l}\n", 2),
    "cells": ("  - RNN: {cell: [{LSTMCell: 2}, {GRUCell: 2}], return_state: true, name: l}\n", 4),
    "attention with scores": (
        "  - MultiHeadAttention: {num_heads: 1, key_dim: 2, return_attention_scores: true, name: l}\n",
        2,
    ),
    "attention": ("  - MultiHeadAttention: {num_heads: 1, key_dim: 2, name: l}\n", 1),
    "a nested model": (
        "  - model: {name: l, outputs: [d, e], layers: [{Dense: {units: 2, name: d}}, {Dense: {units: 2, name: e}}]}\n",
        2,
    ),
    "a call of a nested model": (
        "  - model: {name: m, layers: [{Dense: {units: 2, name: d}}]}\n  - call: {layer: m, name: l}\n",
        1,
    ),
}


@pytest.mark.parametrize(("entries", "count"), OUTPUTS.values(), ids=OUTPUTS)
def test_number_of_outputs_is_known(entries, count):
    last = f'  - Concatenate: {{from: [l, "l:{count - 1}"]}}'
    beyond = f'  - Concatenate: {{from: [l, "l:{count}"]}}'
    assert findings_of(entries + last, **SEQUENCE) == []
    assert [code for code, _ in findings_of(entries + beyond, **SEQUENCE)] == ["NN159"]


REFUSED = {
    "call of an input": ("  - call: x", ["NN158"]),
    "call of a function": ("  - ops.abs: {name: f}\n  - call: f", ["NN158"]),
    "call of a group": ("  - repeat: {times: 1, name: g, layers: [{Dense: 4}]}\n  - call: g", ["NN158"]),
    "call of a residual": ("  - residual: {name: g, layers: [{Dense: 4}]}\n  - call: g", ["NN158"]),
    "call of what is below": ("  - call: d\n  - Dense: {units: 4, name: d}", ["NN153"]),
    "call of nothing": ("  - call: nothing", ["NN151"]),
    "argument that the call does not have": ("  - Dense: {units: 4, from: {query: x}}", ["NN159"]),
    "attention without a value": (
        "  - MultiHeadAttention: {num_heads: 1, key_dim: 2, from: {query: x}}",
        ["NN155"],
    ),
    "states without a sequence": ("  - LSTM: {units: 4, from: {initial_state: [x, x]}}", ["NN155"]),
    "states by position": ("  - LSTM: {units: 4, from: [x, x, x]}", ["NN155"]),
    "function of two tensors with one": ("  - ops.matmul: {from: x}", ["NN155"]),
    "function of one tensor with two": ("  - ops.mean: {axis: 1, from: [x, x]}", ["NN155"]),
    "unknown function": ("  - ops.meen: {from: x}", ["NN025"]),
    "residual of two tensors": ("  - residual: {layers: [{Dense: 4}], from: [x, x]}", ["NN155"]),
    "model of more tensors than inputs": (
        "  - model: {from: [x, x], inputs: [a], layers: [{Dense: {units: 1, from: a}}]}",
        ["NN155"],
    ),
    "name inside a model taken from outside": (
        "  - model: {name: m, layers: [{Dense: {units: 1, name: inner}}]}\n  - Dense: {units: 1, from: inner}",
        ["NN151"],
    ),
    "name outside a model taken inside": ("  - model: {layers: [{Dense: {units: 1, from: x}}]}", ["NN151"]),
    "two of one name inside a model": (
        "  - model: {layers: [{Dense: {units: 1, name: d}}, {Dense: {units: 1, name: d}}]}",
        ["NN150"],
    ),
    "output of a model that is not inside": ("  - model: {layers: [{Dense: 1}], outputs: [d]}", ["NN151"]),
    "join of a single branch": ("  - parallel: {branches: [[{Dense: 4}]]}", ["NN155"]),
    "dead construct is one finding": (
        "  - residual: [{Dense: 4}, {Dense: 4}]\n  - Dense: {units: 1, from: x}",
        ["NN156"],
    ),
    "dead entry inside a model": (
        "  - model: {inputs: [i], layers: [{Dense: 4}, {Dense: {units: 2, from: i}}]}",
        ["NN156"],
    ),
    "only later calls are used": ("  - Dense: {units: 4, name: d}\n  - call: {layer: d, from: x}", ["NN156"]),
}


@pytest.mark.parametrize(("entries", "codes"), REFUSED.values(), ids=REFUSED)
def test_what_does_not_fit_is_one_finding(entries, codes):
    assert codes_of(hidden(entries)) == codes


def test_what_follows_a_broken_entry_is_not_blamed():
    entries = "  - Densee: {units: 4, name: d}\n  - Add: {from: [d, x]}\n  - call: d\n  - Flatten"
    assert codes_of(hidden(entries)) == ["NN025"]


def test_message_says_how_to_take_a_name_into_a_model():
    ((_, message),) = findings_of("  - model: {layers: [{Dense: {units: 1, from: x}}]}")
    assert message == "`x` stands outside of this model, whose names are its own"


def _place(text: str, name: str) -> Place:
    return next(place for place in walk_graph(graph_of(text)) if place.name == name)


SHARED = hidden(
    """
  - model: {name: m, from: a, layers: [{model: {name: n, layers: [{Dense: {units: 2, name: d}}]}}]}
  - call: {layer: m, from: b, name: again}
  - Add: {from: [m, again]}""",
    TWO["inputs"],
)


def test_walking_reaches_the_inside_of_nested_models():
    names = [place.name for place in walk_graph(graph_of(SHARED))]
    assert names == ["a", "b", "m", "m/input", "m/n", "m/n/input", "m/n/d", "again", "add"]


def test_inputs_above_a_nested_layer_are_those_of_every_call():
    assert inputs_above(_place(SHARED, "m/n/d")) == ("a", "b")


def test_first_input_is_that_of_the_place_where_the_model_stands():
    assert first_input(_place(SHARED, "m/n/d")) == "a"


def test_final_call_is_the_layer_inside_what_is_called():
    call = final_call(graph_of(SHARED), "again")
    assert call is not None
    assert call.name == "Dense"
