"""Ranks of inputs and of every layer whose output rank the catalog tells by itself."""

from __future__ import annotations

import pytest

from nnspec.catalog.catalog import load_catalog
from nnspec.graph.graph import Edge, Node
from nnspec.graph.ranks import input_rank, output_rank
from nnspec.spec.calls import Call
from nnspec.spec.inputs import ArrayInput, CategoryInput, ImageInput, NumberInput

LAYERS = [
    entry
    for entry in load_catalog().entries("layers")
    if entry.output_rank == "same" or isinstance(entry.output_rank, int)
]


@pytest.mark.parametrize("entry", LAYERS, ids=lambda entry: entry.name)
@pytest.mark.parametrize("rank", [2, 4, None])
def test_layer_with_a_plain_rule_gives_that_rank(entry, rank):
    node = Node(name="n", kind="layer", path=(), call=Call("layers", entry.name), edges=(Edge("above"),))
    expected = rank if entry.output_rank == "same" else entry.output_rank
    assert output_rank(node, {"above": rank}) == expected


@pytest.mark.parametrize(
    ("item", "rank"),
    [
        (NumberInput(name="x"), 2),
        (CategoryInput(name="x"), 2),
        (CategoryInput(name="x", encode="index"), 1),
        (ImageInput(name="x"), 4),
        (ArrayInput(name="x"), None),
        (ArrayInput(name="x", shape=()), 1),
        (ArrayInput(name="x", shape=(20, 3)), 3),
    ],
)
def test_input_has_the_rank_of_its_type(item, rank):
    assert input_rank(item) == rank


@pytest.mark.parametrize(("arguments", "rank"), [({"return_sequences": True}, 3), ({}, 2)])
def test_rank_follows_an_argument(arguments, rank):
    node = Node(name="n", kind="layer", path=(), call=Call("layers", "LSTM", arguments), edges=(Edge("above"),))
    assert output_rank(node, {"above": 3}) == rank


def test_rank_of_a_base_is_open():
    assert output_rank(Node(name="n", kind="base", path=(), base="b", edges=(Edge("x"),)), {"x": 4}) is None
