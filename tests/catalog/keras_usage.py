"""Use what an entry stands for as training would, so that Keras gets every chance to refuse an argument."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np

import layer_calls
from keras_samples import build_arguments, make, resolve
from nnspec.catalog.catalog import Entry

_PREDICTIONS = np.array([[0.2, 0.7, 0.1], [0.5, 0.3, 0.2]], "float32")
_TARGETS = np.array([[0.0, 1.0, 0.0], [1.0, 0.0, 0.0]], "float32")
_LABELS = np.array([1, 0], "int32")
_LABELS_AND_PREDICTIONS = (
    "CategoricalGeneralizedCrossEntropy",
    "Circle",
    "SparseCategoricalAccuracy",
    "SparseCategoricalCrossentropy",
    "SparseTopKCategoricalAccuracy",
)


def use(entry: Entry, **arguments: Any) -> None:
    """Construct what an entry stands for, and call it once on small tensors.

    Args:
        entry: an entry that is not refused.
        arguments: plain values, right or wrong, beside samples for what is required.
    """
    if entry.family == "activations":
        resolve(entry.path)(keras.ops.ones((2, 2)), **build_arguments(entry, arguments))
        return
    made = make(entry, **arguments)
    match entry.family:
        case "layers":
            layer_calls.call(made, entry, layer_calls.ranks_to_try(entry)[0])
        case "losses":
            made(*_targets_and_predictions(entry))
        case "metrics":
            made.update_state(*_targets_and_predictions(entry))
            made.result()
        case "optimizers":
            weight = keras.Variable(_PREDICTIONS)
            made.build([weight])
            made.apply([keras.ops.ones_like(weight)])
        case "schedules":
            made(keras.ops.convert_to_tensor(3))
        case "initializers":
            made((4, 3, 2) if entry.name == "STFT" else (3, 3))
        case "regularizers" | "constraints":
            made(keras.ops.convert_to_tensor(_PREDICTIONS))


def _targets_and_predictions(entry: Entry) -> tuple[Any, Any]:
    if entry.name in _LABELS_AND_PREDICTIONS:
        return _LABELS, _PREDICTIONS
    if entry.name == "CTC":
        return _LABELS[:, None], keras.ops.ones((2, 4, 3))
    if entry.name in ("IoU", "MeanIoU", "BinaryIoU"):
        return _LABELS, _LABELS
    return _TARGETS, _PREDICTIONS
