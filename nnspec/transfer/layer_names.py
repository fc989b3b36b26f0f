"""A model of Keras' applications -> its layers named as in a fresh process."""

from __future__ import annotations

import re
from collections import defaultdict

import keras

from nnspec.spec.snake_case import to_snake_case


def renumber_layers(model: keras.Model) -> None:
    """Rename layers that Keras named from its process-wide counter, so that `conv2d_7` always means one layer.

    Args:
        model: its layers of the form `class` or `class_number` are counted anew from the top; others stay.
    """
    unnamed: dict[str, list[tuple[int, keras.layers.Layer]]] = defaultdict(list)
    for layer in model.layers:
        stem = to_snake_case(type(layer).__name__)
        match = re.fullmatch(rf"{stem}(?:_(\d+))?", layer.name)
        if match is not None:
            unnamed[stem].append((int(match[1] or 0), layer))
    for stem, layers in unnamed.items():
        for place, (_, layer) in enumerate(sorted(layers, key=lambda numbered: numbered[0])):
            layer.name = stem if place == 0 else f"{stem}_{place}"
