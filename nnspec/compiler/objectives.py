"""Outputs and the optimizer of a spec -> the Keras losses, metrics and optimizer that training uses."""

from __future__ import annotations

import inspect
from typing import Any

import keras

from nnspec.compiler.construction import interface_dtype
from nnspec.compiler.decoding import decision_threshold
from nnspec.compiler.instantiate import instantiate, locate_class
from nnspec.compiler.scaling import safe_variance
from nnspec.spec.calls import Call
from nnspec.spec.losses import target_encoding
from nnspec.spec.outputs import Output
from nnspec.spec.snake_case import to_snake_case
from nnspec.tables.state import OutputState

_ACCURACY = "accuracy"


def build_loss(output: Output, *, precision: str = "float32") -> keras.losses.Loss:
    """Make the loss of one output.

    Args:
        output: its `loss`.
        precision: of the spec; under float64 the loss is computed in it too.
    """
    return instantiate(output.loss, given={"dtype": interface_dtype(precision)})


def build_metrics(output: Output, *, precision: str = "float32") -> list[keras.metrics.Metric]:
    """Make the metrics of one output, with names that are unique among them and never from Keras' counter.

    Args:
        output: its `metrics`; the word `accuracy` becomes the accuracy that fits its target.
        precision: of the spec.
    """
    dtype = interface_dtype(precision)
    return [instantiate(call, given={"name": name, "dtype": dtype}) for name, call in metric_calls(output)]


def metric_calls(output: Output) -> list[tuple[str, Call]]:
    """List the metrics of one output, each with its name; `accuracy` is resolved by the form of the target."""
    calls, taken = [], set[str]()
    for call in output.metrics:
        resolved = _accuracy(output) if call.name == _ACCURACY else call
        name = _free_name(_ACCURACY if call.name == _ACCURACY else _metric_name(call), taken)
        taken.add(name)
        calls.append((name, resolved))
    return calls


def target_scale(state: OutputState) -> tuple[tuple[float, ...], tuple[float, ...]] | None:
    """Return the mean and deviation that a standardised target is trained on; None where it is as it is.

    The served model undoes exactly these.
    """
    if state.mean is None or state.variance is None:
        return None
    variance = safe_variance(state.mean, state.variance)
    return tuple(state.mean), tuple(each**0.5 for each in variance)


def _accuracy(output: Output) -> Call:
    if output.type == "category":
        encoding = target_encoding(output.type, output.loss.name)
        name = "SparseCategoricalAccuracy" if encoding == "index" else "CategoricalAccuracy"
        return Call("metrics", name)
    if output.type in ("binary", "multilabel"):
        return Call("metrics", "BinaryAccuracy", {"threshold": decision_threshold(output.head)})
    return Call("metrics", "Accuracy")


def _metric_name(call: Call) -> str:
    given = call.arguments.get("name")
    if given is not None:
        return str(given)
    declared: Any = inspect.signature(locate_class(call.entry.path)).parameters["name"].default
    return declared if isinstance(declared, str) else to_snake_case(call.name)


def _free_name(name: str, taken: set[str]) -> str:
    free, count = name, 0
    while free in taken:
        count += 1
        free = f"{name}_{count}"
    return free
