"""What training needs beside `fit`: freezing layer by layer, and an end after some steps."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import Any

import keras
import numpy as np

from nnspec.transfer.freeze import leaf_layers


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


class ChangedBatches(keras.utils.PyDataset):
    """Batches whose pictures change at random, in a new order in each epoch.

    Args:
        examples: inputs, targets and perhaps weights, by name.
        changes: layers that change an input, by its name.
        batch_size: rows of a batch.
        shuffle: whether the order changes.
    """

    def __init__(
        self,
        examples: tuple[dict[str, np.ndarray], ...],
        changes: dict[str, keras.layers.Layer],
        batch_size: int,
        shuffle: bool = True,
    ) -> None:
        super().__init__()
        self.examples, self.changes = examples, changes
        self.batch_size, self.shuffle = batch_size, shuffle
        self.order = np.arange(len(next(iter(examples[0].values()))))
        self.on_epoch_end()

    def __len__(self) -> int:
        """Count the batches."""
        return -(-len(self.order) // self.batch_size)

    def __getitem__(self, index: int) -> tuple[dict[str, np.ndarray], ...]:
        """Take one batch and change its pictures."""
        rows = self.order[index * self.batch_size : (index + 1) * self.batch_size]
        batch = [{name: values[rows] for name, values in part.items()} for part in self.examples]
        for name, change in self.changes.items():
            batch[0][name] = keras.ops.convert_to_numpy(change(batch[0][name], training=True))
        return tuple(batch)

    def on_epoch_end(self) -> None:
        """Order the rows anew."""
        if self.shuffle:
            np.random.shuffle(self.order)
