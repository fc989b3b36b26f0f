"""What Keras refuses inside constructs is a finding at the entry's place, with the shapes."""

from __future__ import annotations

import pytest
import tensorflow as tf

from nnspec.errors import RunError, SpecError
from small_networks import network, pictures, target

pytestmark = pytest.mark.backend


def finding(hidden: str, *shape: int):
    text = f"inputs: {{x: {{type: array, shape: {list(shape)}}}}}\nhidden:\n{hidden}\noutputs: {{y: {{type: array}}}}\n"
    states = {"inputs": {"x": pictures(*shape, dtype="float32")}, "outputs": {"y": target(1)}}
    made = network(text, **states)
    with pytest.raises(SpecError) as caught:
        made.build()
    (found,) = caught.value.diagnostics
    return found


def test_residual_of_unequal_shapes_is_nn157_with_both_shapes():
    found = finding("  - residual: [{Conv2D: {filters: 6, kernel_size: 3, padding: same}}]", 8, 8, 1)
    assert (found.code, found.received) == ("NN157", "(8, 8, 1) and (8, 8, 6)")
    assert found.hint == "`project: true` fits the input to the output"


def test_residual_that_would_be_broadcast_is_nn157():
    assert finding("  - residual: [{Dense: 4}]", 1).code == "NN157"


@pytest.mark.parametrize(
    ("layers", "shape"),
    [
        ("[{Conv2D: {filters: 6, kernel_size: 4}}]", (8, 8, 1)),
        ("[Flatten]", (8, 8, 1)),
        ("[UpSampling2D]", (8, 8, 1)),
    ],
    ids=["size between strides", "other rank", "larger"],
)
def test_projection_that_cannot_fit_is_nn157(layers, shape):
    found = finding(f"  - residual: {{project: true, layers: {layers}}}", *shape)
    assert (found.code, found.received, found.path) == ("NN157", "(8, 8, 1)", ("hidden", 0))


def test_refusal_inside_a_nested_model_points_into_it():
    found = finding("  - model: {layers: [{Dense: 4}, {Conv2D: {filters: 6, kernel_size: 3}}]}", 4)
    assert (found.code, found.path) == ("NN157", ("hidden", 0, "model", "layers", 1))
    assert found.received == "(4,)"


def test_refusal_of_a_function_names_it():
    found = finding("  - ops.squeeze: {axis: 1}", 4)
    assert (found.code, found.path) == ("NN157", ("hidden", 0))
    assert "`ops.squeeze`" in found.message


@pytest.mark.parametrize("function", ["ops.mean: {from: x}", "ops.reshape: [4]"])
def test_output_without_the_batch_axis_is_nn157(function):
    found = finding(f"  - {function}", 4)
    assert (found.code, found.path) == ("NN157", ("outputs", "y"))
    assert found.message == "output `y` is one tensor for all examples of a batch"


def test_refusal_of_a_second_call_stands_where_it_is_called():
    entries = "  - Dense: {units: 3, name: d}\n  - call: d"
    found = finding(entries, 4)
    assert (found.code, found.path, found.received) == ("NN157", ("hidden", 1), "(3,)")


def test_slice_that_is_none_is_nn024():
    found = finding("  - ops.get_item: {key: 'a:b'}", 4)
    assert (found.code, found.path) == ("NN024", ("hidden", 0, "ops.get_item", "key"))


def test_output_that_a_function_does_not_give_is_nn159():
    entries = '  - ops.split: {indices_or_sections: 2, axis: 1, name: s}\n  - Dense: {units: 1, from: "s:2"}'
    found = finding(entries, 4)
    assert (found.code, found.message) == ("NN159", "`s` has 2 outputs")


def test_normalization_inside_a_layer_is_nn032():
    found = finding("  - TimeDistributed: {layer: [{Dense: 2}, Normalization]}", 4, 3)
    assert (found.code, found.hint) == ("NN032", "give `mean`")


def test_option_of_a_call_inside_a_layer_is_nn032():
    inner = "{Attention: {use_causal_mask: true}}"
    found = finding(f"  - TimeDistributed: {{layer: {inner}}}", 4, 3)
    assert (found.code, found.path[-1]) == ("NN032", "use_causal_mask")


def test_weights_that_do_not_fit_into_memory_are_nn853_at_their_layer(monkeypatch):
    def refuse(*_, **__):
        raise tf.errors.ResourceExhaustedError(None, None, "OOM when allocating tensor with shape[4,2147483647]")

    monkeypatch.setattr("nnspec.compiler.connect.call_layer", refuse)
    made = network("inputs: {x: {type: array, shape: [4]}}\nhidden: [ReLU, Dense: 8]\noutputs: {y: number}\n")
    with pytest.raises(RunError) as caught:
        made.build()
    (found,) = caught.value.diagnostics
    assert (found.code, found.path) == ("NN853", ("hidden", 0))
    assert found.message.endswith("a weight of shape (4, 2147483647) does not fit into memory")
