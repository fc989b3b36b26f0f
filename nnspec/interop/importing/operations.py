"""A call of one of Keras' operation classes -> the function of `keras.ops` that it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from nnspec.catalog.catalog import Entry, load_catalog
from nnspec.errors import spec_error
from nnspec.interop.importing.network import Config, Step, Tensor, tensors_in
from nnspec.interop.importing.part import Link
from nnspec.interop.importing.values import plain_value, terse_arguments
from nnspec.spec.entries import OPS_PREFIX

_MODULE = "keras.src.ops."


def is_operation(layer: Config) -> bool:
    """Tell whether a serialized layer is a call of `keras.ops`."""
    return str(layer.get("module")).startswith(_MODULE)


def describe_operation(step: Step) -> tuple[str, dict[str, Any], tuple[Link, ...]]:
    """Name the function, its arguments that are no defaults, and the tensors that it takes.

    Args:
        step: a call of an operation class.

    Raises:
        SpecError: NN562 for a function or a value that no spec can hold.
    """
    entry = _find_function(step.config)
    config = {name: value for name, value in step.config["config"].items() if name not in ("name", "dtype")}
    config |= {k: v for k, v in step.config["config"].items() if k == "dtype" and k in entry.arguments}
    if entry.inputs == "several":
        return _word(entry), terse_arguments(entry, config, read_layer=_no_layer), _several(entry, step)
    given = dict(_named(entry, config, step))
    tensors = {name: value for name, value in given.items() if isinstance(value, Tensor)}
    constants = {name: value for name, value in given.items() if name not in tensors and value is not None}
    arguments = terse_arguments(entry, config, read_layer=_no_layer) | {
        name: _constant(entry, name, value) for name, value in constants.items()
    }
    open_names = [name for name in entry.call_arguments if name not in arguments]
    by_position = list(tensors) == open_names[: len(tensors)]
    return _word(entry), arguments, tuple(Link(t, None if by_position else name) for name, t in tensors.items())


def _word(entry: Entry) -> str:
    return f"{OPS_PREFIX}{entry.name}"


def _find_function(layer: Config) -> Entry:
    name = _functions().get(layer["class_name"].lower())
    entry = None if name is None else load_catalog().find("ops", name)
    if entry is None or entry.refused is not None:
        raise spec_error(
            "NN562",
            f"the operation `{layer['class_name']}` is no function that a spec may name",
            received=str(layer["config"].get("name", layer["class_name"])),
            expected="a function of `keras.ops` that has a place in a network",
            hint=None if entry is None else entry.refused,
        )
    return entry


@cache
def _functions() -> Mapping[str, str]:
    return {name.replace("_", ""): name for name in load_catalog().names("ops")}


def _several(entry: Entry, step: Step) -> tuple[Link, ...]:
    given = [*step.arguments, *step.keywords.values()]
    flat = list(given[0]) if len(given) == 1 and isinstance(given[0], list) else given
    if not all(isinstance(value, Tensor) for value in flat):
        raise _cannot_hold(entry, entry.call_arguments[0], flat)
    return tuple(Link(tensor) for tensor in flat)


def _named(entry: Entry, config: Config, step: Step) -> Iterator[tuple[str, Any]]:
    rest = [name for name in entry.arguments if name not in entry.call_arguments and name not in config]
    names = (*entry.call_arguments, *rest)
    if len(step.arguments) > len(names):
        raise _cannot_hold(entry, "arguments", step.arguments)
    yield from zip(names, step.arguments, strict=False)
    yield from step.keywords.items()


def _constant(entry: Entry, name: str, value: Any) -> Any:
    if name not in entry.arguments or any(tensors_in(value)):
        raise _cannot_hold(entry, name, value)
    if entry.name == "get_item":
        return _write_key(value)
    return plain_value(value, entry.arguments[name], entry=entry, read_layer=_no_layer)


def _write_key(key: Any) -> str:
    """Write an index as numpy does, `..., 0:2`."""
    parts = key if isinstance(key, list) else [key]
    return ", ".join(map(_write_index, parts))


def _write_index(part: Any) -> str:
    if part is None:
        return "None"
    if not isinstance(part, Mapping):
        return str(part)
    if part["class_name"] == "__ellipsis__":
        return "..."
    start, stop, step = (part["config"][name] for name in ("start", "stop", "step"))
    text = f"{_bound(start)}:{_bound(stop)}"
    return text if step is None else f"{text}:{step}"


def _bound(value: int | None) -> str:
    return "" if value is None else str(value)


def _no_layer(layer: Config) -> Any:
    raise spec_error("NN562", f"`{layer.get('class_name')}` stands in an operation's arguments")


def _cannot_hold(entry: Entry, name: str, value: Any) -> Exception:
    return spec_error(
        "NN562",
        f"`{_word(entry)}` is called with a value of `{name}` that a spec cannot hold",
        received=str(value)[:80],
        hint="give it as a plain number or a list of numbers",
    )
