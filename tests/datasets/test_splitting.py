"""Splits: disjoint, complete, deterministic, and each kind's own promise."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from nnspec.datasets.splitting import (
    Fractions,
    SplitImpossibleError,
    split_by_class,
    split_by_group,
    split_by_time,
    split_randomly,
)

SEEDS = st.integers(0, 2**32 - 1)
FRACTIONS = st.builds(
    Fractions, validation=st.sampled_from([0.0, 0.1, 0.15, 0.3]), test=st.sampled_from([0.0, 0.1, 0.2, 0.4])
)
CLASSES = st.lists(st.sampled_from("abc"), min_size=12, max_size=300).map(np.array)


def together(parts):
    return np.concatenate([parts.train, parts.validation, parts.test])


def is_partition(parts, rows):
    return np.array_equal(np.sort(together(parts)), np.arange(rows))


def same(one, other):
    return all(np.array_equal(getattr(one, n), getattr(other, n)) for n in ("train", "validation", "test"))


@given(rows=st.integers(3, 500), fractions=FRACTIONS, seed=SEEDS)
def test_random_split_is_a_partition_of_right_sizes(rows, fractions, seed):
    parts = split_randomly(rows, fractions=fractions, seed=seed)
    assert is_partition(parts, rows)
    assert abs(len(parts.test) - rows * fractions.test) <= 1
    assert (len(parts.validation) > 0) == (fractions.validation > 0)


@given(seed=SEEDS)
def test_random_split_is_a_function_of_the_seed(seed):
    fractions = Fractions(validation=0.2, test=0.2)
    one, other = (split_randomly(200, fractions=fractions, seed=s) for s in (seed, seed))
    assert same(one, other)
    assert not same(one, split_randomly(200, fractions=fractions, seed=seed + 1))


def test_random_split_is_the_same_in_every_version():
    parts = split_randomly(10, fractions=Fractions(validation=0.2, test=0.2), seed=7)
    assert (parts.test.tolist(), parts.validation.tolist()) == ([3, 6], [4, 9])


@given(classes=CLASSES, fractions=FRACTIONS, seed=SEEDS)
def test_stratified_split_keeps_sizes_and_trains_every_class(classes, fractions, seed):
    parts = split_by_class(classes, fractions=fractions, seed=seed)
    assert is_partition(parts, len(classes))
    assert len(parts.test) == len(split_randomly(len(classes), fractions=fractions, seed=seed).test)
    assert set(classes[parts.train]) == set(classes)


@given(seed=SEEDS)
def test_stratified_split_keeps_shares(seed):
    classes = np.repeat(np.arange(3), [100, 60, 40])
    parts = split_by_class(classes, fractions=Fractions(validation=0.15, test=0.15), seed=seed)
    assert np.bincount(classes[parts.test]).tolist() == [15, 9, 6]
    assert np.bincount(classes[parts.validation]).tolist() == [15, 9, 6]


def test_stratified_split_tests_a_class_of_two_rows():
    classes = np.array(["rare"] * 2 + ["common"] * 98)
    parts = split_by_class(classes, fractions=Fractions(validation=0.1, test=0.1), seed=0)
    assert (np.sum(classes[parts.test] == "rare"), np.sum(classes[parts.train] == "rare")) == (1, 1)
    assert (len(parts.validation), len(parts.test)) == (10, 10)


def test_stratified_split_of_single_rows_is_impossible():
    with pytest.raises(SplitImpossibleError, match="10 classes in 10 rows"):
        split_by_class(np.arange(10), fractions=Fractions(validation=0.1, test=0.1), seed=0)


@given(groups=st.lists(st.integers(0, 30), min_size=60, max_size=300).map(np.array), seed=SEEDS)
def test_grouped_split_never_crosses(groups, seed):
    assume(len(set(groups)) >= 3)
    parts = split_by_group(groups, fractions=Fractions(validation=0.2, test=0.2), seed=seed)
    members = [set(groups[rows]) for rows in (parts.train, parts.validation, parts.test)]
    assert is_partition(parts, len(groups))
    assert all(members)
    assert sum(map(len, members)) == len(set.union(*members))


@given(seed=SEEDS)
def test_grouped_split_of_equal_groups_meets_the_shares(seed):
    parts = split_by_group(np.repeat(np.arange(20), 5), fractions=Fractions(validation=0.2, test=0.2), seed=seed)
    assert (len(parts.validation), len(parts.test)) == (20, 20)


def test_grouped_split_with_fewest_groups_fills_every_part():
    groups = np.repeat(np.arange(3), [33, 33, 34])
    parts = split_by_group(groups, fractions=Fractions(validation=0.1, test=0.1), seed=3)
    assert min(len(parts.train), len(parts.validation), len(parts.test)) > 0


def test_grouped_split_of_too_few_groups_is_impossible():
    with pytest.raises(SplitImpossibleError, match="2 groups cannot fill 3 parts"):
        split_by_group(np.array([0, 1] * 20), fractions=Fractions(validation=0.2, test=0.2), seed=0)


@given(times=st.lists(st.integers(0, 1000), min_size=5, max_size=200).map(np.array))
def test_time_split_is_in_order(times):
    parts = split_by_time(times, fractions=Fractions(validation=0.2, test=0.2))
    assert is_partition(parts, len(times))
    assert times[parts.train].max() <= times[parts.validation].min()
    assert times[parts.validation].max() <= times[parts.test].min()


def test_split_of_two_rows_into_three_parts_is_impossible():
    with pytest.raises(SplitImpossibleError, match="2 rows leave none"):
        split_randomly(2, fractions=Fractions(validation=0.15, test=0.15), seed=0)
