"""Recurrent layers, attention and wrappers: shapes, dtypes and weights are Keras' own on random configurations."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from keras_layers import Answer, Trial, keras_answer, our_answer, runs
from nnspec.inference.outcome import ShapeError

pytestmark = pytest.mark.backend

BATCHES = (None, 3)
# Without `bfloat16`, in which TensorFlow makes no orthogonal matrices.
POLICIES = ("float32", "float16", "mixed_float16", "mixed_bfloat16", "float64")
Make = Callable[[random.Random], Trial]


def _flag(chance: random.Random) -> bool:
    return chance.random() < 0.5


def _flags(chance: random.Random, *names: str) -> dict[str, Any]:
    return {name: _flag(chance) for name in names if _flag(chance)}


def _policy(chance: random.Random) -> dict[str, Any]:
    return {"dtype": chance.choice(POLICIES)} if chance.random() < 0.3 else {}


def _sequence(chance: random.Random) -> tuple[int, ...]:
    rank = 2 if chance.random() < 0.85 else chance.choice([1, 3])
    return tuple(chance.randint(1, 6) for _ in range(rank))


def _recurrent(chance: random.Random, *, outer: bool = True) -> dict[str, Any]:
    name = chance.choice(["SimpleRNN", "GRU", "LSTM"])
    arguments = {"units": chance.randint(1, 5), **_flags(chance, "use_bias", "return_sequences", "return_state")}
    arguments |= _flags(chance, "reset_after") if name == "GRU" else {}
    arguments |= {"dropout": 0.5} if _flag(chance) else {}
    return {name: {**arguments, **(_policy(chance) if outer else {})}}


def _cell(chance: random.Random) -> dict[str, Any]:
    return {
        chance.choice(["SimpleRNNCell", "GRUCell", "LSTMCell"]): {
            "units": chance.randint(1, 5),
            **_flags(chance, "use_bias"),
        }
    }


def _cells(chance: random.Random) -> Any:
    stack = [_cell(chance) for _ in range(chance.randint(1, 3))]
    return chance.choice([_cell(chance), stack, {"StackedRNNCells": {"cells": stack}}])


def make_recurrent(chance: random.Random) -> Trial:
    return Trial(_recurrent(chance), {"sequences": _sequence(chance)}, chance.choice(["float32", "float64"]))


def make_rnn(chance: random.Random) -> Trial:
    arguments = {"cell": _cells(chance), **_flags(chance, "return_sequences", "return_state"), **_policy(chance)}
    return Trial({"RNN": arguments}, {"sequences": _sequence(chance)})


def make_bidirectional(chance: random.Random) -> Trial:
    layer = _recurrent(chance) if _flag(chance) else {"RNN": {"cell": _cells(chance), **_flags(chance, "return_state")}}
    arguments: dict[str, Any] = {"layer": layer, **_policy(chance)}
    if _flag(chance):
        arguments["merge_mode"] = chance.choice(["sum", "mul", "ave", "concat", None])
    if chance.random() < 0.2:
        name, kept = next(iter(layer.items()))
        arguments["backward_layer"] = {name: {**kept, "go_backwards": True}}
    return Trial({"Bidirectional": arguments}, {"sequences": _sequence(chance)})


def make_cell(chance: random.Random) -> Trial:
    units = chance.randint(1, 5)
    name = chance.choice(["SimpleRNNCell", "GRUCell", "LSTMCell"])
    states = [(units,)] * (2 if name == "LSTMCell" else 1)
    shapes = {"sequence" if name.startswith("Simple") else "inputs": (chance.randint(1, 5),), "states": states}
    return Trial({name: {"units": units, **_flags(chance, "use_bias"), **_policy(chance)}}, shapes)


def make_conv_lstm(chance: random.Random) -> Trial:
    n = chance.choice([1, 1, 2, 2, 3])
    arguments = {"filters": chance.randint(1, 3), "kernel_size": chance.choice([1, 2, 3, [2] * n])}
    arguments |= {"padding": "same"} if _flag(chance) else {}
    arguments |= {"data_format": "channels_first"} if chance.random() < 0.2 else {}
    arguments |= {chance.choice(["strides", "dilation_rate"]): 2} if _flag(chance) else {}
    arguments |= _flags(chance, "return_sequences", "return_state", "use_bias") | _policy(chance)
    shape = tuple(chance.randint(2, 6) for _ in range(n + 2 + (chance.random() < 0.1)))
    return Trial({f"ConvLSTM{n}D": arguments}, {"sequences": shape})


def make_multi_head(chance: random.Random) -> Trial:
    arguments = {"num_heads": chance.randint(1, 3), "key_dim": chance.randint(1, 4)}
    arguments |= _flags(chance, "use_bias", "use_gate", "return_attention_scores", "use_causal_mask") | _policy(chance)
    arguments |= {"value_dim": chance.randint(1, 4)} if _flag(chance) else {}
    arguments |= {"output_shape": chance.choice([5, [2, 3], [4]])} if _flag(chance) else {}
    arguments |= {"attention_axes": chance.choice([1, [1], [-2], [1, 2], 4])} if chance.random() < 0.3 else {}
    shapes = _attended(chance, chance.choice([2, 2, 2, 3]))
    shapes |= {"attention_mask": (shapes["query"][0], shapes["value"][0])} if chance.random() < 0.2 else {}
    return Trial({"MultiHeadAttention": arguments}, shapes)


def make_grouped_query(chance: random.Random) -> Trial:
    arguments = {"head_dim": chance.randint(1, 4), "num_query_heads": chance.randint(1, 4)}
    arguments |= {"num_key_value_heads": chance.choice([1, 1, 2]), **_policy(chance)}
    arguments |= _flags(chance, "use_bias", "use_gate", "return_attention_scores", "use_causal_mask")
    shapes = _attended(chance, chance.choice([2, 2, 2, 3]))
    if chance.random() < 0.8:
        shapes["value"] = (*shapes["value"][:-1], shapes["query"][-1])
    return Trial({"GroupQueryAttention": arguments}, shapes)


def make_attention(chance: random.Random) -> Trial:
    name = chance.choice(["Attention", "AdditiveAttention"])
    arguments = _flags(chance, "use_scale", "return_attention_scores", "use_causal_mask") | _policy(chance)
    arguments |= {"score_mode": chance.choice(["dot", "concat"])} if name == "Attention" and _flag(chance) else {}
    features, steps = chance.randint(1, 4), chance.randint(1, 4)
    shapes = {"query": (chance.randint(1, 4), features), "value": (steps, features)}
    shapes |= {"value": (steps, 5), "key": (steps, features)} if _flag(chance) else {}
    return Trial({name: arguments}, shapes)


def make_wrapper(chance: random.Random) -> Trial:
    inner: Any = chance.choice(
        [
            {"Dense": 3},
            {"Conv1D": {"filters": 2, "kernel_size": 2}},
            {"DepthwiseConv1D": {"kernel_size": 2}},
            {"LSTM": {"units": 2, **_flags(chance, "return_sequences")}},
            {"BatchNormalization": {}},
            {"LayerNormalization": {}},
            "Flatten",
            {"Dropout": 0.5},
            {"Dense": {"units": 3, "use_bias": False, **_policy(chance)}},
            [{"Dense": 3}, {"Dropout": 0.2}, {"Dense": {"units": 2, "use_bias": False}}],
        ]
    )
    name = chance.choice(["TimeDistributed", "SpectralNormalization"])
    shape = tuple(chance.randint(2, 5) for _ in range(chance.randint(1, 4)))
    return Trial({name: {"layer": inner, **_policy(chance)}}, {"inputs": shape})


MAKERS: tuple[Make, ...] = (
    make_recurrent,
    make_rnn,
    make_bidirectional,
    make_cell,
    make_conv_lstm,
    make_multi_head,
    make_grouped_query,
    make_attention,
    make_wrapper,
)


def _attended(chance: random.Random, rank: int) -> dict[str, tuple[int, ...]]:
    def shape() -> tuple[int, ...]:
        return tuple(chance.randint(1, 4) for _ in range(rank))

    shapes = {"query": shape(), "value": shape()}
    if _flag(chance):
        shapes["key"] = (*shapes["value"][:-1], chance.randint(1, 4)) if chance.random() < 0.8 else shape()
    return shapes


def _faults(make: Make, count: int) -> Iterator[str]:
    chance = random.Random(make.__name__)
    for _ in range(count):
        trial = make(chance)
        for batch in BATCHES:
            ours, theirs = our_answer(trial, batch), keras_answer(trial, batch)
            if not _agree(ours, theirs) and not (isinstance(ours, ShapeError) and not runs(trial)):
                yield f"{trial} at {batch}:\n  we {ours}\n  Keras {theirs}"


def _agree(ours: Answer | ShapeError, theirs: Answer | None) -> bool:
    if isinstance(ours, ShapeError):
        return theirs is None
    return ours.weights is None or ours == theirs


@pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)
def test_layers_agree_with_keras(make: Make) -> None:
    assert next(_faults(make, 25), None) is None


@pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)
def test_layers_are_seldom_left_open(make: Make) -> None:
    chance = random.Random(make.__name__)
    answers = [our_answer(make(chance), None) for _ in range(100)]
    left_open = [answer for answer in answers if isinstance(answer, Answer) and answer.weights is None]
    assert len(left_open) <= 20


UNFIT = {
    "features": {"query": (4, 3), "value": (5, 2)},
    "steps": {"query": (4, 3), "value": (5, 3), "key": (6, 3)},
}


@pytest.mark.parametrize("shapes", UNFIT.values(), ids=UNFIT)
def test_attention_over_unfit_shapes_is_refused_as_keras_refuses_to_run_it(shapes: dict[str, tuple[int, ...]]) -> None:
    trial = Trial({"Attention": {}}, shapes)
    assert isinstance(our_answer(trial, None), ShapeError)
    assert not runs(trial)
