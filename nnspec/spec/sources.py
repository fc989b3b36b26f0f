"""`from`: which tensors an entry takes, and as which arguments of its call."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from nnspec.diagnostics.diagnostic import Path
from nnspec.records import field, record


@record
class Source:
    """One tensor that an entry takes.

    Args:
        name: of an input or an entry from above.
        output: which of that entry's outputs, counted from 0: `lstm:1` is the second.
        argument: the call's argument that takes it, such as `query`; None by position.
        listed: whether the argument takes a list of tensors, of which this is one.
        path: where it is written.
    """

    name: str
    output: int = 0
    argument: str | None = None
    listed: bool = False
    path: Path = field(default=(), hidden=True)


def read_sources(value: Any, path: Path) -> tuple[Source, ...]:
    """Read what stands under `from`: a name, a list of names, or names by argument.

    Args:
        value: its structure has been checked.
        path: where it stands.
    """
    if isinstance(value, Mapping):
        return tuple(found for name, item in value.items() for found in _of_argument(name, item, (*path, name)))
    return tuple(_read_several(value, path))


def write_sources(sources: tuple[Source, ...]) -> Any:
    """Write sources as they stand in a spec; the inverse of `read_sources`."""
    if any(source.argument for source in sources):
        written: dict[str, Any] = {}
        for source in sources:
            if source.listed:
                written.setdefault(source.argument or "", []).append(_write_name(source))
            else:
                written[source.argument or ""] = _write_name(source)
        return written
    names = [_write_name(source) for source in sources]
    return names[0] if len(names) == 1 else names


def _of_argument(argument: str, value: Any, path: Path) -> Iterator[Source]:
    listed = isinstance(value, list)
    for source in _read_several(value, path):
        yield Source(source.name, source.output, argument, listed, source.path)


def _read_several(value: Any, path: Path) -> Iterator[Source]:
    if isinstance(value, list):
        for i, item in enumerate(value):
            yield _read_one(item, (*path, i))
    else:
        yield _read_one(value, path)


def _read_one(text: str, path: Path) -> Source:
    name, colon, output = text.partition(":")
    return Source(name, int(output) if colon else 0, path=path)


def _write_name(source: Source) -> str:
    return f"{source.name}:{source.output}" if source.output else source.name
