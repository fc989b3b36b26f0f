"""Recurrent layers, attention and wrappers over symbols, and what they refuse."""

from __future__ import annotations

from typing import Any

import pytest

from nnspec.inference.dimension import UNKNOWN, symbol
from nnspec.inference.layer_call import LayerCall
from nnspec.inference.outcome import Outcome, ShapeError
from nnspec.inference.registry import infer_layer
from nnspec.inference.tensor import BATCH, NOTHING_KNOWN, Tensor
from nnspec.spec.calls import read_call

T, D = symbol("T"), symbol("D")


def _infer(written: dict[str, Any], *tensors: Tensor, precision: str = "float32", **named: Tensor) -> Outcome:
    return infer_layer(LayerCall(read_call(written, "layers", ()), tensors, named, precision))


def _tensor(*shape: Any) -> Tensor:
    return Tensor((BATCH, *shape), "float32")


def test_recurrent_layer_over_symbols_counts_its_weights_exactly() -> None:
    found = _infer({"LSTM": {"units": 8, "return_sequences": True}}, _tensor(T, D))
    assert found.outputs == (_tensor(T, 8),)
    assert found.n_parameters == D * 32 + 8 * 32 + 32


def test_bidirectional_without_merging_gives_two_outputs_and_all_states() -> None:
    layer = {"layer": {"GRU": {"units": 2, "return_state": True}}, "merge_mode": None}
    assert _infer({"Bidirectional": layer}, _tensor(T, 3)).outputs == (_tensor(2),) * 4


def test_mixed_precision_keeps_weights_in_full_precision() -> None:
    found = _infer({"SimpleRNN": 4}, _tensor(T, 3), precision="mixed_bfloat16")
    assert found.outputs == (Tensor((BATCH, 4), "bfloat16"),)
    assert {weight.dtype for weight in found.weights or ()} == {"float32"}


def test_stacked_cells_take_the_output_of_the_cell_below() -> None:
    found = _infer({"RNN": {"cell": [{"LSTMCell": 4}, {"SimpleRNNCell": 2}]}}, _tensor(T, 3))
    assert [weight.shape for weight in found.weights or ()] == [(3, 16), (4, 16), (16,), (4, 2), (2, 2), (2,)]


def test_self_attention_takes_one_tensor_for_all() -> None:
    found = _infer({"MultiHeadAttention": {"num_heads": 2, "key_dim": 4}}, _tensor(T, D))
    assert found.outputs == (_tensor(T, D),)
    assert found.n_parameters == 3 * (D * 8 + 8) + 8 * D + D


def test_attention_scores_have_a_length_for_queries_and_one_for_keys() -> None:
    written = {"Attention": {"return_attention_scores": True}}
    found = _infer(written, query=_tensor(4, 3), value=_tensor(T, 3))
    assert found.outputs == (_tensor(4, 3), _tensor(4, T))


def test_layers_in_a_list_are_one_layer_for_each_step() -> None:
    found = _infer({"TimeDistributed": {"layer": [{"Dense": 4}, "ReLU", {"Dense": 2}]}}, _tensor(T, 3))
    assert found.outputs == (_tensor(T, 2),)
    assert found.n_parameters == 26


def test_layer_in_a_wrapper_without_a_rule_leaves_it_open() -> None:
    found = _infer({"TimeDistributed": {"layer": {"StackedRNNCells": {"cells": ["Flatten"]}}}}, _tensor(T, 3))
    assert found.weights is None


def test_nothing_known_of_a_sequence_leaves_its_lengths_open() -> None:
    found = _infer({"GRU": 4}, NOTHING_KNOWN)
    assert found.outputs == (_tensor(4),)
    assert found.n_parameters == UNKNOWN


@pytest.mark.parametrize(
    ("written", "shape", "argument"),
    [
        ({"LSTM": 4}, (3,), None),
        ({"ConvLSTM2D": {"filters": 2, "kernel_size": 3}}, (8, 8, 3), None),
        ({"GRU": {"units": 4, "stateful": True}}, (5, 3), "stateful"),
        ({"LSTMCell": 4}, (5, 3), None),
        ({"TimeDistributed": {"layer": {"Dense": 2}}}, (3,), None),
        ({"SpectralNormalization": {"layer": "ReLU"}}, (3,), "layer"),
        ({"SpectralNormalization": {"layer": {"LSTM": 2}}}, (5, 3), "layer"),
        (
            {"GroupQueryAttention": {"head_dim": 2, "num_query_heads": 3, "num_key_value_heads": 2}},
            (5, 4),
            "num_query_heads",
        ),
    ],
)
def test_layer_that_cannot_take_its_tensor_is_refused(
    written: dict[str, Any], shape: tuple[int, ...], argument: str | None
) -> None:
    with pytest.raises(ShapeError) as caught:
        _infer(written, _tensor(*shape))
    assert caught.value.argument == argument
