"""The truth of the training rows -> the classes of an output, and how the data hold them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from nnspec.datasets.spelling import spellings_of, text_of
from nnspec.datasets.table import Array
from nnspec.datasets.values import INT64_RANGE
from nnspec.errors import spec_error
from nnspec.spec.outputs import Output
from nnspec.tables.state import OutputState


def fit_classes(output: Output, truth: Array, columns: tuple[str, ...]) -> OutputState:
    """Learn the classes of an output of type `category`, `binary` or `multilabel`.

    Args:
        output: as the spec declares it.
        truth: (n,) values, or (n, classes) numbers.
        columns: that the output is bound to.

    Raises:
        SpecError: NN657 for a truth that does not fit the type, NN253 for class weights that name
            other classes.
    """
    if output.type == "multilabel":
        return _fit_multilabel(output, truth, columns)
    _check_one_kind(output)
    if truth.ndim == 2:
        return _fit_one_hot(output, truth, columns)
    distinct = _distinct(truth)
    classes, labels = _choose(output, distinct)
    if output.type == "binary" and len(classes) != 2:
        message = f"`{output.name}` is `binary` and has {len(classes)} classes in the training rows"
        hint = "`type: category` takes any number of classes" if len(classes) > 2 else None
        raise spec_error("NN657", message, path=output.path, received=_listing(classes), hint=hint)
    counts = _counts(truth, classes, labels)
    shape = (1,) if output.type == "binary" else (len(classes),)
    return OutputState(
        columns=columns,
        shape=shape,
        classes=classes,
        labels=labels,
        class_weight=_class_weight(output, classes, counts),
    )


def places_of(classes: Sequence[Any], labels: str | None) -> dict[str, int]:
    """Map each value of the data, as text, to the place of its output neuron."""
    if labels == "index":
        return {str(place): place for place in range(len(classes))}
    return {text: place for place, value in enumerate(classes) for text in spellings_of(value)}


def _check_one_kind(output: Output) -> None:
    if output.classes is None or isinstance(output.classes, int):
        return
    names, path = tuple(output.classes), (*output.path, "classes")
    kinds = {type(name) for name in names}
    if len(kinds) > 1:
        message = f"the `classes` of `{output.name}` are of several kinds"
        expected, hint = "text only, whole numbers only, or truth values only", "quote all of them"
        raise spec_error("NN657", message, path=path, received=_listing(names), expected=expected, hint=hint)
    large = next((name for name in names if kinds == {int} and name not in INT64_RANGE), None)
    if large is not None:
        message = f"class `{large}` of `{output.name}` is outside the range of int64"
        raise spec_error("NN657", message, path=path, received=str(large), hint="quote all of them")


def _distinct(truth: Array) -> list[Any]:
    if truth.dtype.kind == "O":
        return sorted(set(truth.tolist()))
    found: list[Any] = np.unique(truth).tolist()
    return found


def _choose(output: Output, distinct: list[Any]) -> tuple[tuple[Any, ...], str]:
    if output.labels == "onehot":
        message = f"`{output.name}` says `labels: onehot`, and its column holds single values"
        raise spec_error("NN657", message, path=(*output.path, "labels"))
    whole = all(isinstance(value, int) and not isinstance(value, bool) for value in distinct)
    if isinstance(output.classes, Sequence) and not isinstance(output.classes, str):
        return _choose_named(output, distinct, tuple(output.classes), whole=whole)
    if output.labels == "index":
        return _choose_index(output, distinct, whole=whole)
    if output.classes is not None:
        return _choose_counted(output, distinct, whole=whole)
    return tuple(distinct), "index" if whole and distinct == list(range(len(distinct))) else "values"


def _choose_named(
    output: Output, distinct: list[Any], names: tuple[Any, ...], *, whole: bool
) -> tuple[tuple[Any, ...], str]:
    by_value, indexed = places_of(names, "values"), output.labels == "index"
    positions = whole and distinct[0] >= 0 and distinct[-1] < len(names)
    unknown = [value for value in distinct if text_of(value) not in by_value]
    if not unknown and not indexed:
        return names, "values"
    if positions and (indexed or len(unknown) == len(distinct)):
        return names, "index"
    if indexed:
        unknown = [value for value in distinct if text_of(value) not in places_of(names, "index")]
    raise _none_of_the_names(output, text_of(unknown[0]), names)


def _none_of_the_names(output: Output, other: str, names: tuple[Any, ...]) -> Exception:
    path = (*output.path, "classes")
    if output.labels == "index":
        message = f"`{other}` in the data is no position among the {len(names)} `classes`"
        return spec_error("NN657", message, path=path, received=other, expected=f"0 to {len(names) - 1}")
    message = f"`{other}` in the data is none of the `classes`"
    return spec_error("NN657", message, path=path, received=other, expected=_listing(names))


def _choose_index(output: Output, distinct: list[Any], *, whole: bool) -> tuple[tuple[Any, ...], str]:
    if not whole or distinct[0] < 0:
        message = f"`{output.name}` says `labels: index`, and its column holds other values"
        received = _listing(distinct)
        raise spec_error("NN657", message, path=(*output.path, "labels"), received=received, expected="0, 1, 2, ...")
    if output.classes is not None and distinct[-1] >= output.classes:
        raise _too_many(output, distinct)
    return tuple(range(output.classes or distinct[-1] + 1)), "index"


def _choose_counted(output: Output, distinct: list[Any], *, whole: bool) -> tuple[tuple[Any, ...], str]:
    if whole and distinct[0] >= 0 and distinct[-1] < output.classes:
        return tuple(range(output.classes)), "index"
    if len(distinct) != output.classes:
        raise _too_many(output, distinct)
    return tuple(distinct), "values"


def _too_many(output: Output, distinct: list[Any]) -> Exception:
    message = f"`{output.name}` declares {output.classes} classes, the training rows hold others"
    return spec_error("NN657", message, path=(*output.path, "classes"), received=_listing(distinct))


def _fit_one_hot(output: Output, truth: Array, columns: tuple[str, ...]) -> OutputState:
    wrong = np.flatnonzero(((truth != 0) & (truth != 1)).any(axis=1) | (truth.sum(axis=1) != 1))
    if len(wrong):
        message = f"`{output.name}` is bound to {truth.shape[1]} columns that are not one-hot"
        hint = "rows with several ones are `type: multilabel`, measured values `type: number`"
        received = str(truth[wrong[0]].tolist())
        raise spec_error("NN657", message, path=output.path, received=received, hint=hint)
    classes = _names_of(output, truth.shape[1], columns)
    return OutputState(
        columns=columns,
        shape=(len(classes),),
        classes=classes,
        labels="onehot",
        class_weight=_class_weight(output, classes, truth.sum(axis=0)),
    )


def _fit_multilabel(output: Output, truth: Array, columns: tuple[str, ...]) -> OutputState:
    wrong = (truth != 0) & (truth != 1)
    if wrong.any():
        message = f"`{output.name}` is `multilabel` and holds other values than 0 and 1"
        raise spec_error("NN657", message, path=output.path, received=f"{truth[wrong][0]:g}")
    classes = _names_of(output, truth.shape[1], columns)
    return OutputState(columns=columns, shape=(len(classes),), classes=classes, labels="values")


def _names_of(output: Output, width: int, columns: tuple[str, ...]) -> tuple[Any, ...]:
    declared = output.classes
    count = width if declared is None else declared if isinstance(declared, int) else len(declared)
    if count != width:
        message = f"`{output.name}` declares {count} classes, the data have {width} columns of them"
        raise spec_error("NN657", message, path=(*output.path, "classes"))
    if declared is not None and not isinstance(declared, int):
        return tuple(declared)
    return columns if len(columns) == width else tuple(range(width))


def _counts(truth: Array, classes: tuple[Any, ...], labels: str) -> Array:
    places = places_of(classes, labels)
    values, counts = np.unique(truth.astype(str) if truth.dtype.kind == "O" else truth, return_counts=True)
    found = np.zeros(len(classes))
    for value, count in zip(values.tolist(), counts, strict=True):
        found[places[text_of(value)]] += count
    return found


def _class_weight(output: Output, classes: tuple[Any, ...], counts: Array) -> tuple[float, ...] | None:
    if output.class_weight is None:
        return None
    if isinstance(output.class_weight, Mapping):
        return _given_weight(output, classes, output.class_weight)
    # King and Zeng, Logistic regression in rare events data, 2001: n / (k * count). A class that is
    # declared and absent has no rows to weigh.
    balanced = counts.sum() / (len(classes) * np.maximum(counts, 1))
    return tuple(float(weight) for weight in np.where(counts > 0, balanced, 1.0))


def _given_weight(output: Output, classes: tuple[Any, ...], given: Mapping[Any, float]) -> tuple[float, ...]:
    by_text = {text: float(weight) for value, weight in given.items() for text in spellings_of(value)}
    places = places_of(classes, "values")
    named = (text_of(value) for value in given if not places.keys() & set(spellings_of(value)))
    left_out = (text_of(value) for value in classes if text_of(value) not in by_text)
    wrong = [*((text, "leaves out") for text in left_out), *((text, "names") for text in named)]
    for text, verb in sorted(wrong):
        message = f"`class_weight` {verb} `{text}`"
        raise spec_error("NN253", message, path=(*output.path, "class_weight"), expected=_listing(classes))
    return tuple(by_text[text_of(value)] for value in classes)


def _listing(values: Sequence[Any]) -> str:
    shown = ", ".join(f"`{text_of(value)}`" for value in values[:8])
    return shown if len(values) <= 8 else f"{shown} and {len(values) - 8} more"
