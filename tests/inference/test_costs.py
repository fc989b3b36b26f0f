"""Parameters, operations and bytes of small networks, against formulas worked out by hand; and of one large network."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from nnspec.catalog.catalog import load_catalog
from nnspec.inference.costs import functions, layers
from nnspec.inference.costs.costs import Costs, NodeCosts, count_costs
from nnspec.inference.dimension import evaluate
from nnspec.inference.ops.registry import rule_of
from nnspec.inference.registry import LAYERS as RULES
from nnspec.pipeline import compile_source

HEAD = "nnspec: 1\n"
VECTOR = "inputs: {x: {type: array, shape: [7]}}\n"
STEPS = "inputs: {x: {type: array, shape: [10, 6]}}\n"
MAP = "inputs: {x: {type: array, shape: [12, 12, 4]}}\n"
FILM = "inputs: {x: {type: array, shape: [5, 8, 8, 2]}}\n"
PAIR = "inputs: {a: {type: array, shape: [10, 6]}, b: {type: array, shape: [6, 4]}}\n"
MATRIX = "outputs: {y: {type: array, loss: MeanSquaredError}}\n"


def costs_of(text: str) -> Costs:
    compiled = compile_source(HEAD + text, checked_data=False)
    assert not compiled.diagnostics, str(compiled.diagnostics)
    assert compiled.spec is not None
    assert compiled.network is not None
    return count_costs(compiled.spec, compiled.network)


def node_of(text: str, name: str) -> NodeCosts:
    return next(node for node in costs_of(text).nodes if node.place.name == name)


# Each with its parameters and its operations for one example.
LAYERS = {
    "Dense": (VECTOR, "{Dense: {units: 5, name: layer}}", 7 * 5 + 5, 2 * 7 * 5 + 5),
    "Dense without bias": (VECTOR, "{Dense: {units: 5, use_bias: false, name: layer}}", 35, 70),
    "Dense on steps": (STEPS, "{Dense: {units: 5, name: layer}}", 6 * 5 + 5, 10 * (2 * 6 * 5 + 5)),
    "Conv2D": (MAP, "{Conv2D: {filters: 8, kernel_size: 3, name: layer}}", 9 * 4 * 8 + 8, 100 * (2 * 9 * 4 * 8 + 8)),
    "Conv2D in groups": (
        MAP,
        "{Conv2D: {filters: 8, kernel_size: 3, groups: 4, padding: same, name: layer}}",
        9 * 8 + 8,
        144 * (2 * 9 * 8 + 8),
    ),
    "DepthwiseConv2D": (MAP, "{DepthwiseConv2D: {kernel_size: 3, name: layer}}", 9 * 4 + 4, 100 * (2 * 9 * 4 + 4)),
    "SeparableConv2D": (
        MAP,
        "{SeparableConv2D: {filters: 8, kernel_size: 3, name: layer}}",
        9 * 4 + 4 * 8 + 8,
        100 * (2 * 9 * 4 + 2 * 4 * 8 + 8),
    ),
    "Conv2DTranspose": (
        MAP,
        "{Conv2DTranspose: {filters: 3, kernel_size: 2, strides: 2, use_bias: false, name: layer}}",
        4 * 4 * 3,
        144 * 2 * 4 * 4 * 3,
    ),
    "LSTM": (
        STEPS,
        "{LSTM: {units: 5, name: layer}}",
        4 * 5 * (6 + 5 + 1),
        10 * (2 * 4 * 5 * (6 + 5) + 3 * 4 * 5),
    ),
    "GRU": (
        STEPS,
        "{GRU: {units: 5, name: layer}}",
        3 * 5 * (6 + 5 + 2),
        10 * (2 * 3 * 5 * (6 + 5) + 3 * 3 * 5),
    ),
    "MultiHeadAttention": (
        STEPS,
        "{MultiHeadAttention: {num_heads: 2, key_dim: 3, name: layer, from: {query: x, value: x}}}",
        3 * (6 * 6 + 6) + 6 * 6 + 6,
        10 * 4 * (2 * 6 * 6 + 6) + 2 * 10 * 10 * (2 * 3 + 2 * 3 + 5),
    ),
    "MultiHeadAttention with a gate": (
        "inputs: {q: {type: array, shape: [10, 6]}, v: {type: array, shape: [4, 5]}}\n",
        "{MultiHeadAttention: {num_heads: 2, key_dim: 3, value_dim: 4, use_gate: true, name: layer,"
        " from: {value: v, query: q}}}",
        6 * 6 + 6 + 5 * 6 + 6 + 6 * 8 + 8 + 5 * 8 + 8 + 8 * 6 + 6,
        # Query, key, gate, value and output; then scores, their softmax, the weighted sum and the gate.
        10 * (2 * 6 * 6 + 6)
        + 4 * (2 * 5 * 6 + 6)
        + 10 * (2 * 6 * 8 + 8)
        + 4 * (2 * 5 * 8 + 8)
        + 10 * (2 * 8 * 6 + 6)
        + 2 * 10 * (4 * (2 * 3 + 2 * 4 + 5) + 4),
    ),
    "GroupQueryAttention with a gate": (
        STEPS,
        "{GroupQueryAttention: {num_query_heads: 2, num_key_value_heads: 1, head_dim: 3, use_gate: true,"
        " use_bias: false, name: layer, from: {query: x, value: x}}}",
        6 * 6 + 6 * 3 + 6 * 6 + 6 * 3 + 6 * 6,
        10 * 2 * (6 * 6 + 6 * 3 + 6 * 6 + 6 * 3 + 6 * 6) + 2 * 10 * (10 * (2 * 3 + 2 * 3 + 5) + 3),
    ),
    "Bidirectional": (
        STEPS,
        "{Bidirectional: {layer: {LSTM: 5}, name: layer}}",
        2 * 4 * 5 * (6 + 5 + 1),
        2 * 10 * (2 * 4 * 5 * (6 + 5) + 3 * 4 * 5),
    ),
    "Bidirectional of cells": (
        STEPS,
        "{Bidirectional: {layer: {RNN: {cell: {LSTMCell: 3}}}, name: layer}}",
        2 * 4 * 3 * (6 + 3 + 1),
        2 * 10 * 2 * 4 * 3 * (6 + 3),
    ),
    "Bidirectional with another layer backwards": (
        STEPS,
        "{Bidirectional: {layer: {LSTM: 5}, backward_layer: {GRU: {units: 5, go_backwards: true}}, name: layer}}",
        4 * 5 * (6 + 5 + 1) + 3 * 5 * (6 + 5 + 2),
        10 * (2 * 4 * 5 * (6 + 5) + 3 * 4 * 5) + 10 * (2 * 3 * 5 * (6 + 5) + 3 * 3 * 5),
    ),
    "ConvLSTM2D": (
        FILM,
        "{ConvLSTM2D: {filters: 3, kernel_size: 3, name: layer}}",
        9 * 2 * 12 + 9 * 3 * 12 + 12,
        5 * 2 * 6 * 6 * (9 * 2 * 12 + 9 * 3 * 12),
    ),
    "Bidirectional of ConvLSTM2D": (
        FILM,
        "{Bidirectional: {layer: {ConvLSTM2D: {filters: 3, kernel_size: 3}}, name: layer}}",
        2 * (9 * 2 * 12 + 9 * 3 * 12 + 12),
        2 * 5 * 2 * 6 * 6 * (9 * 2 * 12 + 9 * 3 * 12),
    ),
    "TimeDistributed": (
        FILM,
        "{TimeDistributed: {layer: {Conv2D: {filters: 3, kernel_size: 3}}, name: layer}}",
        9 * 2 * 3 + 3,
        5 * 6 * 6 * (2 * 9 * 2 * 3 + 3),
    ),
    "EinsumDense": (
        STEPS,
        "{EinsumDense: {equation: 'abc,cd->abd', output_shape: [10, 4], name: layer}}",
        6 * 4,
        2 * 10 * 6 * 4,
    ),
    "EinsumDense with axes on the right": (
        "inputs: {x: {type: array, shape: [6, 5]}}\n",
        "{EinsumDense: {equation: 'ab...,bc->ac...', output_shape: 4, name: layer}}",
        6 * 4,
        2 * 5 * 6 * 4,
    ),
    "MaxPooling2D": (MAP, "{MaxPooling2D: {pool_size: 3, name: layer}}", 0, 4 * 4 * 4 * 9),
    "BatchNormalization": (MAP, "{BatchNormalization: {name: layer}}", 4 * 4, 2 * 12 * 12 * 4),
    "Embedding": (
        "inputs: {x: {type: array, shape: [10], dtype: int32}}\n",
        "{Embedding: {input_dim: 50, output_dim: 8, name: layer}}",
        400,
        0,
    ),
}


@pytest.mark.parametrize("case", LAYERS)
def test_layer_costs_what_its_formula_says(case: str) -> None:
    inputs, entry, parameters, flops = LAYERS[case]
    costs = node_of(f"{inputs}hidden: [{entry}]\n{MATRIX}", "layer")
    assert (costs.parameters, costs.flops) == (parameters, flops)


# Each with its operations for one example.
FUNCTIONS = {
    "matmul": (PAIR, "{ops.matmul: {from: {x1: a, x2: b}, name: op}}", 2 * 10 * 6 * 4),
    "matmul in another order": (PAIR, "{ops.matmul: {from: {x2: b, x1: a}, name: op}}", 2 * 10 * 6 * 4),
    "matmul of a list": (STEPS, "{ops.matmul: {from: x, x2: [[1], [2], [3], [4], [5], [6]], name: op}}", 2 * 10 * 6),
    "matmul by a list": (STEPS, "{ops.matmul: {x1: [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]], from: x, name: op}}", 2 * 10 * 6),
    "dot with a number": (STEPS, "{ops.dot: {x1: 2.0, from: x, name: op}}", 60),
    "einsum": (PAIR, "{ops.einsum: {subscripts: 'bij,bjk->bik', from: [a, b], name: op}}", 2 * 10 * 6 * 4),
    "softmax": (STEPS, "{ops.softmax: {name: op}}", 5 * 60),
    "mean": (STEPS, "{ops.mean: {axis: 1, name: op}}", 60),
    "add": (STEPS, "{ops.add: {x2: 1.0, name: op}}", 60),
    "transpose": (STEPS, "{ops.transpose: {axes: [0, 2, 1], name: op}}", 0),
}


@pytest.mark.parametrize("case", FUNCTIONS)
def test_function_costs_what_its_formula_says(case: str) -> None:
    inputs, entry, flops = FUNCTIONS[case]
    assert node_of(f"{inputs}hidden: [{entry}]\n{MATRIX}", "op").flops == flops


def test_counted_layers_and_functions_have_rules_of_shapes() -> None:
    assert layers.LAYERS.keys() | layers.FREE <= RULES.keys()
    assert not layers.LAYERS.keys() & layers.FREE
    names = load_catalog().names("ops")
    assert {name for name in functions.COUNTED if name not in names or rule_of(name) is None} == set()


def test_kan_has_a_weight_per_edge_and_basis_function() -> None:
    costs = node_of(VECTOR + "hidden: [{KAN: {units: 3, grid_size: 4, degree: 3, name: layer}}]\n" + MATRIX, "layer")
    n_basis = 4 + 3
    assert costs.parameters == 7 * 3 * (n_basis + 1)
    assert costs.flops > 2 * 7 * 3 * (n_basis + 1)


def test_statistics_of_batch_normalization_never_train() -> None:
    costs = node_of(MAP + "hidden: [{BatchNormalization: {name: layer}}]\n" + MATRIX, "layer")
    assert (costs.trainable, costs.frozen) == (8, 8)


def test_layer_that_is_called_again_works_twice_and_keeps_its_weights() -> None:
    layers = "hidden: [{Dense: {units: 7, name: first}}, {call: {layer: first, name: again}}]\n"
    costs = costs_of(VECTOR + layers + MATRIX)
    assert costs.parameters == 7 * 7 + 7
    assert costs.flops == 2 * (2 * 7 * 7 + 7)


def test_model_that_is_called_again_costs_what_all_its_layers_cost() -> None:
    inner = "{model: {name: inner, layers: [{Dense: 7}]}}"
    layers = f"{{model: {{name: outer, layers: [{inner}, {{Dense: 7}}]}}}}, {{call: {{layer: outer, name: again}}}}"
    costs = costs_of(f"{VECTOR}hidden: [{layers}]\n{MATRIX}")
    again = next(node for node in costs.nodes if node.place.name == "again")
    assert costs.parameters == 2 * (7 * 7 + 7)
    assert again.flops == costs.flops // 2 == 2 * (2 * 7 * 7 + 7)
    assert again.activations == 2 * 7 * 4


def test_base_that_is_called_again_costs_what_its_layers_cost() -> None:
    start = """inputs: {x: {type: image, size: [32, 32], channels: 3}, z: {type: image, size: [64, 64], channels: 3}}
bases: {base: {source: "keras:MobileNet", pooling: avg, weights: none, freeze: none}}
hidden: [{base: {from: x}}, {call: {layer: base, from: z, name: again}}, {Add: {from: [base, again]}}]
"""
    first, again = (node_of(start + MATRIX, name).flops for name in ("base", "again"))
    assert isinstance(first, int)
    assert isinstance(again, int)
    # All layers but the last, which pools, are convolutions and what follows each place of them.
    assert 3.9 * first < again < 4.1 * first


def test_model_that_is_called_a_thousand_times_is_counted_once() -> None:
    calls = ", ".join(f"{{call: {{layer: inner, name: again{i}}}}}" for i in range(1000))
    text = f"{VECTOR}hidden: [{{model: {{name: inner, layers: [{{Dense: 7}}]}}}}, {calls}]\n{MATRIX}"
    compiled = compile_source(HEAD + text, checked_data=False)
    assert compiled.spec is not None
    assert compiled.network is not None
    begin = time.process_time()
    assert count_costs(compiled.spec, compiled.network).flops == 1001 * (2 * 7 * 7 + 7)
    assert time.process_time() - begin < 1


def test_training_repeats_products_for_weights_and_for_what_is_above() -> None:
    layers = "hidden: [{Dense: {units: 7, name: first}}, {Dense: {units: 7, name: second}}]\n"
    costs = costs_of(VECTOR + layers + MATRIX + "train: {batch_size: 4}\n")
    product = 2 * 7 * 7 + 7
    # The first layer needs no gradient of its inputs.
    assert costs.training_flops == 4 * (2 * product + 3 * product)


def test_frozen_layer_has_no_gradients() -> None:
    layers = "hidden: [{Dense: {units: 5, trainable: false}}, {Dense: 3}]\n"
    costs = costs_of(VECTOR + layers + MATRIX)
    assert (costs.trainable, costs.frozen) == (5 * 3 + 3, 7 * 5 + 5)
    assert costs.gradients == 4 * 18


def test_activations_are_what_each_layer_gives_and_views_are_free() -> None:
    layers = (
        "hidden: [{Conv2D: {filters: 2, kernel_size: 3}}, {Dropout: 0.5}, Flatten, {Reshape: [20, 10]}, {Dense: 3}]\n"
    )
    costs = costs_of(MAP + layers + MATRIX + "train: {batch_size: 3}\n")
    assert costs.activations == 3 * 4 * (12 * 12 * 4 + 2 * 10 * 10 * 2 + 20 * 3)


@pytest.mark.parametrize(
    ("precision", "of_weights", "of_activations"),
    [("float32", 4, 4), ("mixed_bfloat16", 4, 2), ("mixed_float16", 4, 2), ("bfloat16", 2, 2), ("float64", 8, 8)],
)
def test_bytes_follow_the_precision(precision: str, of_weights: int, of_activations: int) -> None:
    text = f"{VECTOR}hidden: [{{Dense: {{units: 5, name: layer}}}}]\n{MATRIX}train: {{precision: {precision}}}\n"
    assert costs_of(text).weights == 40 * of_weights
    assert node_of(text, "layer").activations == 5 * of_activations


@pytest.mark.parametrize(
    ("optimizer", "slots"),
    [
        ("SGD", 0),
        ("{SGD: {momentum: 0.9}}", 1),
        ("Adam", 2),
        ("{Adam: {amsgrad: true}}", 3),
        ("{AdamW: {use_ema: true}}", 3),
        ("{RMSprop: {centered: true, momentum: 0.9}}", 3),
        ("Lion", 1),
        ("{Adam: {gradient_accumulation_steps: 4}}", 3),
    ],
)
def test_optimizer_keeps_its_slots(optimizer: str, slots: int) -> None:
    costs = costs_of(f"{VECTOR}hidden: [{{Dense: 5}}]\n{MATRIX}optimizer: {optimizer}\n")
    assert costs.optimizer == slots * 40 * 4


def test_optimizer_of_several_is_not_known() -> None:
    optimizer = "{MultiOptimizer: {default_optimizer: SGD, optimizer_map: {dense/.*: Adam}}}"
    costs = costs_of(f"{VECTOR}hidden: [{{Dense: 5}}]\n{MATRIX}optimizer: {optimizer}\n")
    assert str(costs.optimizer) == "?"


BASE = """inputs: {x: {type: image, size: [64, 64], channels: 3}}
bases: {base: {source: "keras:MobileNet", pooling: avg}}
hidden: [base]
outputs: {y: {type: category, classes: 5}}
"""
OF_HEAD = 1024 * 5 + 5
OF_BASE = 3_228_864


def test_frozen_base_trains_its_head_alone_and_keeps_only_what_it_gives() -> None:
    costs = costs_of(BASE)
    assert (costs.parameters, costs.trainable) == (OF_BASE + OF_HEAD, OF_HEAD)
    assert costs.activations == 32 * 4 * (64 * 64 * 3 + 1024 + 5)


def test_base_that_a_stage_unfreezes_trains_but_for_its_normalization() -> None:
    costs = costs_of(BASE + "train: {stages: [{epochs: 2}, {epochs: 2, unfreeze: {base: all}}]}\n")
    # 27 BatchNormalization layers over 10,944 channels hold four numbers each.
    assert costs.trainable == OF_BASE + OF_HEAD - 4 * 10_944


def test_base_of_which_a_part_is_unfrozen_has_unknown_gradients_and_known_parameters() -> None:
    costs = costs_of(BASE + "train: {stages: [{epochs: 2}, {epochs: 2, unfreeze: {base: conv_pw_13}}]}\n")
    assert (costs.parameters, str(costs.trainable), str(costs.memory)) == (OF_BASE + OF_HEAD, "?", "?")


def test_stage_freezes_a_layer_of_the_network() -> None:
    layers = "hidden: [{Dense: {units: 5, name: first}}, {Dense: 3}]\n"
    costs = costs_of(VECTOR + layers + MATRIX + "train: {stages: [{epochs: 1, freeze: {first: all}}]}\n")
    assert costs.trainable == 18


def test_largest_optimizer_of_all_stages_counts() -> None:
    stages = "train: {stages: [{epochs: 1, optimizer: SGD}, {epochs: 1, optimizer: Adam}]}\n"
    assert costs_of(f"{VECTOR}hidden: [{{Dense: 5}}]\n{MATRIX}{stages}").optimizer == 2 * 40 * 4


@pytest.mark.parametrize("size", [5, 8, 13, 64])
def test_costs_of_named_lengths_are_exact(size: int) -> None:
    symbols = node_of(_convolution("[H, H, 3]"), "layer").flops
    numbers = node_of(_convolution(f"[{size}, {size}, 3]"), "layer").flops
    assert evaluate(symbols, {"H": size}) == numbers == (size - 2) ** 2 * (2 * 27 * 8 + 8)


def _convolution(shape: str) -> str:
    layer = "hidden: [{Conv2D: {filters: 8, kernel_size: 3, name: layer}}]\n"
    return f"inputs: {{x: {{type: array, shape: {shape}}}}}\n{layer}{MATRIX}"


def test_costs_of_unknown_data_are_unknown() -> None:
    costs = costs_of("data: away.csv\ninputs: {x: {columns: ['m*']}}\nhidden: [{Dense: 5}]\noutputs: {y: number}\n")
    assert str(costs.memory) == "?"


@pytest.fixture(scope="module")
def gpt_3() -> Costs:
    compiled = compile_source(Path(__file__).with_name("gpt-3.yaml"))
    assert not compiled.diagnostics
    assert compiled.spec is not None
    assert compiled.network is not None
    return count_costs(compiled.spec, compiled.network)


def test_gpt_3_has_175_thousand_million_parameters(gpt_3: Costs) -> None:
    assert gpt_3.parameters == pytest.approx(175e9, rel=0.01)


def test_gpt_3_takes_two_operations_per_parameter_and_token_at_least(gpt_3: Costs) -> None:
    embedding = 50_257 * 12_288
    assert isinstance(gpt_3.parameters, int)
    at_least = 2 * 2048 * (gpt_3.parameters - embedding)
    assert isinstance(gpt_3.flops, int)
    assert at_least < gpt_3.flops < 1.1 * at_least


def test_gpt_3_with_adam_needs_four_times_its_weights(gpt_3: Costs) -> None:
    assert gpt_3.weights + gpt_3.gradients + gpt_3.optimizer == 16 * gpt_3.parameters
