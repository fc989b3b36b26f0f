"""Graphs become Functional models; initial weights are a function of the spec alone."""

from contextlib import suppress

import keras
import numpy as np
import pytest

from nnspec.errors import SpecError
from small_networks import categories, network, numbers, pictures, run, target

# Keras 3.15.1 reads its variables through an `__array__` without the `copy` that NumPy 2.4 passes.
pytestmark = pytest.mark.backend

NUMBERS = "inputs: {x: number}\n"
PICTURE = "inputs: {x: {type: array, shape: [4, 4, 3]}}\n"
TENSOR = "outputs: {y: {type: array}}\n"
SMALL = NUMBERS + "hidden: [{Dense: 4}, {Dropout: 0.5}, {KAN: 2}]\noutputs: {y: number}\n"


def findings_of(text, **states):
    with pytest.raises(SpecError) as caught:
        network(text, **states).build()
    return caught.value.diagnostics.items


def test_trunk_layers_are_named_as_the_nodes():
    made = network(SMALL)
    assert [layer.name for layer in made.build().trunk.layers] == [node.name for node in made.graph]


def test_trunk_takes_and_gives_mappings_by_name():
    trunk = network(SMALL).build().trunk
    assert (list(trunk.input), list(trunk.output)) == (["x"], ["y"])


@pytest.mark.parametrize(
    ("kind", "shape"), [("category", (5,)), ("number", (2,)), ("multilabel", (4,)), ("binary", (1,))]
)
def test_trunk_head_takes_its_units_from_the_state(kind, shape):
    made = network(NUMBERS + f"outputs: {{y: {kind}}}\n", outputs={"y": target(*shape)})
    assert made.build().trunk.output["y"].shape == (None, *shape)


def test_trunk_head_of_kan_takes_its_units_from_the_state():
    made = network(NUMBERS + "outputs: {y: {type: number, head: KAN}}\n", outputs={"y": target(3)})
    assert made.build().trunk.get_layer("y").units == 3


def test_trunk_output_without_a_head_gets_its_name_from_an_identity():
    trunk = network(NUMBERS + "hidden: [{Dense: 2}]\n" + TENSOR, outputs={"y": target(2)}).build().trunk
    assert isinstance(trunk.get_layer("y"), keras.layers.Identity)
    assert trunk.output["y"].shape == (None, 2)


def test_trunk_output_may_be_an_input_itself():
    trunk = network(NUMBERS + TENSOR, outputs={"y": target(3)}).build().trunk
    assert run(trunk, x=np.ones((1, 3), "float32"))["y"].tolist() == [[1.0, 1.0, 1.0]]


def test_trunk_merge_takes_its_sources_in_order():
    text = NUMBERS + "hidden: [{Rescaling: {scale: 2.0, name: a}}, {Subtract: {from: [a, x]}}]\n" + TENSOR
    trunk = network(text, outputs={"y": target(3)}).build().trunk
    assert run(trunk, x=[[1.0, 2.0, 3.0]])["y"].tolist() == [[1.0, 2.0, 3.0]]


def test_trunk_attention_over_one_tensor_is_self_attention():
    text = (
        "inputs: {x: {type: array, shape: [5, 4]}}\nhidden: [{MultiHeadAttention: {num_heads: 2, key_dim: 3}}]\n"
        + TENSOR
    )
    made = network(text, inputs={"x": pictures(5, 4, dtype="float32")}, outputs={"y": target(5, 4)})
    assert made.build().trunk.output["y"].shape == (None, 5, 4)


def test_trunk_recurrent_layer_with_states_gives_its_first_output():
    text = "inputs: {x: {type: array, shape: [5, 4]}}\nhidden: [{LSTM: {units: 3, return_state: true}}]\n" + TENSOR
    made = network(text, inputs={"x": pictures(5, 4, dtype="float32")}, outputs={"y": target(3)})
    assert made.build().trunk.output["y"].shape == (None, 3)


def test_trunk_with_several_inputs_and_outputs_connects_each():
    text = """
    inputs: {a: number, b: number}
    hidden: [{Dense: {units: 2, from: a, name: left}}, {Dense: {units: 3, from: b, name: right}}]
    outputs: {p: {type: number, from: left}, q: {type: category, from: right}}
    """
    made = network(text, inputs={"a": numbers(1), "b": numbers(2)}, outputs={"p": target(1), "q": target(4)})
    given = run(made.build().trunk, a=np.zeros((2, 1)), b=np.zeros((2, 2)))
    assert {name: value.shape for name, value in given.items()} == {"p": (2, 1), "q": (2, 4)}


def weights_of(model):
    return [np.asarray(keras.ops.convert_to_numpy(weight)) for weight in model.weights]


def test_trunk_weights_are_equal_for_an_equal_seed_whatever_was_built_before():
    first = weights_of(network(SMALL).build().trunk)
    keras.layers.Dense(7)(np.zeros((1, 3)))
    keras.random.normal((3,))
    second = weights_of(network(SMALL).build().trunk)
    assert all(np.array_equal(a, b) for a, b in zip(first, second, strict=True))


def test_trunk_weights_differ_for_another_seed():
    first, second = (weights_of(network(f"seed: {seed}\n" + SMALL).build().trunk) for seed in (1, 2))
    assert not np.array_equal(first[0], second[0])


def test_trunk_layers_of_one_shape_start_from_different_weights():
    trunk = network(NUMBERS + "hidden: [{Dense: 3}, {Dense: 3}]\noutputs: {y: number}\n").build().trunk
    assert not np.array_equal(*(np.asarray(trunk.get_layer(name).kernel) for name in ("dense", "dense_1")))


@pytest.mark.parametrize("precision", ["mixed_bfloat16", "mixed_float16", "bfloat16"])
def test_trunk_under_reduced_precision_gives_float32(precision):
    trunk = network(SMALL + f"train: {{precision: {precision}}}\n").build().trunk
    assert trunk.get_layer("dense").dtype_policy.name == precision
    assert trunk.output["y"].dtype == "float32"


def test_trunk_output_without_head_under_reduced_precision_gives_float32():
    text = NUMBERS + "hidden: [{Dense: 2}]\n" + TENSOR + "train: {precision: bfloat16}\n"
    assert network(text, outputs={"y": target(2)}).build().trunk.output["y"].dtype == "float32"


def test_trunk_head_keeps_the_dtype_that_the_spec_gives_it():
    text = (
        NUMBERS + "outputs: {y: {type: number, head: {Dense: {dtype: bfloat16}}}}\ntrain: {precision: mixed_bfloat16}\n"
    )
    assert network(text).build().trunk.get_layer("y").dtype_policy.name == "bfloat16"


def test_trunk_under_float64_keeps_and_gives_float64():
    trunk = network(SMALL + "train: {precision: float64}\n").build().trunk
    assert {weight.dtype for weight in trunk.trainable_weights} == {"float64"}
    assert trunk.output["y"].dtype == "float64"


@pytest.mark.parametrize("hidden", ["[{Dense: 4}]", "[{Reshape: [5]}]"])
def test_trunk_building_leaves_the_global_policy_as_it_was(hidden):
    with suppress(SpecError):
        network(NUMBERS + f"hidden: {hidden}\noutputs: {{y: number}}\ntrain: {{precision: mixed_bfloat16}}\n").build()
    assert keras.config.dtype_policy().name == "float32"


def test_trunk_shape_that_does_not_fit_is_nn157_with_what_was_received():
    hidden = "hidden: [{Dense: {units: 3, name: a}}, {Flatten: {name: b}}, {Add: {from: [a, b]}}]\n"
    (finding,) = findings_of(PICTURE + hidden + TENSOR, inputs={"x": pictures(4, 4, 3, dtype="float32")})
    assert (finding.code, finding.path) == ("NN157", ("hidden", 2))
    assert finding.received == "(4, 4, 3) and (48,)"
    assert "`Add` (layer `add`)" in finding.message


@pytest.mark.parametrize(
    ("layer", "hint"),
    [("{Conv2D: {filters: 2, kernel_size: 7}}", "padding: same"), ("{LSTM: 3}", "Reshape")],
)
def test_trunk_shape_finding_hints_at_the_remedy(layer, hint):
    (finding,) = findings_of(
        PICTURE + f"hidden: [{layer}]\n" + TENSOR, inputs={"x": pictures(4, 4, 3, dtype="float32")}
    )
    assert finding.code == "NN157"
    assert hint in finding.hint


def test_trunk_shape_finding_has_neither_colours_nor_keras_preamble():
    (finding,) = findings_of(
        PICTURE + "hidden: [{GroupNormalization: {groups: 2}}]\n" + TENSOR,
        inputs={"x": pictures(4, 4, 3, dtype="float32")},
    )
    assert finding.message.endswith("Number of groups (2) must be a multiple of the number of channels (3)")


def test_trunk_failures_of_independent_branches_are_reported_together():
    text = (
        NUMBERS
        + """
hidden:
  - Reshape: {target_shape: [5], from: x, name: a}
  - Dense: {units: 3, from: a, name: b}
  - Reshape: {target_shape: [7], from: x, name: c}
outputs: {y: {type: array, from: b}, z: {type: array, from: c}}
"""
    )
    findings = findings_of(text, outputs={"y": target(3), "z": target(7)})
    assert [finding.path for finding in findings] == [("hidden", 0), ("hidden", 2)]


def test_trunk_output_of_another_shape_than_its_target_is_nn157():
    (finding,) = findings_of("data: rows.csv\n" + NUMBERS + "hidden: [{Dense: 2}]\n" + TENSOR, outputs={"y": target(5)})
    assert (finding.code, finding.received, finding.expected) == ("NN157", "(2,)", "(5,)")


WORDS = "inputs: {c: {type: category, encode: index}}\n"


def embedding(places):
    hidden = f"hidden: [{{Embedding: {{input_dim: {places}, output_dim: 2}}}}]\n"
    return network(WORDS + hidden + TENSOR, inputs={"c": categories("p", "q", "r")}, outputs={"y": target(2)})


def test_trunk_embedding_with_too_few_places_is_nn157_with_the_number():
    with pytest.raises(SpecError) as caught:
        embedding(3).build()
    (finding,) = caught.value.diagnostics
    assert (finding.code, finding.path, "`input_dim: 4`" in finding.expected) == ("NN157", ("hidden", 0), True)


def test_trunk_embedding_with_a_place_for_the_unknown_is_built():
    assert embedding(4).build().trunk.output["y"].shape == (None, 2)
