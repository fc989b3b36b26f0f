"""What training needs beside `fit`: freezing layer by layer, and an end after some steps."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any

import keras


def set_trainable(model: keras.layers.Layer, pattern: str, trains: bool) -> None:
    """Freeze or unfreeze layers by a pattern of names.

    Freezing goes to every layer by itself: only so BatchNormalization keeps its statistics. It
    stays frozen unless the pattern is its very name.
    """
    for layer in leaf_layers(model):
        if fnmatchcase(layer.name, pattern):
            normalises = isinstance(layer, keras.layers.BatchNormalization)
            if not trains or layer.name == pattern or not normalises:
                layer.trainable = trains


def leaf_layers(model: keras.layers.Layer) -> Iterator[keras.layers.Layer]:
    """Go through the layers of a model and of all models nested in it."""
    if not isinstance(model, keras.Model):
        yield model
        return
    for layer in model.layers:
        yield from leaf_layers(layer)


class StopAtStep(keras.callbacks.Callback):
    """Ends the training after some optimizer steps."""

    def __init__(self, steps: int) -> None:
        super().__init__()
        self.left = steps

    def on_train_batch_end(self, batch: int, logs: dict[str, Any] | None = None) -> None:
        """Count one step."""
        self.left -= 1
        if self.left <= 0:
            self.model.stop_training = True
