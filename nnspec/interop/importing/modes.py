"""A call that always trains -> nothing where that changes nothing, else a refusal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from nnspec.catalog.catalog import load_catalog
from nnspec.errors import spec_error
from nnspec.interop.importing.network import Config, Step

# How strong a layer's randomness is, by the argument's name; layers with a seed and none of these are always random.
_STRENGTHS = ("rate", "dropout", "recurrent_dropout", "stddev")


def check_mode(step: Step, *, trainable: bool) -> None:
    """See whether a call with `training=True` does what it does without.

    A spec says of no call whether it trains. `training=False` says nothing: Keras writes it into the config of each
    Dropout, and `fit` overrides it.

    Args:
        step: the call of a layer or of a nested model.
        trainable: False inside a model that is not.

    Raises:
        SpecError: NN562, it contains a layer that does something else in training.
    """
    if step.keywords.get("training") is not True:
        return
    for layer in _layers_in(step.config, trainable=trainable):
        raise spec_error(
            "NN562",
            f"`{step.layer}` is called with `training=True`, which no spec can say",
            received=f"`{layer['config']['name']}`, {layer['class_name']}, does something else in training",
            hint="build the model without it",
        )


def _layers_in(layer: Config, *, trainable: bool) -> Iterator[Config]:
    """Go through the layers that behave differently in training: the layer itself, and those inside it."""
    config = layer["config"]
    trainable = trainable and config.get("trainable") is not False
    if load_catalog().find("layers", layer["class_name"]) is not None and _differs(layer, trainable=trainable):
        yield layer
    inside = [value for value in config.values() if _is_layer(value)]
    listed = [value for values in config.values() if isinstance(values, list) for value in values if _is_layer(value)]
    for inner in (*inside, *listed):
        yield from _layers_in(inner, trainable=trainable)


def _is_layer(value: Any) -> bool:
    return isinstance(value, Mapping) and "class_name" in value and isinstance(value.get("config"), Mapping)


def _differs(layer: Config, *, trainable: bool) -> bool:
    config = layer["config"]
    if layer["class_name"] == "BatchNormalization":
        return trainable
    strengths = [config[name] for name in _STRENGTHS if name in config]
    return any(strengths) if strengths else "seed" in config or layer["class_name"] == "SpectralNormalization"
