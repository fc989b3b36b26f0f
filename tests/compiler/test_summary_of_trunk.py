"""What `nnspec build` shows: counts, and a row per layer."""

import pytest

from nnspec.compiler.summary import summarise
from small_networks import network

pytestmark = pytest.mark.backend

TEXT = "inputs: {x: number}\nhidden: [{Dense: 4}, BatchNormalization, {Dropout: 0.5}]\noutputs: {y: number}\n"


def summary():
    made = network(TEXT)
    return summarise(made.build(), made.graph)


def test_summary_counts_what_trains_and_what_does_not():
    assert (summary().trainable, summary().non_trainable) == (3 * 4 + 4 + 8 + 5, 8)


def test_summary_counts_no_seeds_of_random_layers():
    assert summary().parameters == sum(row.parameters for row in summary().layers) == 37


def test_summary_has_a_row_per_node_with_its_place():
    rows = summary().layers
    assert [row.name for row in rows] == ["x", "dense", "batch_normalization", "dropout", "y"]
    assert [row.kind for row in rows] == ["Input", "Dense", "BatchNormalization", "Dropout", "Dense"]
    assert (rows[1].output_shape, rows[1].parameters, rows[1].path) == ((4,), 16, ("hidden", 0))
