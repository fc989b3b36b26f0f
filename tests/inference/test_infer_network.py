"""Whole networks: shapes, weights and what is said where tensors do not fit."""

from pathlib import Path

import pytest

import nnspec
from nnspec.inference.dimension import total
from nnspec.inference.network import Network
from nnspec.pipeline import Compiled, compile_source

SPECS = sorted((Path(nnspec.__file__).parents[1] / "specs").glob("*.yaml"))
IMAGE = "nnspec: 1\ninputs: {image: {type: image, size: [28, 28], channels: 1}}\n"
NUMBERS = "nnspec: 1\ninputs: {x: {columns: [a, b, c]}}\n"


def compiled(text: str) -> Compiled:
    return compile_source(text + "outputs: {label: {type: category, classes: 10}}\n")


def network_of(text: str) -> Network:
    found = compiled(text)
    assert not found.diagnostics, str(found.diagnostics)
    assert found.network is not None
    return found.network


def shapes_of(network: Network) -> dict[str, str]:
    return {place.name: str(inferred.output) for place, inferred in network}


def count_parameters(network: Network) -> object:
    return total(inferred.outcome.n_parameters for _, inferred in network)


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.stem)
def test_canonical_spec_has_no_shape_error(path: Path) -> None:
    found = compile_source(path)
    assert found.network is not None
    assert found.network.findings == ()


def test_convolutional_network_has_the_shapes_and_parameters_of_the_textbook() -> None:
    layers = "hidden: [{Conv2D: {filters: 32, kernel_size: 3}}, {MaxPooling2D: 2}, Flatten, {Dense: 64}]\n"
    network = network_of(IMAGE + layers)
    assert shapes_of(network) == {
        "image": "(28, 28, 1)",
        "conv2d": "(26, 26, 32)",
        "max_pooling2d": "(13, 13, 32)",
        "flatten": "(5408)",
        "dense": "(64)",
        "label": "(10)",
    }
    assert count_parameters(network) == 320 + 5408 * 64 + 64 + 64 * 10 + 10


def test_layer_that_is_called_again_adds_no_parameters() -> None:
    once = network_of(NUMBERS + "hidden: [{Dense: 3}]\n")
    twice = network_of(NUMBERS + "hidden: [{Dense: {units: 3, name: first}}, {call: {layer: first}}]\n")
    assert count_parameters(once) == count_parameters(twice)


def test_nested_model_has_its_weights_inside() -> None:
    network = network_of(NUMBERS + "hidden: [{model: {name: encoder, layers: [{Dense: 4}, {Dense: 2}]}}]\n")
    assert shapes_of(network)["encoder"] == "(2)"
    assert shapes_of(network)["encoder/dense_1"] == "(2)"
    assert network.nodes["encoder"].outcome.weights == ()


def test_projection_of_residual_is_a_dense_of_the_output_s_width() -> None:
    network = network_of(NUMBERS + "hidden: [{residual: {project: true, layers: [{Dense: 5}]}}]\n")
    assert count_parameters(network) == 2 * (3 * 5 + 5) + 5 * 10 + 10


def test_projection_to_an_axis_without_length_is_refused() -> None:
    layers = "hidden: [{residual: {project: true, layers: [{ops.get_item: {key: ':, 3:'}}]}}, Flatten]\n"
    start = "nnspec: 1\ninputs: {x: {type: array, shape: [3, 6]}}\n"
    assert [finding.code for finding in compiled(start + layers).diagnostics] == ["NN157"]


def test_shapes_in_one_message_are_written_in_one_way() -> None:
    start = "nnspec: 1\ninputs: {a: {type: array, shape: [2, 3]}, b: {type: array, shape: [4, 2]}}\n"
    (finding,) = compiled(start + "hidden: [{ops.matmul: {from: [a, b]}}]\n").diagnostics
    assert finding.message == "`ops.matmul` of `a` and `b` sees (2, 3) and (4, 2): it cannot multiply (2, 3) by (4, 2)"


def test_data_that_are_not_there_leave_lengths_unknown_and_nothing_wrong() -> None:
    network = network_of("nnspec: 1\ndata: nowhere.npz\ninputs: {x: {type: array}}\nhidden: [Flatten, {Dense: 4}]\n")
    assert shapes_of(network)["flatten"] == "(?)"
    assert shapes_of(network)["dense"] == "(4)"


def test_reduced_precision_leaves_the_head_in_float32() -> None:
    network = network_of(NUMBERS + "hidden: [{Dense: 4}]\ntrain: {epochs: 1, precision: mixed_bfloat16}\n")
    assert network.nodes["dense"].output.dtype == "bfloat16"
    assert network.nodes["label"].output.dtype == "float32"


def test_followers_of_a_broken_layer_are_not_blamed() -> None:
    layers = "hidden: [{Conv2D: {filters: 8, kernel_size: 40}}, {MaxPooling2D: 50}, Flatten]\n"
    assert [finding.code for finding in compiled(IMAGE + layers).diagnostics] == ["NN157"]


def test_shape_error_tells_the_shapes_on_the_way() -> None:
    layers = "hidden: [{Conv2D: {filters: 8, kernel_size: 3}}, {Reshape: [5, 5]}, Flatten]\n"
    (finding,) = compiled(IMAGE + layers).diagnostics
    assert finding.message == "`Reshape` after `Conv2D` sees (26, 26, 8): 5408 numbers do not fill 25"
    assert finding.received == "`image` (28, 28, 1) -> `Conv2D` (26, 26, 8)"


def test_names_of_lengths_flow_through_layers() -> None:
    start = "nnspec: 1\ninputs: {image: {type: array, shape: [H, W, 3]}}\n"
    network = network_of(start + "hidden: [{Conv2D: {filters: 32, kernel_size: 3, strides: [2, 1]}}, Flatten]\n")
    assert shapes_of(network)["conv2d"] == "((H + 1) // 2 - 1, W - 2, 32)"
