"""Rows -> which of them train, validate and test: the same rows that nnspec takes."""

from __future__ import annotations

import math

import numpy as np


def split_randomly(n_rows: int, validation: float, test: float, seed: int) -> dict[str, np.ndarray]:
    """Split rows at random."""
    return cut(shuffled(n_rows, seed), part_size(n_rows, validation), part_size(n_rows, test))


def split_by_time(times: np.ndarray, validation: float, test: float) -> dict[str, np.ndarray]:
    """Split rows by time: the latest are the test, those before them the validation."""
    latest_first = np.argsort(times, kind="stable")[::-1]
    n_rows = len(times)
    return cut(latest_first, part_size(n_rows, validation), part_size(n_rows, test))


def split_by_class(
    classes: np.ndarray, validation: float, test: float, seed: int
) -> dict[str, np.ndarray]:
    """Split rows at random so that every part holds the classes in their shares.

    Where too many classes have a single row, the classes do not count.
    """
    n_rows = len(classes)
    _, members, counts = np.unique(classes, return_inverse=True, return_counts=True)
    n_validation, n_test = part_size(n_rows, validation), part_size(n_rows, test)
    if (counts - 1).sum() < n_validation + n_test:
        return split_randomly(n_rows, validation, test, seed)
    tests = share_out(counts * (n_test / n_rows), counts - 1, n_test)
    left = counts - 1 - tests
    validations = share_out(counts * (n_validation / n_rows), left, n_validation)
    order = shuffled(n_rows, seed)
    parts = [
        cut(order[members[order] == place], validations[place], tests[place])
        for place in range(len(counts))
    ]
    return {
        name: np.sort(np.concatenate([part[name] for part in parts]))
        for name in ("train", "validation", "test")
    }


def split_by_group(
    groups: np.ndarray, validation: float, test: float, seed: int
) -> dict[str, np.ndarray]:
    """Split rows at random so that no group is in two parts: each goes where most rows lack."""
    _, members, counts = np.unique(groups, return_inverse=True, return_counts=True)
    n_validation, n_test = part_size(len(groups), validation), part_size(len(groups), test)
    lacking = np.array([len(groups) - n_validation - n_test, n_validation, n_test])
    empty = lacking > 0
    part_of_group = np.zeros(len(counts), "int64")
    for given, group in enumerate(shuffled(len(counts), seed)):
        must_fill_empty = len(counts) - given <= empty.sum()
        part = np.argmax(np.where(empty, lacking, -(2**62)) if must_fill_empty else lacking)
        part_of_group[group] = part
        lacking[part] -= counts[group]
        empty[part] = False
    names = ("train", "validation", "test")
    return {name: np.flatnonzero(part_of_group[members] == i) for i, name in enumerate(names)}


def part_size(n_rows: int, fraction: float) -> int:
    """Round a part's share of the rows; a part with a share gets at least one."""
    return 0 if fraction == 0 else max(1, math.floor(n_rows * fraction + 0.5))


def shuffled(n_rows: int, seed: int) -> np.ndarray:
    """Order rows at random; the raw bits of PCG64 are the same in every version of NumPy."""
    return np.argsort(np.random.PCG64(seed).random_raw(n_rows), kind="stable")


def cut(order: np.ndarray, n_validation: int, n_test: int) -> dict[str, np.ndarray]:
    """Take the test from the front, then the validation; what is left trains."""
    test, validation, train = np.split(order, [n_test, n_test + n_validation])
    return {"train": np.sort(train), "validation": np.sort(validation), "test": np.sort(test)}


def share_out(quotas: np.ndarray, most: np.ndarray, total: int) -> np.ndarray:
    """Share out rows by the largest remainder, at least one each where there are enough."""
    if total == 0:
        return np.zeros(len(quotas), "int64")
    least = np.minimum(most, 1) if total >= (most > 0).sum() else np.zeros_like(most)
    shares = np.maximum(np.minimum(np.floor(quotas).astype("int64"), most), least)
    while surplus := shares.sum() - total:
        step = -1 if surplus > 0 else 1
        room = shares > least if step < 0 else shares < most
        need = np.where(room, (quotas - shares) * step, -np.inf)
        shares[np.argsort(-need, kind="stable")[: min(abs(surplus), room.sum())]] += step
    return shares
