"""What was learned from the training split before training: `state.json` of a run.

Statistics and vocabularies are computed once, kept here, and passed to the constructors of the
preprocessing layers. Plain values only: everything survives a trip through JSON.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class InputState:
    """What one input learned.

    Args:
        columns: the columns it is bound to, patterns resolved.
        shape: the shape of one raw example, such as (4,) or (28, 28, 1).
        dtype: of the raw values: `float32`, `string`, `int64`, `uint8`.
        mean: per feature, channel or last axis.
        variance: likewise.
        minimum: likewise, for `scale: minmax`.
        maximum: likewise.
        fill: per column, what stands in for a missing value.
        vocabulary: the categories, most frequent first.
    """

    columns: tuple[str, ...]
    shape: tuple[int, ...]
    dtype: str
    mean: tuple[float, ...] | None = None
    variance: tuple[float, ...] | None = None
    minimum: tuple[float, ...] | None = None
    maximum: tuple[float, ...] | None = None
    fill: tuple[Any, ...] | None = None
    vocabulary: tuple[Any, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputState:
    """What one output learned.

    Args:
        columns: the columns it is bound to; empty where the target is an input.
        shape: the shape of one target as the network predicts it, such as (3,) for three classes.
        classes: their values in the order of the output neurons.
        labels: how the data hold the truth: `values`, `index` or `onehot`.
        mean: per unit, for `scale: standard`.
        variance: likewise.
        class_weight: per class, in the order of `classes`.
    """

    columns: tuple[str, ...]
    shape: tuple[int, ...]
    classes: tuple[Any, ...] | None = None
    labels: str | None = None
    mean: tuple[float, ...] | None = None
    variance: tuple[float, ...] | None = None
    class_weight: tuple[float, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerState:
    """The statistics of a `Normalization` in `hidden` that was given none."""

    mean: tuple[float, ...]
    variance: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Everything learned from the training split, by name."""

    inputs: Mapping[str, InputState]
    outputs: Mapping[str, OutputState]
    layers: Mapping[str, LayerState] = field(default_factory=dict)


def state_to_data(state: State) -> dict[str, Any]:
    """Turn a state into plain data for JSON; what is absent is left out."""
    return {
        "version": VERSION,
        "inputs": {name: _present(item) for name, item in state.inputs.items()},
        "outputs": {name: _present(item) for name, item in state.outputs.items()},
        "layers": {name: _present(item) for name, item in state.layers.items()},
    }


def state_from_data(data: Mapping[str, Any]) -> State:
    """Rebuild a state from what `state_to_data` gave.

    Raises:
        ValueError: for data of another version.
    """
    version = data.get("version") if isinstance(data, Mapping) else None
    if version != VERSION:
        raise ValueError(f"expected state version {VERSION}, received {version!r}")
    return State(
        inputs={name: InputState(**_frozen(item)) for name, item in data["inputs"].items()},
        outputs={name: OutputState(**_frozen(item)) for name, item in data["outputs"].items()},
        layers={name: LayerState(**_frozen(item)) for name, item in data["layers"].items()},
    )


def _present(item: InputState | OutputState | LayerState) -> dict[str, Any]:
    return {k: list(v) if isinstance(v, tuple) else v for k, v in asdict(item).items() if v is not None}


def _frozen(item: Mapping[str, Any]) -> dict[str, Any]:
    return {k: tuple(v) if isinstance(v, list) else v for k, v in item.items()}
