"""A loaded base -> what happened to each of its layers, as data and as lines for people."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import groupby
from typing import Literal

from nnspec.compiler.base_model import BaseModel
from nnspec.records import record
from nnspec.transfer.freeze import leaf_layers

Origin = Literal["copied", "random"]


@record
class LayerLoad:
    """One layer that has weights.

    Args:
        name: of the layer.
        origin: whether its weights were copied from a file or are random.
        trainable: False where it is frozen.
        parameters: how many weights it has.
    """

    name: str
    origin: Origin
    trainable: bool
    parameters: int

    @property
    def status(self) -> str:
        """Origin and freezing in words, such as `copied, frozen`."""
        return f"{self.origin}, {'trainable' if self.trainable else 'frozen'}"


@record
class LoadReport:
    """What happened to a base, layer by layer."""

    base: str
    layers: tuple[LayerLoad, ...]

    def count(self, *, trainable: bool) -> int:
        """Count the weights that train, or those that do not."""
        return sum(layer.parameters for layer in self.layers if layer.trainable == trainable)

    def lines(self) -> Iterator[str]:
        """Write the report; layers of one status that follow each other are one line."""
        frozen, trained = self.count(trainable=False), self.count(trainable=True)
        yield f"{self.base}: {len(self.layers)} layers with weights, {frozen:,} frozen, {trained:,} trainable"
        for status, run in groupby(self.layers, key=lambda layer: layer.status):
            layers = list(run)
            span = layers[0].name if len(layers) == 1 else f"{layers[0].name} .. {layers[-1].name}"
            total = sum(layer.parameters for layer in layers)
            yield f"  {span}: {status} ({len(layers)} layers, {total:,} parameters)"


def report_load(base: BaseModel) -> LoadReport:
    """Describe a loaded base as it stands now.

    Args:
        base: from `load_base`.
    """
    layers = tuple(
        LayerLoad(
            name=layer.name,
            origin="copied" if base.weights_copied else "random",
            trainable=layer.trainable,
            parameters=sum(math.prod(weight.shape) for weight in layer.weights),
        )
        for layer in leaf_layers(base.model)
        if layer.weights
    )
    return LoadReport(base.name, layers)
