"""The splits that ejected scripts make are nnspec's own, row for row."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnspec.datasets import splitting
from nnspec.datasets.splitting import Fractions, Parts, SplitImpossibleError
from nnspec.interop.ejecting.snippets import splitting as snippets

SHARES = st.sampled_from([0.0, 0.1, 0.15, 0.25, 1 / 3])
SEEDS = st.integers(0, 2**32 - 1)
LABELS = st.lists(st.integers(0, 4), min_size=6, max_size=60).map(np.array)


def as_lists(parts: Parts | dict[str, np.ndarray]) -> list[list[int]]:
    named = parts if isinstance(parts, dict) else {"train": parts.train, "v": parts.validation, "t": parts.test}
    return [rows.tolist() for rows in named.values()]


@given(n_rows=st.integers(6, 200), validation=SHARES, test=SHARES, seed=SEEDS)
def test_random_split_takes_the_same_rows(n_rows: int, validation: float, test: float, seed: int) -> None:
    expected = splitting.split_randomly(n_rows, fractions=Fractions(validation=validation, test=test), seed=seed)
    assert as_lists(snippets.split_randomly(n_rows, validation, test, seed)) == as_lists(expected)


@given(classes=LABELS, validation=SHARES, test=SHARES, seed=SEEDS)
def test_split_by_class_takes_the_same_rows(classes: np.ndarray, validation: float, test: float, seed: int) -> None:
    fractions = Fractions(validation=validation, test=test)
    try:
        expected = splitting.split_by_class(classes, fractions=fractions, seed=seed)
    except SplitImpossibleError:
        expected = splitting.split_randomly(len(classes), fractions=fractions, seed=seed)
    assert as_lists(snippets.split_by_class(classes, validation, test, seed)) == as_lists(expected)


@given(groups=LABELS, validation=SHARES, test=SHARES, seed=SEEDS)
def test_split_by_group_takes_the_same_rows(groups: np.ndarray, validation: float, test: float, seed: int) -> None:
    fractions = Fractions(validation=validation, test=test)
    try:
        expected = splitting.split_by_group(groups, fractions=fractions, seed=seed)
    except SplitImpossibleError:
        return
    assert as_lists(snippets.split_by_group(groups, validation, test, seed)) == as_lists(expected)


@given(times=LABELS, validation=SHARES, test=SHARES)
def test_split_by_time_takes_the_same_rows(times: np.ndarray, validation: float, test: float) -> None:
    expected = splitting.split_by_time(times, fractions=Fractions(validation=validation, test=test))
    assert as_lists(snippets.split_by_time(times, validation, test)) == as_lists(expected)


def test_classes_of_one_row_each_are_split_at_random() -> None:
    given_parts = snippets.split_by_class(np.arange(20), 0.2, 0.2, 1)
    assert as_lists(given_parts) == as_lists(snippets.split_randomly(20, 0.2, 0.2, 1))
    with pytest.raises(SplitImpossibleError):
        splitting.split_by_class(np.arange(20), fractions=Fractions(validation=0.2, test=0.2), seed=1)
