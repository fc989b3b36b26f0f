"""Calls of functions on symbolic tensors of Keras, and the same calls inferred without it."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import keras
import numpy as np

from nnspec.catalog.catalog import Entry
from nnspec.compiler.instantiate import locate_class
from nnspec.inference.dimension import UNKNOWN, Dimension, evaluate
from nnspec.inference.functions import infer_function
from nnspec.inference.outcome import ShapeError
from nnspec.inference.tensor import BATCH, Tensor
from nnspec.spec.slices import parse_key

BATCH_SIZE = -1
_REFUSALS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NameError,
    StopIteration,
    TypeError,
    ValueError,
)


@dataclass(frozen=True)
class Symbol:
    """A tensor to call with; an axis of `BATCH_SIZE` is the batch's."""

    shape: tuple[int, ...]
    dtype: str = "float32"


Given = Symbol | list[Symbol]


@dataclass(frozen=True)
class Situation:
    """One call: the tensors by argument, and everything else as a spec writes it."""

    entry: Entry
    tensors: Mapping[str, Given]
    arguments: Mapping[str, Any]


def keras_says(situation: Situation, batch: int | None) -> list[tuple[Any, str]] | None:
    """Give shape and dtype of all outputs as Keras says them; None where it refuses."""
    entry = situation.entry
    function, tensors = locate_class(entry.path), _keras_tensors(situation.tensors, batch)
    flat = keras.tree.flatten(tensors)
    arguments = {name: _written(name, value, entry, flat) for name, value in situation.arguments.items()}
    try:
        first = entry.call_arguments[0]
        parameters = inspect.signature(function).parameters
        if parameters[first].kind is inspect.Parameter.VAR_POSITIONAL:
            leading = list(parameters)[: list(parameters).index(first)]
            outputs = function(*map(arguments.pop, leading), *tensors[first], **arguments)
        else:
            outputs = function(**tensors, **arguments)
        return [(tuple(output.shape), output.dtype) for output in keras.tree.flatten(outputs)]
    except _REFUSALS:
        return None


def we_say(situation: Situation) -> tuple[Tensor, ...] | ShapeError | None:
    """Give what we infer, or our refusal."""
    arguments = {name: _frozen(value) for name, value in situation.arguments.items()}
    named = {name: _our_tensor(value) for name, value in situation.tensors.items()}
    try:
        return infer_function(situation.entry.name, arguments, (), named)
    except ShapeError as error:
        return error


def at_batch(outputs: tuple[Tensor, ...], batch: int) -> list[tuple[Any, str | None]]:
    """Put a number in place of the batch's symbol."""
    return [(_evaluated(output, batch), output.dtype) for output in outputs]


def open_at_batch(outputs: tuple[Tensor, ...]) -> list[tuple[Any, str | None]]:
    """Write None for every length that is no number, as Keras does."""
    return [
        (None if o.shape is None else tuple(size if isinstance(size, int) else None for size in o.shape), o.dtype)
        for o in outputs
    ]


def sampled(
    entry: Entry, tensors: Mapping[str, Any], arguments: Mapping[str, Any], whole: tuple[str, ...]
) -> Situation:
    """Make a situation of sample arrays; those that are not whole have a batch axis."""
    symbols: dict[str, Given] = {}
    for name, arrays in tensors.items():
        made = [_symbol(array, batched=name not in whole) for array in keras.tree.flatten(arrays)]
        symbols[name] = made if isinstance(arrays, list) else made[0]
    return Situation(entry, symbols, arguments)


def with_dtype(situation: Situation, dtype: str) -> Situation:
    """Give all tensors one dtype."""
    changed: dict[str, Given] = {}
    for name, given in situation.tensors.items():
        symbols = given if isinstance(given, list) else [given]
        made = [replace(symbol, dtype=dtype) for symbol in symbols]
        changed[name] = made if isinstance(given, list) else made[0]
    return replace(situation, tensors=changed)


def _symbol(array: np.ndarray, *, batched: bool) -> Symbol:
    return Symbol((BATCH_SIZE, *array.shape[1:]) if batched else array.shape, array.dtype.name)


def _keras_tensors(tensors: Mapping[str, Given], batch: int | None) -> dict[str, Any]:
    def make(symbol: Symbol) -> keras.KerasTensor:
        return keras.KerasTensor(tuple(batch if s == BATCH_SIZE else s for s in symbol.shape), dtype=symbol.dtype)

    return {name: list(map(make, given)) if isinstance(given, list) else make(given) for name, given in tensors.items()}


def _our_tensor(given: Given) -> Tensor | tuple[Tensor, ...]:
    def make(symbol: Symbol) -> Tensor:
        return Tensor(tuple(BATCH if s == BATCH_SIZE else s for s in symbol.shape), symbol.dtype)

    return tuple(map(make, given)) if isinstance(given, list) else make(given)


def _written(name: str, value: Any, entry: Entry, tensors: list[keras.KerasTensor]) -> Any:
    """Do what the compiler does with an argument."""
    if name == "key":
        return parse_key(value)
    if name in entry.call_arguments and isinstance(value, list):
        array = np.asarray(value)
        kinds = [tensor.dtype for tensor in tensors if "float" in tensor.dtype] or ["float32"]
        return array.astype(kinds[0]) if array.dtype.kind == "f" else array
    return value


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


def _evaluated(output: Tensor, batch: int) -> tuple[Dimension, ...] | None:
    if output.shape is None:
        return None
    return tuple(evaluate(size, {str(BATCH): batch}) for size in output.shape)


def is_undecided(outputs: tuple[Tensor, ...] | None) -> bool:
    """Tell whether we leave open what comes out."""
    return outputs is None or any(output.shape is None or UNKNOWN in output.shape for output in outputs)
