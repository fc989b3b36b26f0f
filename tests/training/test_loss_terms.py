import itertools

import keras
import numpy as np
import pytest
import tensorflow as tf

from nnspec.training.losses import loss_terms

pytestmark = pytest.mark.backend
REDUCTIONS = ("sum_over_batch_size", "mean", "sum", "mean_with_sample_weight")
RNG = np.random.default_rng(2)
OUTPUT, TARGET = RNG.normal(size=(2, 7, 5, 3)).astype("float32")
ROW_WEIGHTS = RNG.uniform(0.5, 2, 7).astype("float32")
MASK = RNG.random((7, 5)) < 0.6


def quotient(loss, *, cuts=(0, 7), weights=None, mask=None):
    terms = []
    for start, stop in itertools.pairwise(cuts):
        output = tf.constant(OUTPUT[start:stop])
        if mask is not None:
            output._keras_mask = tf.constant(mask[start:stop])
        part = None if weights is None else tf.constant(weights[start:stop])
        fraction = (stop - start) / 7
        terms.append(loss_terms(loss, target=TARGET[start:stop], output=output, weights=part, fraction=fraction))
    numerators, denominators = np.sum(terms, axis=0)
    return numerators / denominators


def keras_value(loss, *, weights=None, mask=None):
    output = tf.constant(OUTPUT)
    if mask is not None:
        output._keras_mask = tf.constant(mask)
    return float(loss(TARGET, output, sample_weight=weights))


@pytest.mark.parametrize("reduction", REDUCTIONS)
@pytest.mark.parametrize("mask", [None, MASK], ids=["unmasked", "masked"])
@pytest.mark.parametrize("weighted", [False, True])
def test_loss_terms_of_a_whole_batch_give_what_keras_gives(reduction, mask, weighted):
    loss = keras.losses.MeanSquaredError(reduction=reduction)
    weights = np.repeat(ROW_WEIGHTS[:, None], 5, axis=1) if weighted else None
    received = quotient(loss, weights=weights, mask=mask)
    assert received == pytest.approx(keras_value(loss, weights=weights, mask=mask), rel=1e-5)


@pytest.mark.parametrize("reduction", REDUCTIONS)
@pytest.mark.parametrize("cuts", [(0, 4, 7), (0, 1, 2, 7)])
def test_loss_terms_of_parts_add_up_to_the_whole(reduction, cuts):
    loss = keras.losses.MeanAbsoluteError(reduction=reduction)
    whole = quotient(loss, weights=ROW_WEIGHTS, mask=MASK)
    assert quotient(loss, cuts=cuts, weights=ROW_WEIGHTS, mask=MASK) == pytest.approx(whole, rel=1e-5)


def test_loss_terms_with_row_weights_spread_them_over_positions():
    loss = keras.losses.MeanSquaredError()
    spread = np.repeat(ROW_WEIGHTS[:, None], 5, axis=1)
    assert quotient(loss, weights=ROW_WEIGHTS) == pytest.approx(quotient(loss, weights=spread), rel=1e-6)


def test_loss_terms_with_ignored_class_leave_its_rows_out():
    loss = keras.losses.SparseCategoricalCrossentropy(ignore_class=0)
    target, output = np.array([0, 1, 2, 0]), tf.nn.softmax(tf.constant(OUTPUT[:4, 0]))
    numerator, denominator = loss_terms(loss, target=target, output=output, weights=None, fraction=1.0)
    assert float(numerator / denominator) == pytest.approx(float(loss(target, output)), rel=1e-5)


def test_loss_terms_of_a_loss_with_one_number_per_batch_give_that_number():
    loss = keras.losses.Dice()
    output = tf.nn.sigmoid(tf.constant(OUTPUT))
    numerator, denominator = loss_terms(loss, target=np.round(output), output=output, weights=None, fraction=1.0)
    assert float(numerator / denominator) == pytest.approx(float(loss(np.round(output), output)), rel=1e-5)
