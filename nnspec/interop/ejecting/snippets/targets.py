"""The truth as the data hold it -> targets as losses take them, and weights of rows."""

from __future__ import annotations

from typing import Any

import numpy as np


def class_names(truth: np.ndarray) -> list[Any]:
    """List the classes in the order of their neurons."""
    return list(range(truth.shape[1])) if truth.ndim == 2 else np.unique(truth).tolist()


def counted_classes(truth: np.ndarray, n_classes: int) -> list[Any]:
    """List the classes where their number is given: places where the data hold places."""
    if truth.ndim == 2 or (truth.dtype != object and 0 <= truth.min() <= truth.max() < n_classes):
        return list(range(n_classes))
    return class_names(truth)


def class_places(truth: np.ndarray, classes: list[Any]) -> np.ndarray:
    """Give each row the place of its class; data hold classes, their places, or one-hot rows."""
    if truth.ndim == 2:
        return truth.argmax(axis=1)
    values = truth.tolist()
    places = {str(name): place for place, name in enumerate(classes)}
    if not all(str(value) in places for value in values):
        places = {str(place): place for place in range(len(classes))}
    return np.array([places[str(value)] for value in values])


def class_weights(
    train: np.ndarray, truth: np.ndarray, classes: list[Any], given: dict[str, float] | None
) -> np.ndarray:
    """Weigh rows by their class: as given, or by the inverse of its frequency in training."""
    counts = np.bincount(class_places(train, classes), minlength=len(classes))
    by_class = np.where(counts > 0, counts.sum() / (len(classes) * np.maximum(counts, 1)), 1.0)
    if given is not None:
        by_class = np.array([given[str(name)] for name in classes])
    return by_class[class_places(truth, classes)]
