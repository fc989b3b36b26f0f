"""A serialized value of a Keras config -> the value as a spec writes it: names, and arguments that are no defaults."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from nnspec.catalog.catalog import Argument, Entry, load_catalog
from nnspec.catalog.types import Family, Items, Table, Type, Union, accepts, parse_type
from nnspec.errors import spec_error

LayerReader = Callable[[Mapping[str, Any]], Any]

# Where Keras reads one number as the same number for every axis.
_PER_AXIS = frozenset(
    {"kernel_size", "strides", "dilation_rate", "pool_size", "padding", "cropping", "size", "output_padding"}
)


def terse_arguments(entry: Entry, config: Mapping[str, Any], *, read_layer: LayerReader) -> dict[str, Any]:
    """Keep those arguments of a config that are not the defaults, as a spec writes them.

    Args:
        entry: of the catalog.
        config: what Keras' `get_config` gave; what no spec can say and is None or a default is left out.
        read_layer: makes an entry of a layer that stands in an argument.

    Raises:
        SpecError: NN562 for a value that no spec can hold.
    """
    written: dict[str, Any] = {}
    for name, argument in entry.arguments.items():
        if name not in config:
            continue
        value = plain_value(config[name], argument, entry=entry, read_layer=read_layer)
        if not _is_default(value, argument):
            written[name] = value
    return written


def plain_value(value: Any, argument: Argument, *, entry: Entry, read_layer: LayerReader) -> Any:
    """Write one value of a config as it stands in a spec.

    Args:
        value: serialized.
        argument: whose value it is.
        entry: of the catalog, for the finding.
        read_layer: makes an entry of a layer.

    Raises:
        SpecError: NN562.
    """
    expected = parse_type(argument.type)
    plain = _plain(value, tuple(_families(expected)), read_layer)
    plain = _one_for_all_axes(argument.name, plain, expected)
    if plain is not None and not accepts(expected, plain) and not isinstance(value, Mapping):
        plain = _as_accepted(plain, expected)
    if _is_unknown_word(plain, expected):
        raise _not_of_keras(plain, " or ".join(_families(expected)))
    if plain is None or accepts(expected, plain) or _is_default(plain, argument) or _is_chain(plain, expected):
        return plain
    raise spec_error(
        "NN562",
        f"`{entry.name}` has a value of `{argument.name}` that a spec cannot hold",
        received=str(value)[:80],
        expected=argument.type,
        hint="build the model with another value, or write this layer by hand",
    )


def call_of(family: str, serialized: Mapping[str, Any], *, read_layer: LayerReader) -> Any:
    """Write a serialized object as a name, or as a name with its arguments.

    Args:
        family: of the catalog, `initializers` and so on.
        serialized: with `class_name` and `config`.
        read_layer: makes an entry of a layer that stands in an argument.
    """
    entry = load_catalog().find(family, serialized["class_name"])
    if entry is None or entry.refused or not str(serialized.get("module", "keras")).startswith("keras"):
        raise _not_of_keras(str(serialized.get("registered_name") or serialized["class_name"]), family)
    return shorten(entry, terse_arguments(entry, serialized["config"], read_layer=read_layer))


def shorten(entry: Entry, arguments: dict[str, Any]) -> Any:
    """Write a name with arguments in the shortest of the three forms."""
    if not arguments:
        return entry.name
    first = load_catalog().first_argument(entry)
    if list(arguments) == [first] and first is not None and fits_shorthand(arguments[first]):
        return {entry.name: arguments[first]}
    return {entry.name: arguments}


def fits_shorthand(value: Any) -> bool:
    """Tell whether a value may stand alone after a name: a mapping would be read as arguments, nothing as forgotten."""
    return value is not None and not isinstance(value, Mapping)


def may_stand_alone(value: Any, argument: str) -> bool:
    """Tell whether a value, or what its `$name` stands for, may stand alone after a name.

    Args:
        value: as a spec writes it.
        argument: of a layer; of a block, where a number may follow the name.
    """
    is_taken = isinstance(value, str) and value.startswith("$") and not value.startswith("$$")
    return fits_shorthand(value) and not (is_taken and argument.rstrip("0123456789") in _names_of_parts())


@cache
def _names_of_parts() -> frozenset[str]:
    """List the arguments of layers that may hold something with arguments of its own, such as an initializer."""
    entries = [entry for name in load_catalog().names("layers") if (entry := load_catalog().find("layers", name))]
    return frozenset(n for e in entries for n, a in e.arguments.items() if any(_families(parse_type(a.type))))


def _is_unknown_word(value: Any, expected: Type) -> bool:
    """Tell whether a text can only be the name of something that Keras does not have."""
    families = tuple(_families(expected))
    if not isinstance(value, str) or not families or any(load_catalog().canonical(f, value) for f in families):
        return False
    options = expected.options if isinstance(expected, Union) else (expected,)
    return not any(accepts(option, value) for option in options if not isinstance(option, Family))


def _is_chain(value: Any, expected: Type) -> bool:
    """Tell whether a value is a list of entries where a layer stands: these become a Sequential."""
    return isinstance(value, list) and "layers" in _families(expected)


def _not_of_keras(name: str, family: str) -> Exception:
    hint = "what it does is Python code, which a spec never runs"
    return spec_error("NN561", f"`{name}` is none of Keras' {family}", received=name, hint=hint)


def _plain(value: Any, families: tuple[str, ...], read_layer: LayerReader) -> Any:
    if isinstance(value, list | tuple):
        return [_plain(item, families, read_layer) for item in value]
    if isinstance(value, Mapping) and "class_name" in value and "config" in value:
        return _object(value, families, read_layer)
    if isinstance(value, Mapping):
        return {name: _plain(item, families, read_layer) for name, item in value.items()}
    if isinstance(value, str):
        return next((n for f in families if (n := load_catalog().canonical(f, value))), value)
    return value


def _object(value: Mapping[str, Any], families: tuple[str, ...], read_layer: LayerReader) -> Any:
    name, config = value["class_name"], value["config"]
    if name in ("__numpy__", "__tensor__"):
        return config["value"]
    if name == "DTypePolicy":
        return config["name"]
    if name == "function" and isinstance(config, str):
        return _plain(config, families, read_layer)
    if name == "StackedRNNCells" and "layers" in families:
        return [read_layer(cell) for cell in config["cells"]]
    if families and families[0] != "layers":
        return call_of(families[0], value, read_layer=read_layer)
    return read_layer(value)


def _one_for_all_axes(name: str, value: Any, expected: Type) -> Any:
    if name not in _PER_AXIS or not isinstance(value, list):
        return value
    inner = [_one_for_all_axes(name, item, expected) for item in value]
    if all(isinstance(item, list) for item in value) and not all(isinstance(item, int) for item in inner):
        return value
    if all(isinstance(item, int) and item == inner[0] for item in inner) and accepts(expected, inner[0]):
        return inner[0]
    return inner if accepts(expected, inner) else value


def _as_accepted(value: Any, expected: Type) -> Any:
    """Try the few spellings in which Keras gives back what it was given otherwise."""
    candidates: list[Any] = []
    if isinstance(value, float) and value.is_integer():
        candidates.append(int(value))
    if isinstance(value, list) and len(value) == 1:
        candidates.append(value[0])
    if not isinstance(value, list):
        candidates.append([value])
    return next((each for each in candidates if accepts(expected, each)), value)


def _is_default(value: Any, argument: Argument) -> bool:
    if argument.required:
        return False
    default = argument.default
    if value == default and isinstance(value, bool) == isinstance(default, bool):
        return True
    if default is None and value is not None and value == _meaning_of_none(argument):
        return True
    return bool(value == default_value(argument) and value is not None)


def default_value(argument: Argument) -> Any:
    """Write an argument's default as values are written here; None where it is required."""
    expected = parse_type(argument.type)
    canonical = _plain(argument.default, tuple(_families(expected)), _no_layer)
    return _one_for_all_axes(argument.name, canonical, expected)


def _meaning_of_none(argument: Argument) -> Any:
    """Say what Keras writes into a config where the constructor was given None."""
    if argument.name == "data_format":
        return "channels_last"
    return "linear" if "activations" in _families(parse_type(argument.type)) else None


def _no_layer(value: Mapping[str, Any]) -> Any:
    return value


def _families(expected: Type) -> Iterator[str]:
    match expected:
        case Family():
            yield expected.family
        case Union(options):
            for option in options:
                yield from _families(option)
        case Items(item) | Table(item):
            yield from _families(item)
