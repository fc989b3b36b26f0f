"""A function of `keras.ops` with its arguments and tensors -> the tensors that it gives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nnspec.catalog.catalog import Entry, load_catalog
from nnspec.inference.dimension import is_below
from nnspec.inference.ops.function_call import FunctionCall, UndecidedError, literal
from nnspec.inference.ops.promotion import NoPromotionError
from nnspec.inference.ops.registry import Rule, count_outputs, rule_of
from nnspec.inference.tensor import NOTHING_KNOWN, Tensor

_Named = Mapping[str, Tensor | tuple[Tensor, ...]]


def infer_function(
    function: str, arguments: Mapping[str, Any], tensors: tuple[Tensor, ...], named: _Named
) -> tuple[Tensor, ...] | None:
    """Work out what a function gives; None where not even the number of its outputs is known.

    Args:
        function: its name in `keras.ops`.
        arguments: everything that is no tensor, as the spec gives it.
        tensors: those that it takes by position, in order.
        named: those that it takes by name; a list where the argument takes one.

    Raises:
        ShapeError: Keras refuses the call, whatever is still open.
    """
    entry, rule = load_catalog().find("ops", function), rule_of(function)
    if entry is None:
        return None
    call = _function_call(entry, arguments, tensors, named)
    needed = set(entry.call_arguments) - set(entry.optional_call_arguments)
    if rule is None or not needed <= call.bound.keys():
        return _nothing(entry)
    return _apply(rule, call, entry)


def function_call(
    function: str, arguments: Mapping[str, Any], tensors: tuple[Tensor, ...], named: _Named
) -> FunctionCall | None:
    """Give each tensor its argument; None for a function that Keras does not have.

    Args:
        function: its name in `keras.ops`.
        arguments: everything that is no tensor, as the spec gives it.
        tensors: those that it takes by position, in order.
        named: those that it takes by name; a list where the argument takes one.
    """
    entry = load_catalog().find("ops", function)
    return None if entry is None else _function_call(entry, arguments, tensors, named)


def _function_call(
    entry: Entry, arguments: Mapping[str, Any], tensors: tuple[Tensor, ...], named: _Named
) -> FunctionCall:
    return FunctionCall(entry.name, _arguments(entry, arguments), _bind(entry, arguments, tensors, named))


def _apply(rule: Rule, call: FunctionCall, entry: Entry) -> tuple[Tensor, ...] | None:
    try:
        found = rule(call)
    except UndecidedError:
        return _nothing(entry)
    except NoPromotionError as error:
        raise call.refuse(f"finds {error}") from error
    outputs = (found,) if isinstance(found, Tensor) else found
    for output in outputs or ():
        if any(is_below(size, 0) for size in output.shape or ()):
            raise call.refuse(f"would give {output}", expected="lengths from 0 on")
    return outputs


def _arguments(entry: Entry, given: Mapping[str, Any]) -> dict[str, Any]:
    return {name: argument.default for name, argument in entry.arguments.items()} | dict(given)


def _bind(
    entry: Entry, arguments: Mapping[str, Any], tensors: tuple[Tensor, ...], named: _Named
) -> dict[str, Tensor | tuple[Tensor, ...]]:
    """Give each tensor its argument, in the order of the call; a number or list of the spec may stand for one."""
    free = [name for name in entry.call_arguments if name not in arguments]
    positional: _Named = {free[0]: tensors} if entry.inputs == "several" and tensors else _zipped(free, tensors)
    taken = {**positional, **named}
    all_tensors = tuple(tensor for found in taken.values() for tensor in _as_tuple(found))
    written = {name: literal(arguments[name], all_tensors) for name in entry.call_arguments if name in arguments}
    bound = {**taken, **{name: value for name, value in written.items() if arguments[name] is not None}}
    return {name: bound[name] for name in entry.call_arguments if name in bound}


def _zipped(names: list[str], tensors: tuple[Tensor, ...]) -> dict[str, Tensor]:
    return dict(zip(names, tensors, strict=False))


def _as_tuple(found: Tensor | tuple[Tensor, ...]) -> tuple[Tensor, ...]:
    return (found,) if isinstance(found, Tensor) else found


def _nothing(entry: Entry) -> tuple[Tensor, ...] | None:
    count = count_outputs(entry.name)
    return None if count is None else (NOTHING_KNOWN,) * count
