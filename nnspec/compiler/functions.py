"""A node with a function of `keras.ops` and its tensors -> the tensors that it gives."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import keras
import numpy as np

from nnspec.catalog.catalog import Entry
from nnspec.compiler.instantiate import locate_class
from nnspec.compiler.passing import Tensors, bind_tensors
from nnspec.errors import spec_error
from nnspec.graph.graph import Node
from nnspec.graph.signature import signature_of
from nnspec.spec.calls import Call
from nnspec.spec.slices import parse_key


def call_function(node: Node, tensors: Sequence[keras.KerasTensor]) -> Tensors:
    """Call a function on tensors; what Keras makes of it bears the node's name.

    Args:
        node: of kind `op`.
        tensors: in the order of its edges.

    Raises:
        SpecError: NN024, a `key` that is no slice in NumPy's notation.
    """
    function = locate_class(_entry(node).path)
    given = {name: _argument(name, value, node) for name, value in node.arguments.items()}
    given |= {name: _array(given[name], tensors) for name in _entry(node).call_arguments if name in given}
    results, operations = _make_operations(lambda: _call(function, node, tensors, given), tensors)
    for i, operation in enumerate(reversed(operations)):
        operation.name = node.name if i == 0 else f"{node.name}_{i}"
    return results


def _entry(node: Node) -> Entry:
    assert node.function is not None
    return Call("ops", node.function).entry


def _array(value: Any, tensors: Sequence[keras.KerasTensor]) -> Any:
    """Make an array where a list stands for a tensor: Keras' operations know no lists; floats are as the tensors'."""
    if not isinstance(value, list):
        return value
    array = np.asarray(value)
    kinds = [tensor.dtype for tensor in tensors if "float" in tensor.dtype] or [keras.config.floatx()]
    return array.astype(kinds[0]) if array.dtype.kind == "f" else array


def _argument(name: str, value: Any, node: Node) -> Any:
    if name == "key" and isinstance(value, str | int):
        try:
            return parse_key(str(value))
        except ValueError as error:
            path = (*node.path, f"ops.{node.function}", name)
            message = "`key` is no slice in NumPy's notation"
            hint = "separate axes by commas: `..., 0` or `:, 1:3`"
            raise spec_error("NN024", message, path=path, received=str(value), hint=hint) from error
    return [_argument("", item, node) for item in value] if isinstance(value, list | tuple) else value


def _call(function: Any, node: Node, tensors: Sequence[keras.KerasTensor], given: Mapping[str, Any]) -> Any:
    takes = signature_of(node)
    positional, named = bind_tensors(tensors, node=node, takes=takes)
    kinds = {name: parameter.kind for name, parameter in inspect.signature(function).parameters.items()}
    if inspect.Parameter.VAR_POSITIONAL in kinds.values():
        by_name = {name: value for name, value in given.items() if kinds[name] is inspect.Parameter.KEYWORD_ONLY}
        return function(*(value for name, value in given.items() if name not in by_name), *positional, **by_name)
    names = takes.arguments or ()
    by_name = {names[0]: positional} if takes.form == "several" else dict(zip(names, positional, strict=False))
    return function(**by_name, **named, **given)


def _make_operations(
    make: Callable[[], Any], sources: Sequence[keras.KerasTensor]
) -> tuple[Tensors, list[keras.Operation]]:
    """Call a function, and list the operations that it made, whose names come from Keras' process-wide counter.

    An input of such a name keeps Keras from listing them; when it is made anew, the counter gives another name.
    """
    for attempt in range(len(sources) + 1):
        results = tuple(keras.tree.flatten(make()))
        try:
            between = keras.Function(list(sources), list(results)).operations
        except ValueError:
            if attempt == len(sources):
                raise
        else:
            return results, [each for each in between if not isinstance(each, keras.layers.InputLayer)]
    raise AssertionError("the last attempt raises or returns")
