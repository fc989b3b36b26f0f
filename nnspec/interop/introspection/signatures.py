"""A Keras class or function -> the arguments that a caller may give, in signature order."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterator
from typing import Any

from nnspec.records import record


@record
class Parameter:
    """One argument as Keras declares it.

    Args:
        name: the argument's name.
        default: what Keras takes when it is absent; meaningless where `required`.
        required: whether the argument must be given.
        owner: the class or function that declares it, whose docstring explains it best.
    """

    name: str
    default: Any
    required: bool
    owner: Any


def list_parameters(value: Any) -> list[Parameter]:
    """List the arguments of a constructor or function, following `**kwargs` up through the base classes.

    Args:
        value: a class or a function of Keras.
    """
    if not inspect.isclass(value):
        return list(_declared(value, value))
    found: dict[str, Parameter] = {}
    filled: set[str] = set()
    n_filled = 0
    for owner in _constructors(value):
        declared = list(_declared(vars(owner)["__init__"], owner))
        filled |= {parameter.name for parameter in declared[:n_filled]}
        for parameter in declared:
            if parameter.name not in filled:
                found.setdefault(parameter.name, parameter)
        call = _open_base_call(owner)
        if call is None:
            break
        filled |= {keyword.arg for keyword in call.keywords if keyword.arg is not None}
        n_filled = len(call.args)
    return list(found.values())


def _constructors(value: type) -> Iterator[type]:
    return (owner for owner in value.__mro__ if "__init__" in vars(owner) and owner is not object)


def _declared(function: Any, owner: Any) -> Iterator[Parameter]:
    for parameter in inspect.signature(function).parameters.values():
        if parameter.name == "self" or parameter.kind in (parameter.VAR_KEYWORD, parameter.VAR_POSITIONAL):
            continue
        required = parameter.default is parameter.empty
        yield Parameter(parameter.name, None if required else parameter.default, required, owner)


def _open_base_call(owner: type) -> ast.Call | None:
    """Find the call of the base's constructor that hands `**kwargs` on; None where there is none."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(vars(owner)["__init__"])))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and _is_base_constructor(node.func)]
    return next((call for call in calls if any(keyword.arg is None for keyword in call.keywords)), None)


def _is_base_constructor(function: ast.expr) -> bool:
    return isinstance(function, ast.Attribute) and function.attr == "__init__"
