"""A `Call` of the spec -> the Python expression that makes the same Keras object."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nnspec.interop.ejecting.python import Invocation
from nnspec.spec.calls import Call
from nnspec.spec.snake_case import to_snake_case

_LAYERS = "keras.layers."
_OWN_LAYERS = "nnspec.layers."


def write_call(call: Call, *, given: Mapping[str, Any] | None = None, left_out: tuple[str, ...] = ()) -> Any:
    """Write a call with the arguments that the spec gives it; an activation stays a name.

    Args:
        call: from the catalog.
        given: arguments that nnspec supplies; they win over the spec's.
        left_out: arguments of the spec that belong elsewhere.
    """
    if call.family == "activations":
        return call.name
    own = {name: _write_argument(call, name, value) for name, value in call.arguments.items() if name not in left_out}
    order = (*call.entry.arguments, *(given or {}))
    written = sorted({**own, **(given or {})}.items(), key=lambda item: order.index(item[0]))
    if call.name == "MultiOptimizer":
        return _several_optimizers(dict(written), path=call.entry.path)
    return Invocation(_spelling(call.entry.path), tuple(written))


def _several_optimizers(arguments: dict[str, Any], *, path: str) -> Invocation:
    """Put the optimizers into the one object that Keras takes."""
    mapped = tuple((name, arguments.pop(name)) for name in ("default_optimizer", "optimizer_map"))
    return Invocation(path, ((None, Invocation("keras.optimizers.OptimizerMap", mapped)), *arguments.items()))


def _spelling(path: str) -> str:
    if path.startswith(_LAYERS):
        return f"layers.{path.removeprefix(_LAYERS)}"
    return path.removeprefix(_OWN_LAYERS)


def _write_argument(call: Call, name: str, value: Any) -> Any:
    """Write an argument; a list where one layer belongs is stacked, as the compiler does it."""
    declared = call.entry.arguments.get(name)
    written = _write_value(value)
    if not isinstance(written, list) or declared is None:
        return written
    if name == "cell":
        return Invocation("layers.StackedRNNCells", ((None, written), ("name", "stacked_rnn_cells")))
    if declared.type in ("layer", "layer | null"):
        return Invocation("keras.Sequential", ((None, written), ("name", "sequential")))
    return written


def _write_value(value: Any, index: int = 0) -> Any:
    if isinstance(value, Call):
        return write_call(value, given={"name": _nested_name(value, index)} if value.family == "layers" else None)
    if isinstance(value, tuple):
        return [_write_value(item, i) for i, item in enumerate(value)]
    if isinstance(value, Mapping):
        return {key: _write_value(item) for key, item in value.items()}
    return value


def _nested_name(call: Call, index: int) -> str:
    """Name a layer inside a layer as the compiler does, and not from Keras' process-wide counter."""
    stem = to_snake_case(call.name)
    return stem if index == 0 else f"{stem}_{index}"
