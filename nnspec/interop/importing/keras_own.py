"""Classes that Keras' applications define for themselves -> layers of the catalog that compute the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Arguments = dict[str, Any]
Words = tuple[str, Arguments]


def replace_keras_own(registered_name: str, config: Mapping[str, Any]) -> Words | None:
    """Give a layer of the catalog that does what a class of Keras' applications does.

    Args:
        registered_name: such as `LayerScale`, with or without a package before it.
        config: of the layer.

    Returns:
        The layer's name and its arguments; None for any other class.
    """
    maker = _MAKERS.get(registered_name.rpartition(">")[2])
    return None if maker is None else maker(config)


def _layer_scale(config: Mapping[str, Any]) -> Words:
    """Scale each channel by a weight: x * gamma, as ConvNeXt does; the weights keep their shape."""
    arguments: Arguments = {
        "equation": "...d,d->...d",
        "output_shape": config["projection_dim"],
        "kernel_initializer": {"Constant": config["init_values"]},
    }
    return "EinsumDense", arguments


def _stochastic_depth(config: Mapping[str, Any]) -> Words:
    """Drop whole examples, as ConvNeXt does."""
    return "Dropout", {"rate": config["drop_path_rate"], "noise_shape": [None, 1, 1, 1]}


_MAKERS = {"LayerScale": _layer_scale, "StochasticDepth": _stochastic_depth}
