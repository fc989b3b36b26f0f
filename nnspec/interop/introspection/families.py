"""The installed Keras -> each family's public objects by documented name, and the other names Keras takes."""

from __future__ import annotations

import inspect
from types import ModuleType
from typing import Any

import keras
from keras.src import activations, constraints, initializers, losses, metrics, optimizers, regularizers

from nnspec.records import record

MODULES: dict[str, ModuleType] = {
    "layers": keras.layers,
    "losses": keras.losses,
    "optimizers": keras.optimizers,
    "schedules": keras.optimizers.schedules,
    "metrics": keras.metrics,
    "initializers": keras.initializers,
    "regularizers": keras.regularizers,
    "constraints": keras.constraints,
    "activations": keras.activations,
    "callbacks": keras.callbacks,
    "applications": keras.applications,
}
# Only these know the strings that Keras takes; its public modules do not export them.
_REGISTRIES: dict[str, ModuleType] = {
    "losses": losses,
    "optimizers": optimizers,
    "metrics": metrics,
    "initializers": initializers,
    "regularizers": regularizers,
    "constraints": constraints,
    "activations": activations,
}
_FAMILIES_OF_FUNCTIONS = ("activations", "applications")
# What people write in place of a member; the catalog refuses it and says what takes its place.
_TAKEN_FOR_MEMBERS: dict[str, dict[str, Any]] = {
    "layers": {"Input": keras.Input, "Model": keras.Model, "Sequential": keras.Sequential}
}
_FUNCTIONS_OF_EVERY_FAMILY = ("get", "serialize", "deserialize")


@record
class Member:
    """A public class or function of Keras.

    Args:
        name: the documented name.
        path: where it is found, `keras.layers.Dense`.
        value: the class or function itself.
    """

    name: str
    path: str
    value: Any


def list_members(family: str) -> list[Member]:
    """List a family's public classes (or functions, where the family is one of functions) by documented name."""
    module = MODULES[family]
    names = {_documented_name(value, name, module): value for name, value in _public(family)}
    members = [Member(name, f"{module.__name__}.{name}", names[name]) for name in names]
    others = [Member(name, f"keras.{name}", value) for name, value in _TAKEN_FOR_MEMBERS.get(family, {}).items()]
    return sorted([*members, *others], key=lambda member: member.name)


def list_functions() -> list[Member]:
    """List the public functions of `keras.ops`, those of `keras.ops.image` as `image.resize`."""
    spaces = {"": keras.ops, "image.": keras.ops.image}
    found = {
        f"{prefix}{name}": value
        for prefix, space in spaces.items()
        for name, value in inspect.getmembers(space, callable)
        if not name.startswith("_")
    }
    return [Member(name, f"keras.ops.{name}", found[name]) for name in sorted(found)]


def list_aliases(family: str) -> dict[str, str]:
    """List the other names that Keras takes for a member, in its namespace or as a string."""
    known = {member.value: member.name for member in list_members(family)}
    offered = [*_public(family), *_registered(family)]
    found = {name: _member_of(value, name, known) for name, value in offered}
    return {name: target for name, target in sorted(found.items()) if target is not None and target != name}


def _public(family: str) -> list[tuple[str, Any]]:
    wanted = inspect.isfunction if family in _FAMILIES_OF_FUNCTIONS else inspect.isclass
    pairs = inspect.getmembers(MODULES[family], wanted)
    return [(name, value) for name, value in pairs if name not in _FUNCTIONS_OF_EVERY_FAMILY]


def _registered(family: str) -> list[tuple[str, Any]]:
    registry = _REGISTRIES.get(family)
    return [] if registry is None else list(registry.ALL_OBJECTS_DICT.items())


def _documented_name(value: Any, name: str, module: ModuleType) -> str:
    """Prefer the object's own name, where Keras exports it under that name."""
    own: str = value.__name__
    return own if getattr(module, own, None) is value else name


def _member_of(value: Any, name: str, known: dict[Any, str]) -> str | None:
    """Find the member that a registered object stands for; a loss function stands for the class of its name."""
    if value in known:
        return known[value]
    squeezed = {documented.lower(): documented for documented in known.values()}
    return squeezed.get(value.__name__.replace("_", "").lower())
