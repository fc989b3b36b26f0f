"""Training rows -> `State`: statistics, fills, vocabularies and classes."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np

from nnspec.datasets.classes import fit_classes
from nnspec.datasets.dates import years_of
from nnspec.datasets.features import dtype_name
from nnspec.datasets.given import check_largest, check_vocabulary, read_category, spread
from nnspec.datasets.rows import Rows
from nnspec.datasets.statistics import moments, ranges
from nnspec.datasets.symbols import check_symbols
from nnspec.datasets.table import Array
from nnspec.datasets.vocabularies import learn_texts
from nnspec.errors import spec_error
from nnspec.records import replace
from nnspec.spec.inputs import (
    ArrayInput,
    CategoryInput,
    DateInput,
    ImageInput,
    Input,
    NumberInput,
    SequenceInput,
    TextInput,
)
from nnspec.spec.outputs import Output
from nnspec.spec.spec import Spec
from nnspec.tables.moments import seconds_of
from nnspec.tables.state import InputState, OutputState, State


def fit_state(spec: Spec, train: Rows) -> State:
    """Learn from the training split what inputs and outputs need to know.

    Args:
        spec: that declares them.
        train: the training rows, and nothing but these.

    Raises:
        SpecError: NN652 for a feature without any value, NN651 for numbers too large to scale, NN022 and NN658 for
            a vocabulary, a fill or means that do not fit, NN657 for targets that do not fit the output's type,
            NN253 for class weights that name other classes.
    """
    state = State(
        inputs={item.name: _fit_input(item, train) for item in spec.inputs},
        outputs={output.name: _fit_output(output, train) for output in spec.outputs},
    )
    check_largest(spec, state)
    check_symbols(spec, state)
    return state


def _fit_input(item: Input, train: Rows) -> InputState:
    values = train.inputs[item.name]
    plain: dict[str, Any] = {
        "columns": train.binding.inputs[item.name],
        "shape": tuple(values.shape[1:]),
        "dtype": dtype_name(values),
    }
    if isinstance(item, NumberInput):
        return InputState(**plain, **_fit_numbers(item, values, train))
    if isinstance(item, CategoryInput):
        fill = None if item.fill is None else (read_category(item.fill, values, path=(*item.path, "fill")),)
        return InputState(**plain, fill=fill, vocabulary=_vocabulary(item, values))
    if isinstance(item, ImageInput | ArrayInput):
        return InputState(**plain, **_scaling(item.scale, values))
    if isinstance(item, TextInput):
        return InputState(**plain, **learn_texts(values.tolist(), item))
    if isinstance(item, SequenceInput):
        return InputState(**plain, n_tokens=max(1, int(values.max()) + 1) if values.dtype.kind == "i" else None)
    if isinstance(item, DateInput):
        return InputState(**plain, **_fit_dates(item, values))
    raise TypeError(f"no statistics are known for `{type(item).__name__}`")


def _fit_numbers(item: NumberInput, values: Array, train: Rows) -> dict[str, Any]:
    fill = _fill_of(item, values, train)
    if item.mean is not None and item.variance is not None:
        given = {name: spread(item, name, width=values.shape[1]) for name in ("mean", "variance")}
        return {**given, "fill": fill}
    filled = values if fill is None else np.where(np.isnan(values), np.array(fill, np.float32), values)
    return {**_scaling(item.scale, filled), "fill": fill}


def _fill_of(item: NumberInput, values: Array, train: Rows) -> tuple[float, ...] | None:
    if item.fill is None:
        return None
    if item.fill not in ("mean", "median"):
        return spread(item, "fill", width=values.shape[1])
    empty = np.flatnonzero(np.isnan(values).all(axis=0))
    if len(empty):
        columns = train.binding.inputs[item.name]
        name = columns[empty[0]] if len(columns) == values.shape[1] else columns[0]
        message = f"column `{name}` has no value in the training rows, and thus no {item.fill}"
        raise spec_error("NN652", message, path=(*item.path, "fill"))
    statistic = np.nanmean if item.fill == "mean" else np.nanmedian
    return _floats(statistic(values.astype(np.float64), axis=0))


def _scaling(scale: str, values: Array) -> dict[str, Any]:
    if scale == "standard":
        found = moments(_with_last_axis(values))
        return {"mean": _floats(found.mean), "variance": _floats(found.variance)}
    if scale == "minmax":
        low, high = ranges(_with_last_axis(values))
        return {"minimum": _floats(low), "maximum": _floats(high)}
    return {}


def _fit_dates(item: DateInput, values: Array) -> dict[str, Any]:
    fill = None if item.fill is None else seconds_of(item.fill)
    filled = values if fill is None else np.where(np.isnan(values), fill, values)
    return {**_scaling("standard", years_of(filled)), "fill": None if fill is None else (fill,)}


def _vocabulary(item: CategoryInput, values: Array) -> tuple[Any, ...]:
    if item.vocabulary is not None:
        path = (*item.path, "vocabulary")
        known = tuple(read_category(value, values, path=path) for value in item.vocabulary)
        check_vocabulary(known, path=path)
        return known
    counts = Counter(values.tolist())
    ordered = sorted(counts, key=lambda value: (-counts[value], value))
    return tuple(ordered if item.max_tokens is None else ordered[: item.max_tokens - 1])


def _fit_output(output: Output, train: Rows) -> OutputState:
    columns = train.binding.outputs.get(output.name, ())
    if not columns:
        return OutputState(columns=(), shape=tuple(train.inputs[output.target or ""].shape[1:]))
    truth = train.targets[output.name]
    if output.per_position:
        return _fit_positions(output, truth, train, columns)
    if output.type in ("category", "binary", "multilabel"):
        return fit_classes(output, truth, columns)
    scaling = _scaling(output.scale, truth) if output.type == "number" else {}
    return OutputState(columns=columns, shape=tuple(truth.shape[1:]), labels="values", **scaling)


def _fit_positions(output: Output, truth: Array, train: Rows, columns: tuple[str, ...]) -> OutputState:
    """Learn from the positions that count; the shape has the positions in front."""
    vectors = output.type == "number" or output.labels == "onehot"
    positions = truth.shape[1:-1] if vectors else truth.shape[1:]
    mask = train.counted.get(output.name, np.ones((len(truth), *positions), bool))
    if output.type != "number":
        learned = fit_classes(output, truth[mask], columns)
        return replace(learned, shape=(*positions, *learned.shape))
    return OutputState(
        columns=columns, shape=tuple(truth.shape[1:]), labels="values", **_scaling(output.scale, truth[mask])
    )


def _with_last_axis(values: Array) -> Array:
    return values if values.ndim > 1 else values[:, np.newaxis]


def _floats(values: Array) -> tuple[float, ...]:
    return tuple(float(value) for value in values)
