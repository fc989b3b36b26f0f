"""A Keras name with its arguments: layers, losses, optimizers, initializers and the rest.

The three written forms `Flatten`, `Dropout: 0.5` and `Conv2D: {filters: 32}` all become one `Call`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Any

from nnspec.catalog.catalog import Entry, load_catalog
from nnspec.catalog.types import Family, Items, Table, Type, Union, accepts, convert, parse_type
from nnspec.diagnostics.diagnostic import Path
from nnspec.records import field, record
from nnspec.spec.keys import split_type

# Keras reads these words by the form of the target; the class `Accuracy` is something else.
_WORDS = ("accuracy", "acc")


@record
class Call:
    """A catalog entry with the arguments that the spec gives it.

    Args:
        family: the catalog's family, such as `layers`.
        name: the documented name, such as `Dense`.
        arguments: by Keras' names; lists are tuples, nested objects are `Call`s.
        path: where it is written: the entry itself, above the name.
        written: the name as the spec spells it; None where nnspec supplied the call.
    """

    family: str
    name: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    path: Path = ()
    written: str | None = None

    @property
    def entry(self) -> Entry:
        """What the catalog says about the name."""
        return _entry_of(self.family, self.name)

    def get(self, argument: str) -> Any:
        """Return an argument's value, or its default where the spec is silent."""
        if argument in self.arguments:
            return self.arguments[argument]
        return _default_of(self.family, self.name, argument)


@cache
def _entry_of(family: str, name: str) -> Entry:
    found = load_catalog().find(family, name)
    if found is None:
        raise KeyError(f"`{name}` is not in the catalog's {family}")
    return found


@cache
def _default_of(family: str, name: str, argument: str) -> Any:
    declared = _entry_of(family, name).arguments.get(argument)
    return None if declared is None else declared.default


def read_call(value: Any, family: str, path: Path) -> Call:
    """Read one of the three written forms.

    Args:
        value: a name, or a mapping with one key.
        family: the catalog's family to look the name up in.
        path: where the value stands.
    """
    catalog = load_catalog()
    if family == "metrics" and value in _WORDS:
        return Call(family, "accuracy", {}, path, value)
    if isinstance(value, str):
        return Call(family, catalog.canonical(family, value) or value, {}, path, value)
    ((written, content),) = value.items()
    name = catalog.canonical(family, written) or written
    entry = catalog.find(family, name)
    return Call(family, name, read_arguments(content, entry, (*path, written)), path, written)


def read_arguments(content: Any, entry: Entry | None, path: Path) -> dict[str, Any]:
    """Read what stands under a name: a mapping of arguments, or the first argument alone."""
    if isinstance(content, Mapping):
        known = {} if entry is None else entry.arguments
        types = {name: known[name].type if name in known else "any" for name in content}
        return {name: read_value(value, types[name], (*path, name)) for name, value in content.items()}
    first = None if entry is None else load_catalog().first_argument(entry)
    if entry is None or first is None:
        return {}
    return {first: read_value(content, entry.arguments[first].type, path)}


def read_value(value: Any, type: str, path: Path) -> Any:
    """Freeze a written value; names and mappings of a catalog family become `Call`s."""
    if isinstance(value, str):
        return _freeze(value, type, path)
    if not isinstance(value, list | Mapping):
        return _converted_scalar(value, type)
    is_call = isinstance(value, Mapping) and family_of(value, type) is not None
    return _freeze(value if is_call else _converted(value, type), type, path)


def _freeze(value: Any, type: str, path: Path) -> Any:
    """Freeze a value whose numbers are of the right kind; the items of a list share the list's families."""
    if isinstance(value, str | Mapping):
        family = family_of(value, type)
        if family == "activations":
            return load_catalog().canonical(family, value) if isinstance(value, str) else value
        if family is not None:
            return read_call(value, family, path)
    if isinstance(value, list):
        return tuple(_freeze(item, type, (*path, i)) for i, item in enumerate(value))
    if isinstance(value, Mapping):
        return {k: read_value(v, _item_type(type), (*path, k)) for k, v in value.items()}
    return value


def _item_type(type: str) -> str:
    """Give the type of a mapping's values."""
    _, rest = split_type(type)
    return rest[len("dict[") : -1] if rest is not None and isinstance(parse_type(rest), Table) else "any"


def _converted(value: Any, type: str) -> Any:
    """Make numbers of the kind that Keras insists on: it refuses `learning_rate=1`."""
    _, rest = split_type(type)
    if rest is None:
        return value
    expected = parse_type(rest)
    whole = value if accepts(expected, value) else _whole(value)
    return convert(expected, whole) if accepts(expected, whole) else value


@lru_cache(typed=True)
def _converted_scalar(value: bool | float | None, type: str) -> Any:
    return _converted(value, type)


def _whole(value: Any) -> Any:
    """Write `8.0` as `8`: to JSON Schema both are whole numbers, to Keras they are not."""
    if isinstance(value, list):
        return [_whole(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def family_of(value: str | Mapping[str, Any], type: str) -> str | None:
    """Find the family, among those the type allows, that knows the name which a value gives.

    Args:
        value: a name, or a mapping whose one key is a name.
        type: a type expression, such as `initializer | null`.
    """
    if not isinstance(value, str) and len(value) != 1:
        return None
    name = value if isinstance(value, str) else next(iter(value))
    catalog = load_catalog()
    return next((f for f in _families_in(type) if catalog.canonical(f, name) is not None), None)


@cache
def _families_in(type: str) -> tuple[str, ...]:
    _, rest = split_type(type)
    return () if rest is None else tuple(_walk(parse_type(rest)))


def _walk(type: Type) -> Iterator[str]:
    match type:
        case Family():
            yield type.family
        case Union(options):
            for option in options:
                yield from _walk(option)
        case Items(item) | Table(item):
            yield from _walk(item)
