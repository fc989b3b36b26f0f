"""Rows and a seed -> which rows train, validate and test; a pure function of both."""

from __future__ import annotations

import math

import numpy as np

from nnspec.datasets.allocation import allocate_classes, allocate_groups
from nnspec.datasets.table import Array
from nnspec.records import record


class SplitImpossibleError(Exception):
    """The rows cannot be split as asked; the message says why."""


@record
class Parts:
    """The rows of each part, ascending; int64.

    Args:
        train: never empty.
        validation: empty where none is asked for.
        test: likewise.
    """

    train: Array
    validation: Array
    test: Array


@record(kw_only=True)
class Fractions:
    """The shares of validation and test, each at least 0 and together below 1."""

    validation: float
    test: float


def split_randomly(rows: int, *, fractions: Fractions, seed: int) -> Parts:
    """Split rows at random.

    Args:
        rows: how many there are.
        fractions: of the parts; a part with a share gets at least one row.
        seed: of the order.

    Raises:
        SplitImpossibleError: for too few rows.
    """
    _, validation, test = part_sizes(rows, fractions)
    order = shuffled(rows, seed=seed)
    return _parts(order, validation, test)


def split_by_time(times: Array, *, fractions: Fractions) -> Parts:
    """Split rows by time: the latest are the test, those before them the validation.

    Args:
        times: (rows,) numbers or dates; equal times keep their order.
        fractions: of the parts.

    Raises:
        SplitImpossibleError: for too few rows.
    """
    _, validation, test = part_sizes(len(times), fractions)
    latest_first = np.argsort(times, kind="stable")[::-1]
    return _parts(latest_first, validation, test)


def split_by_class(classes: Array, *, fractions: Fractions, seed: int) -> Parts:
    """Split rows at random so that every part holds the classes in their shares.

    Every class trains; one with two rows or more is in the other parts as well where these have room.

    Args:
        classes: (rows,) the class of each row.
        fractions: of the parts; their sizes are those of a random split.
        seed: of the order.

    Raises:
        SplitImpossibleError: for too few rows, or too many classes of one row.
    """
    sizes = part_sizes(len(classes), fractions)
    _, inverse, counts = np.unique(classes, return_inverse=True, return_counts=True)
    shares = allocate_classes(counts, sizes=sizes[1:])
    if shares is None:
        raise SplitImpossibleError(f"{len(counts)} classes in {len(classes)} rows leave too few for each part")
    order = shuffled(len(classes), seed=seed)
    members = [order[inverse[order] == index] for index in range(len(counts))]
    return _merge([_parts(rows, *share) for rows, share in zip(members, shares.tolist(), strict=True)])


def split_by_group(groups: Array, *, fractions: Fractions, seed: int) -> Parts:
    """Split rows at random so that no group is in two parts.

    Args:
        groups: (rows,) the group of each row.
        fractions: of the parts, met as nearly as whole groups allow.
        seed: of the order.

    Raises:
        SplitImpossibleError: for fewer groups than parts.
    """
    sizes = part_sizes(len(groups), fractions)
    _, inverse, counts = np.unique(groups, return_inverse=True, return_counts=True)
    wanted = sum(size > 0 for size in sizes)
    if len(counts) < wanted:
        raise SplitImpossibleError(f"{len(counts)} groups cannot fill {wanted} parts")
    part_of_group = allocate_groups(counts, sizes=sizes, order=shuffled(len(counts), seed=seed))
    part = part_of_group[inverse]
    return Parts(*(np.flatnonzero(part == index) for index in range(3)))


def part_sizes(rows: int, fractions: Fractions) -> tuple[int, int, int]:
    """Tell how many rows train, validate and test: shares rounded, at least one row each.

    Raises:
        SplitImpossibleError: where no row would train.
    """
    validation, test = _size(rows, fractions.validation), _size(rows, fractions.test)
    train = rows - validation - test
    if train < 1:
        raise SplitImpossibleError(f"{rows} rows leave none for training")
    return train, validation, test


def shuffled(rows: int, *, seed: int) -> Array:
    """Order rows at random; the raw bits of PCG64 are the same in every version of NumPy."""
    return np.argsort(np.random.PCG64(seed).random_raw(rows), kind="stable")


def _size(rows: int, fraction: float) -> int:
    return 0 if fraction == 0 else max(1, math.floor(rows * fraction + 0.5))


def _parts(order: Array, validation: int, test: int) -> Parts:
    cut = np.split(order, [test, test + validation])
    return Parts(train=np.sort(cut[2]), validation=np.sort(cut[1]), test=np.sort(cut[0]))


def _merge(parts: list[Parts]) -> Parts:
    return Parts(
        train=np.sort(np.concatenate([part.train for part in parts])),
        validation=np.sort(np.concatenate([part.validation for part in parts])),
        test=np.sort(np.concatenate([part.test for part in parts])),
    )
