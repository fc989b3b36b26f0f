"""Layers of one tensor: what they refuse, and what they leave open."""

from __future__ import annotations

from typing import Any

import pytest

from nnspec.inference.dimension import UNKNOWN
from nnspec.inference.layer_call import LayerCall
from nnspec.inference.outcome import Outcome, ShapeError
from nnspec.inference.registry import infer_layer
from nnspec.inference.tensor import BATCH, Tensor
from nnspec.spec.calls import read_call


def _infer(written: dict[str, Any], *shapes: tuple[int, ...]) -> Outcome:
    tensors = tuple(Tensor((BATCH, *shape), "float32") for shape in shapes)
    return infer_layer(LayerCall(read_call(written, "layers", ()), tensors))


@pytest.mark.parametrize(
    ("written", "argument"),
    [
        ({"Permute": [1, 3]}, "dims"),
        ({"Permute": [1, 1]}, "dims"),
        ({"Reshape": [-1, -1]}, "target_shape"),
        ({"Reshape": [7, -1]}, "target_shape"),
        ({"EinsumDense": {"equation": "abc,cd->abd", "output_shape": [None, 4], "bias_axes": ""}}, "bias_axes"),
        ({"Softmax": {"axis": 3}}, "axis"),
    ],
)
def test_argument_that_does_not_fit_the_tensor_is_refused(written: dict[str, Any], argument: str) -> None:
    with pytest.raises(ShapeError) as caught:
        _infer(written, (10, 6))
    assert caught.value.argument == argument


@pytest.mark.parametrize("mode", ["one_hot", "multi_hot", "count"])
def test_discretization_without_bins_leaves_their_number_open(mode: str) -> None:
    (output,) = _infer({"Discretization": {"output_mode": mode}}, (4, 6)).outputs or ()
    assert output.shape is not None
    assert output.shape[-1] == UNKNOWN


def test_normalization_without_axes_keeps_the_shape() -> None:
    (output,) = _infer({"Normalization": {"axis": [], "mean": 0.0, "variance": 1.0}}, (10, 6)).outputs or ()
    assert output.shape == (BATCH, 10, 6)


def test_bidirectional_of_a_list_is_left_open() -> None:
    written = {"Bidirectional": {"layer": {"LSTM": 3}, "backward_layer": [{"LSTM": 3}]}}
    assert _infer(written, (10, 6)).weights is None
