"""What was learned from the training split before training: `state.json` of a run.

Statistics and vocabularies are computed once, kept here, and passed to the constructors of the
preprocessing layers. Plain values only: everything survives a trip through JSON.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from nnspec.records import field, record, values
from nnspec.tables.plain_values import (
    Reader,
    different_values,
    not_negative,
    numbers,
    read_fields,
    read_mapping,
    shape,
    texts,
    values_of_one_kind,
    whole,
    word,
)

VERSION = 1

_WHOLE = ("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64")
_DTYPES = ("string", "bool", *_WHOLE, "float16", "float32", "float64")
_LABELS = ("values", "index", "onehot")

_Item = TypeVar("_Item")


@record(kw_only=True)
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
        vocabulary: the categories or tokens, most frequent first.
        idf_weights: per token of the vocabulary, its inverse document frequency.
        length: tokens of one encoded text.
        n_tokens: one more than the largest of a sequence's whole numbers; what an Embedding needs.
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
    idf_weights: tuple[float, ...] | None = None
    length: int | None = None
    n_tokens: int | None = None


@record(kw_only=True)
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


@record(kw_only=True)
class LayerState:
    """The statistics of a `Normalization` in `hidden` that was given none."""

    mean: tuple[float, ...]
    variance: tuple[float, ...]


@record(kw_only=True)
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


def state_from_data(data: Any) -> State:
    """Rebuild a state from what `state_to_data` gave.

    Args:
        data: of any kind; nothing of it is trusted.

    Raises:
        ValueError: for data of another version, or with a value that no state has.
    """
    version = data.get("version") if isinstance(data, Mapping) else None
    if version != VERSION or isinstance(version, bool):
        raise ValueError(f"expected state version {VERSION}, received {version!r}")
    if set(data) != {"version", "inputs", "outputs", "layers"}:
        raise ValueError("expected `inputs`, `outputs` and `layers`")
    return State(
        inputs=_each(data["inputs"], "inputs", _input),
        outputs=_each(data["outputs"], "outputs", _output),
        layers=_each(data["layers"], "layers", _layer),
    )


def _each(data: Any, key: str, read: Callable[[str, Any], _Item]) -> dict[str, _Item]:
    return {name: read(f"{key}.{name}", item) for name, item in read_mapping(data, key).items()}


def _input(place: str, data: Any) -> InputState:
    state = InputState(**read_fields(data, place, _INPUT, required=("columns", "shape", "dtype")))
    width = state.shape[-1] if state.shape else 1
    _check_widths(place, width, state.mean, state.variance, state.minimum, state.maximum)
    _check_together(place, state.mean, state.variance)
    _check_together(place, state.minimum, state.maximum)
    _check_widths(place, len(state.vocabulary or ()), state.idf_weights)
    return state


def _output(place: str, data: Any) -> OutputState:
    state = OutputState(**read_fields(data, place, _OUTPUT, required=("columns", "shape")))
    _check_widths(place, state.shape[-1] if state.shape else 1, state.mean, state.variance)
    _check_together(place, state.mean, state.variance)
    if state.classes is not None:
        _check_widths(place, len(state.classes), state.class_weight)
        # One neuron tells two classes apart.
        if state.shape[-1:] not in ((len(state.classes),), (1,)):
            raise ValueError(f"`{place}` has {len(state.classes)} classes and the shape {state.shape}")
    return state


def _layer(place: str, data: Any) -> LayerState:
    state = LayerState(**read_fields(data, place, _LAYER, required=("mean", "variance")))
    _check_widths(place, len(state.mean), state.variance)
    return state


def _check_widths(place: str, width: int, *statistics: tuple[float, ...] | None) -> None:
    lengths = [len(values) for values in statistics if values is not None and len(values) != width]
    if lengths:
        raise ValueError(f"`{place}` needs {width} values each, received {lengths[0]}")


def _check_together(place: str, one: tuple[float, ...] | None, other: tuple[float, ...] | None) -> None:
    if (one is None) != (other is None):
        raise ValueError(f"`{place}` has one of two statistics that go together")


def _present(item: InputState | OutputState | LayerState) -> dict[str, Any]:
    return {k: list(v) if isinstance(v, tuple) else v for k, v in values(item).items() if v is not None}


_INPUT: Mapping[str, Reader] = {
    "columns": texts,
    "shape": shape,
    "dtype": word(*_DTYPES),
    "mean": numbers,
    "variance": not_negative,
    "minimum": numbers,
    "maximum": numbers,
    "fill": values_of_one_kind,
    "vocabulary": different_values,
    "idf_weights": not_negative,
    "length": whole,
    "n_tokens": whole,
}
_OUTPUT: Mapping[str, Reader] = {
    "columns": texts,
    "shape": shape,
    "classes": different_values,
    "labels": word(*_LABELS),
    "mean": numbers,
    "variance": not_negative,
    "class_weight": not_negative,
}
_LAYER: Mapping[str, Reader] = {"mean": numbers, "variance": not_negative}
