"""A Normalization in `hidden` learns from what reaches it."""

import numpy as np
import pytest

from nnspec.compiler.statistics import check_vocabulary, unfitted_nodes
from nnspec.compiler.trunk import fit_layers
from nnspec.errors import SpecError
from nnspec.spec.calls import Call
from nnspec.tables.state import LayerState
from small_networks import network, numbers, pictures, run, target

pytestmark = pytest.mark.backend

RNG = np.random.default_rng(5)
TENSOR = "outputs: {y: {type: array}}\n"


def fitted(made, **encoded):
    return fit_layers(made.spec, made.graph, made.state, encoded)


def test_fit_layers_finds_mean_and_variance_over_several_batches():
    values = (1e4 + RNG.normal(size=(2500, 3)) * [1, 2, 3]).astype("float32")
    made = network("inputs: {x: number}\nhidden: [Normalization]\n" + TENSOR, outputs={"y": target(3)})
    learned = fitted(made, x=values).layers["normalization"]
    exact = values.astype("float64")
    assert np.allclose(learned.mean, exact.mean(axis=0), rtol=1e-12)
    assert np.allclose(learned.variance, exact.var(axis=0), rtol=1e-9)


def test_fit_layers_sees_what_the_layers_above_give():
    text = "inputs: {x: number}\nhidden: [{Rescaling: 10.0}, Normalization, {Rescaling: 3.0}, Normalization]\n" + TENSOR
    made = network(text, outputs={"y": target(3)})
    values = RNG.normal(size=(64, 3)).astype("float32")
    layers = fitted(made, x=values).layers
    assert np.allclose(layers["normalization"].mean, 10 * values.mean(axis=0), atol=1e-5)
    assert np.allclose(layers["normalization_1"].mean, 0, atol=1e-5)
    assert np.allclose(layers["normalization_1"].variance, 9, rtol=1e-4)


def test_fit_layers_below_random_weights_uses_the_weights_that_training_starts_from():
    text = "inputs: {x: number}\nhidden: [{Dense: 4}, {Dropout: 0.5}, Normalization]\n" + TENSOR
    made = network(text, outputs={"y": target(4)})
    values = RNG.normal(size=(200, 3)).astype("float32")
    done = network(text, outputs={"y": target(4)}, layers=fitted(made, x=values).layers)
    normalised = run(done.build().trunk, x=values)["y"]
    assert np.allclose(normalised.mean(axis=0), 0, atol=1e-5)
    assert np.allclose(normalised.std(axis=0), 1, atol=1e-4)


@pytest.mark.parametrize(("axis", "shape"), [("null", ()), ("-1", (3,)), ("[1, 3]", (4, 3))])
def test_fit_layers_keeps_the_axes_that_the_layer_names(axis, shape):
    text = f"inputs: {{x: {{type: array, shape: [4, 2, 3]}}}}\nhidden: [{{Normalization: {{axis: {axis}}}}}]\n" + TENSOR
    states = {"inputs": {"x": pictures(4, 2, 3, dtype="float32")}, "outputs": {"y": target(4, 2, 3)}}
    values = RNG.normal(size=(50, 4, 2, 3)).astype("float32")
    learned = fitted(network(text, **states), x=values).layers
    assert len(learned["normalization"].mean) == int(np.prod(shape))
    given = run(network(text, **states, layers=learned).build().trunk, x=values)["y"]
    kept = {(): (0, 1, 2, 3), (3,): (0, 1, 2), (4, 3): (0, 2)}[shape]
    assert np.allclose(given.mean(axis=kept), 0, atol=1e-5)
    assert np.allclose(given.std(axis=kept), 1, atol=1e-4)


def test_normalization_takes_the_statistics_of_the_state():
    made = network(
        "inputs: {x: number}\nhidden: [Normalization]\n" + TENSOR,
        inputs={"x": numbers(2)},
        outputs={"y": target(2)},
        layers={"normalization": LayerState(mean=(1.0, 2.0), variance=(4.0, 0.0))},
    )
    assert run(made.build().trunk, x=[[3.0, 5.0]])["y"].tolist() == [[1.0, 3.0]]


def test_normalization_with_statistics_in_the_spec_needs_none_of_the_state():
    hidden = "hidden: [{Normalization: {mean: [1.0, 1.0, 1.0], variance: [4.0, 4.0, 4.0]}}]\n"
    made = network("inputs: {x: number}\n" + hidden + TENSOR, outputs={"y": target(3)})
    assert unfitted_nodes(made.graph, made.state) == ()
    assert run(made.build().trunk, x=[[3.0, 1.0, -1.0]])["y"].tolist() == [[1.0, 0.0, -1.0]]


def test_unfitted_nodes_lists_those_without_statistics():
    made = network("inputs: {x: number}\nhidden: [Normalization]\n" + TENSOR, outputs={"y": target(3)})
    assert [place.name for place in unfitted_nodes(made.graph, made.state)] == ["normalization"]


@pytest.mark.parametrize(("layer", "argument"), [("IntegerLookup", "vocabulary"), ("Discretization", "bin_boundaries")])
def test_layer_that_would_be_adapted_is_nn032(layer, argument):
    with pytest.raises(SpecError) as caught:
        check_vocabulary(Call("layers", layer, {}, ("hidden", 0)))
    (finding,) = caught.value.diagnostics
    assert (finding.code, finding.hint) == ("NN032", f"give `{argument}`")


def test_layer_with_its_vocabulary_is_not_refused():
    check_vocabulary(Call("layers", "IntegerLookup", {"vocabulary": (1, 2)}))
