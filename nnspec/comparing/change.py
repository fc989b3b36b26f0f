"""One difference as a value, and the differences of plain data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from nnspec.records import record

Kind = Literal["added", "removed", "changed"]


@record(kw_only=True)
class Change:
    """A difference.

    Args:
        kind: `added` and `removed` as seen from the first.
        section: `layers`, or a top-level key of the language.
        place: where inside the section: a layer's name, the path of a key; empty for the section as a whole.
        before: what the first has; None where it has nothing.
        after: what the second has.
    """

    kind: Kind
    section: str
    place: str
    before: Any = None
    after: Any = None


def find_changes(before: Any, after: Any, *, section: str, place: str = "") -> Iterator[Change]:
    """Compare plain data; the order of keys is no difference.

    Args:
        before: of the first.
        after: of the second.
        section: for the changes.
        place: where the two stand in the section.
    """
    if isinstance(before, Mapping) and isinstance(after, Mapping) and not _are_different_calls(before, after):
        for key in {**before, **after}:
            inner = f"{place}.{key}" if place else str(key)
            yield from _of_key(before, after, key, section, inner)
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after) and _hold_mappings(before):
        for i, (old, new) in enumerate(zip(before, after, strict=True)):
            yield from find_changes(old, new, section=section, place=f"{place}[{i}]")
    elif before != after:
        yield Change(kind="changed", section=section, place=place, before=before, after=after)


def _of_key(
    before: Mapping[Any, Any], after: Mapping[Any, Any], key: Any, section: str, place: str
) -> Iterator[Change]:
    if key not in before:
        yield Change(kind="added", section=section, place=place, after=after[key])
    elif key not in after:
        yield Change(kind="removed", section=section, place=place, before=before[key])
    else:
        yield from find_changes(before[key], after[key], section=section, place=place)


def _are_different_calls(before: Mapping[Any, Any], after: Mapping[Any, Any]) -> bool:
    """Tell whether two mappings name different classes, such as `{Adam: ...}` and `{SGD: ...}`."""
    names = [next(iter(value)) for value in (before, after) if len(value) == 1]
    return len(names) == 2 and names[0] != names[1] and all(str(name)[:1].isupper() for name in names)


def _hold_mappings(values: list[Any]) -> bool:
    return any(isinstance(value, Mapping) for value in values)
