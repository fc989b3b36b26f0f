"""Names of unnamed layers."""

from __future__ import annotations

import pytest

from nnspec.graph.names import LayerNames
from nnspec.spec.snake_case import to_snake_case


def test_names_count_up_and_skip_taken_ones():
    names = LayerNames(["dense", "dense_2"])
    assert [names.next_for("Dense") for _ in range(3)] == ["dense_1", "dense_3", "dense_4"]


@pytest.mark.parametrize(
    ("word", "written"),
    [
        ("Dense", "dense"),
        ("Conv2D", "conv2d"),
        ("BatchNormalization", "batch_normalization"),
        ("AUC", "auc"),
        ("KAN", "kan"),
        ("MaxPooling2D", "max_pooling2d"),
        ("R2Score", "r2_score"),
        ("LSTM", "lstm"),
        ("Conv2DTranspose", "conv2d_transpose"),
    ],
)
def test_class_names_are_written_as_keras_writes_them(word, written):
    assert to_snake_case(word) == written
