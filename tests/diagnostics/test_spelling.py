"""The nearest known spelling."""

from __future__ import annotations

import pytest

from nnspec.diagnostics.spelling import nearest, suggest

KNOWN = ("Dense", "BatchNormalization", "kernel_size", "units", "relu")


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("dense", "Dense"),
        ("batch_normalization", "BatchNormalization"),
        ("kernelsize", "kernel_size"),
        ("kernel-size", "kernel_size"),
        ("unitz", "units"),
        ("Reluu", "relu"),
        ("quadrangle", None),
        ("", None),
    ],
)
def test_misspelt_word_finds_its_neighbour(word, found):
    assert nearest(word, KNOWN) == found


def test_first_of_equal_spellings_wins():
    assert nearest("RELU", ("ReLU", "relu")) == "ReLU"


def test_suggestion_is_a_question():
    assert suggest("dense", KNOWN) == "did you mean `Dense`?"
    assert suggest("xyz", KNOWN) is None
