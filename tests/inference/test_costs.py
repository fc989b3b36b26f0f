"""Parameters, operations and bytes of small networks, against formulas worked out by hand; and of one large network."""

from __future__ import annotations

from pathlib import Path

import pytest

from nnspec.inference.costs.costs import Costs, NodeCosts, count_costs
from nnspec.inference.dimension import evaluate
from nnspec.pipeline import compile_source

HEAD = "nnspec: 1\n"
VECTOR = "inputs: {x: {type: array, shape: [7]}}\n"
STEPS = "inputs: {x: {type: array, shape: [10, 6]}}\n"
MAP = "inputs: {x: {type: array, shape: [12, 12, 4]}}\n"
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
