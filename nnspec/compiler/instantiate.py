"""A `Call` -> the Keras object that it names, nested calls first."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from typing import Any

import keras

from nnspec.catalog.types import Items, Plain, Table, Type, Union, parse_type
from nnspec.compiler.failures import KERAS_FAILURES, construction_finding
from nnspec.diagnostics.diagnostic import Diagnostic, Path
from nnspec.errors import SpecError, spec_error
from nnspec.spec.calls import Call
from nnspec.spec.snake_case import to_snake_case

PathResolver = Callable[[str, Path], str]

_ROOTS = frozenset({"keras", "nnspec.layers"})


def instantiate(call: Call, *, given: Mapping[str, Any] | None = None, resolve_path: PathResolver | None = None) -> Any:
    """Make the object that a call names; an activation stays a name.

    Args:
        call: from the catalog.
        given: arguments that nnspec supplies; they win over the spec's.
        resolve_path: turns a path argument and its place into the path to use; None refuses paths.

    Raises:
        SpecError: NN022 or NN024 where Keras refuses the arguments, NN032 for an activation with arguments.
    """
    if call.family == "activations":
        return _activation_name(call)
    arguments = {
        name: _argument(call, name, value, resolve_path)
        for name, value in call.arguments.items()
        if name not in call.entry.call_options
    }
    try:
        return locate_class(call.entry.path)(**{**arguments, **(given or {})})
    except KERAS_FAILURES as error:
        raise SpecError([construction_finding(call, error)]) from error


def locate_class(dotted_path: str) -> Any:
    """Import what a catalog path names, from the allowed packages only.

    Args:
        dotted_path: such as `keras.layers.Dense`.

    Raises:
        PermissionError: the path lies outside the allowed packages.
    """
    module, _, name = dotted_path.rpartition(".")
    if not any(module == root or module.startswith(f"{root}.") for root in _ROOTS):
        raise PermissionError(f"`{dotted_path}` is outside of what nnspec may import")
    return getattr(importlib.import_module(module), name)


def _argument(call: Call, name: str, value: Any, resolve_path: PathResolver | None) -> Any:
    declared = call.entry.arguments.get(name)
    if declared is not None and _takes_path(parse_type(declared.type)):
        written = call.written or call.name
        return _resolve(value, resolve_path or _refuse_path, (*call.path, written, name))
    made = _value(value, resolve_path)
    wanted = None if declared is None else _wrapper_of(name, declared.type)
    return made if wanted is None or not isinstance(made, list) else wanted(made, name=to_snake_case(wanted.__name__))


def _wrapper_of(name: str, type: str) -> Any:
    """Find what makes one layer of a list of them: stacked cells, or a Sequential where a single layer belongs."""
    if name == "cell":
        return keras.layers.StackedRNNCells
    return keras.Sequential if type in ("layer", "layer | null") else None


def _value(value: Any, resolve_path: PathResolver | None, index: int = 0) -> Any:
    if isinstance(value, Call):
        _refuse_call_options(value)
        given = {"name": _nested_name(value, index)} if value.family == "layers" else None
        return instantiate(value, given=given, resolve_path=resolve_path)
    if isinstance(value, tuple):
        return [_value(item, resolve_path, i) for i, item in enumerate(value)]
    if isinstance(value, Mapping):
        return {key: _value(item, resolve_path) for key, item in value.items()}
    return value


def _refuse_call_options(call: Call) -> None:
    for name in call.arguments:
        if name in call.entry.call_options:
            message = f"`{name}` belongs to the call of `{call.name}`, which another layer makes here"
            raise spec_error("NN032", message, path=(*call.path, call.written or call.name, name))


def _nested_name(call: Call, index: int) -> str:
    """Name a layer inside a layer, so that no name comes from Keras' process-wide counter."""
    stem = to_snake_case(call.name)
    return stem if index == 0 else f"{stem}_{index}"


def _resolve(value: Any, resolve_path: PathResolver, path: Path) -> Any:
    if isinstance(value, str):
        return resolve_path(value, path)
    if isinstance(value, Mapping):
        return {key: _resolve(item, resolve_path, (*path, key)) for key, item in value.items()}
    return value


def _refuse_path(text: str, path: Path) -> str:
    message = f"`{path[-1]}` cannot name a file here yet"
    raise spec_error("NN032", message, path=path, received=text, hint="write the values themselves, as a list")


def _takes_path(expected: Type) -> bool:
    match expected:
        case Plain(word):
            return word == "path"
        case Union(options):
            return any(_takes_path(option) for option in options)
        case Items(item) | Table(item):
            return _takes_path(item)
    return False


def _activation_name(call: Call) -> str:
    if not call.arguments:
        return call.name
    finding = Diagnostic(
        code="NN032",
        message=f"activation `{call.name}` cannot take arguments yet",
        path=call.path,
        hint="use the layer of that name, such as `LeakyReLU`, below the layer",
    )
    raise SpecError([finding])
