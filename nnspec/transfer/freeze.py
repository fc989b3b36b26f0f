"""Patterns of layer names -> which layers of a model train.

`training=False` does not protect the statistics of BatchNormalization in Keras 3; `trainable=False` on the layer
itself does. So freezing goes to every layer by itself, never to a model as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase

import keras

from nnspec.diagnostics.diagnostic import Path
from nnspec.diagnostics.spelling import suggest
from nnspec.errors import spec_error
from nnspec.spec.train import Stage

ALL = "all"


def set_trainable(model: keras.layers.Layer, patterns: Sequence[str], *, trains: bool, path: Path = ()) -> None:
    """Freeze or unfreeze layers; frozen BatchNormalization keeps its statistics.

    It stays frozen unless a pattern is its very name.

    Args:
        model: a base, or a single layer.
        patterns: names, patterns such as `conv4_*`, or `all`.
        trains: whether the layers train from now on.
        path: where the spec says so.

    Raises:
        SpecError: NN552 for a pattern that matches no layer.
    """
    for pattern in patterns:
        for layer in _matching(model, pattern, path):
            if not trains or pattern == layer.name or not isinstance(layer, keras.layers.BatchNormalization):
                layer.trainable = trains


def apply_stage(trunk: keras.Model, stage: Stage) -> None:
    """Apply what a stage of the training freezes and unfreezes; it takes effect with the next compile.

    Args:
        trunk: its bases and layers by the nodes' names.
        stage: `freeze`, then `unfreeze`.

    Raises:
        SpecError: NN552 for a base, layer or pattern that does not exist.
    """
    for key, trains, wanted in (("freeze", False, stage.freeze), ("unfreeze", True, stage.unfreeze)):
        for name, patterns in wanted:
            path = (*stage.path, key, name)
            set_trainable(_find(trunk, name, path), patterns, trains=trains, path=path)


def leaf_layers(model: keras.layers.Layer) -> Iterator[keras.layers.Layer]:
    """Go through the layers of a model and of all models nested in it; a layer is its own leaf."""
    if not isinstance(model, keras.Model):
        yield model
        return
    for layer in model.layers:
        yield from leaf_layers(layer)


def _matching(model: keras.layers.Layer, pattern: str, path: Path) -> list[keras.layers.Layer]:
    layers = list(leaf_layers(model))
    found = [layer for layer in layers if pattern == ALL or fnmatchcase(layer.name, pattern)]
    if not found:
        raise spec_error(
            "NN552",
            f"`{pattern}` matches no layer of `{model.name}`",
            path=path,
            received=pattern,
            hint=suggest(pattern.strip("*"), [layer.name for layer in layers]),
        )
    return found


def _find(trunk: keras.Model, name: str, path: Path) -> keras.layers.Layer:
    names = [layer.name for layer in trunk.layers]
    if name in names:
        return trunk.get_layer(name)
    message = f"`{name}` is neither a base nor a layer of this network"
    raise spec_error("NN552", message, path=path, received=name, hint=suggest(name, names))
