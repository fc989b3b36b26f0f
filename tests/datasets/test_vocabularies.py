"""What is learned of texts is what Keras' `adapt` learns of them."""

from __future__ import annotations

import keras
import numpy as np
import pytest
from sklearn import datasets

from nnspec.datasets.texts import tokens_of
from nnspec.datasets.vocabularies import learn_texts
from nnspec.errors import SpecError
from nnspec.spec.inputs import TextInput

pytestmark = pytest.mark.backend

DESCRIPTIONS = [load().DESCR for load in (datasets.load_iris, datasets.load_wine, datasets.load_diabetes)]
TEXTS = [
    *(line for text in DESCRIPTIONS for line in text.splitlines()),
    "Ärger über ÜBER é",
    "tab\tand\x0bvertical\x0cfeed\u00a0and\u2003wide",
    "[UNK] [UNK] unk",
    "",
    "!!!",
    "don't-stop_it (now)",
]
KEYS = [
    {},
    {"max_tokens": 40},
    {"standardize": "none"},
    {"standardize": "lower"},
    {"standardize": "strip_punctuation"},
    {"split": "character"},
    {"split": "none"},
    {"ngrams": 2},
    {"ngrams": (1, 3)},
    {"output_mode": "multi_hot", "max_tokens": 40},
    {"output_mode": "count"},
    {"output_mode": "tf_idf", "max_tokens": 60},
    {"output_mode": "tf_idf", "split": "character"},
]


def adapted(item: TextInput) -> keras.layers.TextVectorization:
    layer = keras.layers.TextVectorization(
        max_tokens=item.max_tokens,
        standardize=None if item.standardize == "none" else item.standardize,
        split=None if item.split == "none" else item.split,
        ngrams=item.ngrams,
        output_mode=item.output_mode,
    )
    layer.adapt(TEXTS)
    return layer


@pytest.mark.parametrize("keys", KEYS, ids=str)
def test_learned_vocabulary_is_that_of_adapt(keys: dict[str, object]) -> None:
    item = TextInput(name="text", **keys)
    learned = learn_texts(TEXTS, item)
    assert list(learned["vocabulary"]) == adapted(item).get_vocabulary(include_special_tokens=False)


@pytest.mark.parametrize("keys", [each for each in KEYS if each.get("output_mode") == "tf_idf"], ids=str)
def test_vectors_of_learned_weights_are_those_of_adapt(keys: dict[str, object]) -> None:
    item = TextInput(name="text", **keys)
    learned = learn_texts(TEXTS, item)
    layer = keras.layers.TextVectorization(
        split=item.split,
        output_mode="tf_idf",
        vocabulary=list(learned["vocabulary"]),
        idf_weights=list(learned["idf_weights"]),
    )
    np.testing.assert_allclose(layer(TEXTS), adapted(item)(TEXTS), rtol=1e-6)


def test_default_length_holds_95_percent_of_the_texts() -> None:
    item = TextInput(name="text")
    lengths = [len(tokens_of(text, item)) for text in TEXTS]
    length = learn_texts(TEXTS, item)["length"]
    assert np.mean(np.array(lengths) <= length) >= 0.95 > np.mean(np.array(lengths) < length)


def test_default_length_is_at_most_512() -> None:
    assert learn_texts(["word " * 5000], TextInput(name="text"))["length"] == 512


def test_vocabulary_of_the_spec_is_kept() -> None:
    item = TextInput(name="text", vocabulary=("iris", "wine"), output_mode="tf_idf", idf_weights=(1.0, 2.0))
    assert learn_texts(TEXTS, item) == {"vocabulary": ("iris", "wine"), "idf_weights": (1.0, 2.0)}


def test_texts_without_any_token_are_a_finding() -> None:
    with pytest.raises(SpecError, match="no training text of `text` holds a token"):
        learn_texts(["", "!?"], TextInput(name="text"))
