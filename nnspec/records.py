"""`@record`: a class of typed fields -> a frozen value class, as `dataclasses` makes them.

`dataclasses` writes source code for the methods of each class and compiles it: half a millisecond apiece, a third of
what validating one file took. Here all records share the same few methods, which read the fields when they are
called; only a class of which many are made gets an initializer of its own, five times as fast. Type checkers know
records by `typing.dataclass_transform`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from operator import attrgetter
from typing import Any, NoReturn, TypeVar, dataclass_transform, overload

Record = TypeVar("Record")
Class = TypeVar("Class", bound=type)

MISSING: Any = object()
_LAYOUT = "__record_layout__"
# So many records of a class are made before it gets an initializer of its own.
_MANY = 40


class Field:
    """What a record declares of one field.

    Args:
        default: what it holds when it is not given; `MISSING` makes it required.
        factory: makes the default anew for each record.
        hidden: leave it out of comparison and of the text.
        metadata: whatever the declaring room wants to know.
    """

    __slots__ = ("default", "factory", "hidden", "metadata", "name")

    def __init__(
        self,
        *,
        default: Any = MISSING,
        factory: Callable[[], Any] | None = None,
        hidden: bool = False,
        metadata: Mapping[str, Any] | None = None,
    ) -> None:
        self.name = ""
        self.default = default
        self.factory = factory
        self.hidden = hidden
        self.metadata = metadata or {}


def field(
    *,
    default: Any = MISSING,
    default_factory: Callable[[], Any] | None = None,
    hidden: bool = False,
    metadata: Mapping[str, Any] | None = None,
) -> Any:
    """Declare a field that needs more than a type and a plain default."""
    return Field(default=default, factory=default_factory, hidden=hidden, metadata=metadata)


@overload
def record(cls: Class) -> Class: ...
@overload
def record(
    *, frozen: bool = True, kw_only: bool = False, eq: bool = True, order: bool = False
) -> Callable[[Class], Class]: ...
@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(
    cls: Class | None = None, *, frozen: bool = True, kw_only: bool = False, eq: bool = True, order: bool = False
) -> Class | Callable[[Class], Class]:
    """Make a class of annotated fields a record.

    Args:
        cls: the class.
        frozen: refuse to set attributes.
        kw_only: take the fields by name only.
        eq: compare by value; otherwise by identity.
        order: compare by `<`, field by field.

    Returns:
        The class itself, or a decorator when it is called with options.
    """

    def make(cls: Class) -> Class:
        layout = _Layout(_declared_fields(cls), kw_only=kw_only, checks=hasattr(cls, "__post_init__"))
        methods: dict[str, Any] = {"__init__": _init, "__repr__": _repr, "__match_args__": layout.positional}
        methods |= {"__setattr__": _refuse_to_set, "__delattr__": _refuse_to_set} if frozen else {}
        methods |= {"__eq__": _eq, "__hash__": _hash if frozen else None} if eq else {}
        methods |= {"__lt__": _lt} if order else {}
        for name, method in methods.items():
            if name not in cls.__dict__:
                setattr(cls, name, method)
        setattr(cls, _LAYOUT, layout)
        return cls

    return make if cls is None else make(cls)


def fields(item: Any) -> tuple[Field, ...]:
    """List the fields of a record or of its class, in order of declaration."""
    layout: _Layout = getattr(item, _LAYOUT)
    return layout.fields


def values(item: Any) -> dict[str, Any]:
    """Give a record's values by field name, in order of declaration."""
    return {name: getattr(item, name) for name in item.__record_layout__.names}


def replace(item: Record, **changes: Any) -> Record:
    """Make a record anew with other values in some fields."""
    return type(item)(**{**values(item), **changes})


class _Layout:
    """What the shared methods know of a class."""

    __slots__ = (
        *("checks", "compared", "defaults", "factories", "fields", "key", "known", "made", "names", "positional"),
    )

    def __init__(self, fields: tuple[Field, ...], *, kw_only: bool, checks: bool) -> None:
        self.checks = checks
        self.made = 0
        self.fields = fields
        self.names = tuple(item.name for item in fields)
        self.known = frozenset(self.names)
        self.positional = () if kw_only else self.names
        self.compared = tuple(item.name for item in fields if not item.hidden)
        self.key: Callable[[Any], Any] = attrgetter(*self.compared) if self.compared else bool
        self.defaults = {item.name: item.default for item in fields if item.default is not MISSING}
        self.factories = {item.name: item.factory for item in fields if item.factory is not None}


def _declared_fields(cls: type) -> tuple[Field, ...]:
    found = {item.name: item for item in fields(cls)} if hasattr(cls, _LAYOUT) else {}
    for name, annotation in cls.__annotations__.items():
        if "ClassVar" not in str(annotation).partition("[")[0]:
            found[name] = _field_of(cls, name)
    return tuple(found.values())


def _field_of(cls: type, name: str) -> Field:
    """Take a field's declaration; its default, if it has one, stays readable on the class."""
    written = cls.__dict__.get(name, MISSING)
    declared = written if isinstance(written, Field) else Field(default=written)
    declared.name = name
    if declared.default is not MISSING:
        setattr(cls, name, declared.default)
    elif written is declared:
        delattr(cls, name)
    return declared


def _init(self: Any, /, *given: Any, **named: Any) -> None:
    layout: _Layout = self.__record_layout__
    layout.made += 1
    if layout.made == _MANY and type(self).__dict__.get("__init__") is _init:
        type(self).__init__ = _write_init(layout)
    if given:
        by_position = dict(zip(layout.positional, given, strict=False))
        if len(by_position) < len(given) or not by_position.keys().isdisjoint(named):
            raise TypeError(f"{type(self).__name__} takes {', '.join(layout.names)}, each once")
        named |= by_position
    for name, factory in layout.factories.items():
        if name not in named:
            named[name] = factory()
    held = layout.defaults | named
    if held.keys() != layout.known:
        raise TypeError(f"{type(self).__name__} takes {', '.join(layout.names)}; received {', '.join(named)}")
    self.__dict__.update(held)
    if layout.checks:
        self.__post_init__()


def _write_init(layout: _Layout) -> Callable[..., None]:
    """Compile an initializer with the fields as its parameters."""
    names = {f"default_{name}": value for name, value in layout.defaults.items()}
    names |= {f"make_{name}": make for name, make in layout.factories.items()} | {"MISSING": MISSING}
    lines = [f"def __init__({', '.join(('self', *_parameters(layout)))}):", " held = self.__dict__"]
    for name in layout.names:
        made = f"make_{name}() if {name} is MISSING else {name}" if name in layout.factories else name
        lines.append(f" held[{name!r}] = {made}")
    lines += [" self.__post_init__()"] if layout.checks else []
    exec("\n".join(lines), names)
    written: Callable[..., None] = names["__init__"]
    return written


def _parameters(layout: _Layout) -> Iterator[str]:
    """Give the parameters; from the first that has a default on, all have one, as Python wants it."""
    yield from () if layout.positional else ("*",)
    for name in layout.names:
        default = "MISSING" if name in layout.factories else f"default_{name}" if name in layout.defaults else None
        yield name if default is None else f"{name}={default}"


def _eq(self: Any, other: object) -> bool:
    key: Callable[[Any], Any] = self.__record_layout__.key
    return bool(key(self) == key(other)) if type(self) is type(other) else NotImplemented


def _lt(self: Any, other: object) -> bool:
    key: Callable[[Any], Any] = self.__record_layout__.key
    return bool(key(self) < key(other)) if type(self) is type(other) else NotImplemented


def _hash(self: Any) -> int:
    return hash(self.__record_layout__.key(self))


def _repr(self: Any) -> str:
    inside = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__record_layout__.compared)
    return f"{type(self).__name__}({inside})"


def _refuse_to_set(self: Any, name: str, *_: Any) -> NoReturn:
    raise AttributeError(f"cannot change `{name}` of a frozen {type(self).__name__}")
