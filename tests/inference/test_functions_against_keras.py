"""Every function of `keras.ops`: what we infer is what Keras says, on samples and on random calls around them."""

from __future__ import annotations

import warnings
from collections.abc import Iterator

import numpy as np
import pytest

from function_samples import WHOLE_TENSORS, arguments_for, functions, tensors_for
from keras_functions import (
    Situation,
    at_batch,
    is_undecided,
    keras_says,
    open_at_batch,
    sampled,
    we_say,
)
from nnspec.catalog.catalog import Entry
from nnspec.inference.outcome import ShapeError
from random_calls import random_calls

pytestmark = pytest.mark.backend

BATCHES = (2, 3, 7)
CALLS = 30
# The lengths depend on the numbers in the tensor, or on which is less, the batch or another axis.
OPEN = {"bincount", "diagonal", "nonzero"}
# Keras says the number of rows of a batch with 64 bits, and of a vector of known length with 32.
BY_BATCH = {"searchsorted"}


@pytest.fixture(scope="module")
def verdicts() -> list[str]:
    """Compare us with Keras on a sample of every function and on random calls around it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return [_verdict(situation) for situation in _situations()]


def test_functions_on_samples_are_exact() -> None:
    undecided = {entry.name for entry in functions() if _is_open(_sample(entry))}
    assert undecided == OPEN


def test_functions_on_random_calls_agree_with_keras(verdicts: list[str]) -> None:
    assert [verdict for verdict in verdicts if verdict not in ("same", "open")] == []


def test_functions_on_random_calls_are_seldom_left_open(verdicts: list[str]) -> None:
    assert verdicts.count("open") < len(verdicts) / 25


def _sample(entry: Entry) -> Situation:
    given = arguments_for(entry)
    arguments = {name: value.tolist() if isinstance(value, np.ndarray) else value for name, value in given.items()}
    return sampled(entry, tensors_for(entry), arguments, WHOLE_TENSORS.get(entry.name, ()))


def _situations() -> Iterator[Situation]:
    for entry in functions():
        yield _sample(entry)
        yield from random_calls(_sample(entry), CALLS, seed=1)


def _is_open(situation: Situation) -> bool:
    found = we_say(situation)
    return not isinstance(found, ShapeError) and is_undecided(found) and keras_says(situation, 2) is not None


def _verdict(situation: Situation) -> str:
    """Say `same`, `open` where we leave it open, or where we and Keras differ."""
    ours, while_building = we_say(situation), keras_says(situation, None)
    with_batch = {batch: keras_says(situation, batch) for batch in BATCHES}
    shown = f"{situation.entry.name} {dict(situation.tensors)} {dict(situation.arguments)}: {ours}, {while_building}"
    if isinstance(ours, ShapeError):
        refused = while_building is None or not any(with_batch.values())
        return "same" if refused else f"refused by us alone: {shown}"
    if ours is None or is_undecided(ours):
        return "open"
    if while_building is None:
        return f"refused by Keras alone: {shown}"
    batches = () if situation.entry.name in BY_BATCH else BATCHES
    same = all(with_batch[batch] in (None, at_batch(ours, batch)) for batch in batches)
    return "same" if same and _is_no_less(open_at_batch(ours), while_building) else f"different: {shown}"


def _is_no_less(ours: list[tuple], theirs: list[tuple]) -> bool:
    """Tell whether we say what Keras says; a number where Keras says None is more, not less."""
    if [(len(shape), dtype) for shape, dtype in ours] != [(len(shape), dtype) for shape, dtype in theirs]:
        return False
    pairs = zip(
        (size for shape, _ in ours for size in shape), (size for shape, _ in theirs for size in shape), strict=True
    )
    return all(wanted in (None, size) for size, wanted in pairs)
