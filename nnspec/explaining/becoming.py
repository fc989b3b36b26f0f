"""A place of a spec as it is written -> what stands there after expansion, and what that came through."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from nnspec.diagnostics.diagnostic import Path
from nnspec.document.document import Origin
from nnspec.explaining.place import child_at, holding_path, meant_path
from nnspec.records import record
from nnspec.spec.expansion.expand import filled_texts
from nnspec.spec.fill import fill_defaults
from nnspec.spec.spec import Spec


@record
class Became:
    """One of the values that a written place has after expansion.

    Args:
        value: what stands there then.
        via: the constructs and values that it came through, outermost first.
    """

    value: Any
    via: tuple[str, ...]


def filled_values(spec: Spec, path: Path) -> tuple[Became, ...]:
    """Say what a text with values from elsewhere becomes: one inside a block, once for each use of it.

    Args:
        spec: expanded.
        path: a place in it as it is written.

    Returns:
        Each value once for each way that it came; nothing for what takes no values from elsewhere.
    """
    if spec.written is spec.document:
        return ()
    written = spec.written.origin(path)
    return _each_once(
        Became(text.data, text.origin.via) for text in filled_texts(spec.written) if _is_at(text.origin, written)
    )


def moved_values(spec: Spec, path: Path) -> tuple[Became, ...]:
    """Say what is made of what stands at a place: the layers of each round for a `repeat`.

    Args:
        spec: expanded.
        path: a place in it as it is written.

    Returns:
        Each value that differs from what is written, once for each way that it came.
    """
    if spec.written is spec.document:
        return ()
    value, places = value_at(spec.written.data, path), _places_after_expansion(spec, spec.written.origin(path))
    made = (Became(value_at(spec.document.data, place), spec.document.origin(place).via) for place in places)
    return _each_once(became for became in made if became.value != value)


def default_after_expansion(spec: Spec, path: Path) -> tuple[bool, Any]:
    """Give the value of a place where nothing is written, as the defaults have it.

    Args:
        spec: expanded.
        path: with all names filled in, in the spec as it is written.

    Returns:
        Whether there is one, and the value.
    """
    filled = fill_defaults(spec)
    ends = range(len(path), -1, -1)
    above = next(path[:end] for end in ends if holding_path(spec.written.data, path[:end]) == path[:end])
    for place in _places_after_expansion(spec, spec.written.origin(above)):
        wanted = meant_path(filled, (*place, *path[len(above) :]))
        if holding_path(filled, wanted) is not None:
            return True, value_at(filled, wanted)
    return False, None


def value_at(data: Any, path: Path) -> Any:
    """Give what stands at a path that is there."""
    for step in path:
        data = child_at(data, step)
    return data


def _each_once(values: Iterable[Became]) -> tuple[Became, ...]:
    return tuple({(str(became.value), became.via): became for became in values}.values())


def _places_after_expansion(spec: Spec, written: Origin) -> Iterator[Path]:
    """Go through the places of the expanded document that were written at one place."""
    for path in _all_paths(spec.document.data, ()):
        if _is_at(spec.document.origin(path), written):
            yield path


def _all_paths(data: Any, path: Path) -> Iterator[Path]:
    yield path
    if isinstance(data, dict | list):
        for step in data if isinstance(data, dict) else range(len(data)):
            yield from _all_paths(data[step], (*path, step))


def _is_at(origin: Origin, written: Origin) -> bool:
    inner = origin.document.origin(origin.path)
    return inner.document is written.document and inner.path == written.path
