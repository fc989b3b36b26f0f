"""How many rows of each class, and which groups, go into which part."""

from __future__ import annotations

import numpy as np

from nnspec.datasets.table import Array


def allocate_classes(counts: Array, *, sizes: tuple[int, int]) -> Array | None:
    """Tell how many rows of each class validate and test, by the largest remainder.

    Args:
        counts: (classes,) rows of each class.
        sizes: rows that validate, rows that test.

    Returns:
        (classes, 2) int64 whose columns sum to the sizes; None where each class could not keep a row
        for training.
    """
    validation_size, test_size = sizes
    if int((counts - 1).sum()) < validation_size + test_size:
        return None
    test = _allocate(counts * (test_size / counts.sum()), counts - 1, test_size)
    left = counts - 1 - test
    validation = _allocate(counts * (validation_size / counts.sum()), left, validation_size)
    return np.stack([validation, test], axis=1)


def allocate_groups(counts: Array, *, sizes: tuple[int, int, int], order: Array) -> Array:
    """Give each group to the part that lacks most rows; every part with a size gets a group.

    Args:
        counts: (groups,) rows of each group.
        sizes: rows that train, validate and test.
        order: the order in which the groups are given away.

    Returns:
        (groups,) int64, the part of each group: 0 trains, 1 validates, 2 tests.
    """
    lacking = np.array(sizes, dtype=np.int64)
    empty = lacking > 0
    part_of_group = np.zeros(len(counts), dtype=np.int64)
    for given, group in enumerate(order):
        must_fill_empty = len(order) - given <= empty.sum()
        part = int(np.argmax(np.where(empty, lacking, np.iinfo(np.int64).min) if must_fill_empty else lacking))
        part_of_group[group] = part
        lacking[part] -= counts[group]
        empty[part] = False
    return part_of_group


def _allocate(quotas: Array, capacities: Array, total: int) -> Array:
    if total == 0:
        return np.zeros(len(quotas), dtype=np.int64)
    allocated = np.minimum(np.floor(quotas).astype(np.int64), capacities)
    fits_all = total >= int((capacities > 0).sum())
    floor = np.minimum(capacities, 1) if fits_all else np.zeros_like(capacities)
    allocated = np.maximum(allocated, floor)
    while (surplus := int(allocated.sum()) - total) != 0:
        step = -1 if surplus > 0 else 1
        room = allocated > floor if step < 0 else allocated < capacities
        need = np.where(room, (quotas - allocated) * step, -np.inf)
        chosen = np.argsort(-need, kind="stable")[: min(abs(surplus), int(room.sum()))]
        allocated[chosen] += step
    return allocated
