"""One defect put into a valid spec: where it stands, and the spec with it."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from construct_strategies import expanded_specs, written_specs
from nnspec.diagnostics.diagnostic import Path

WRONG_VALUES = (
    *(None, True, -1, 0, 1.0, 1.5, 10**30, "", "zzz", "0.5", "yes", "$x", "a b", "Dense", "none"),
    *([], {}, [1, "a"], {"zzz": 1}, {"Dense": 3}, [[]]),
)


@dataclass(frozen=True)
class Defect:
    """A spec and the place where it was broken."""

    data: dict[str, Any]
    path: Path


@st.composite
def defects(draw: st.DrawFn, *, written: bool = False) -> Defect:
    """Draw a valid spec and break it at one place.

    Args:
        draw: given by hypothesis.
        written: a spec as people write it; else one of the expanded language.
    """
    valid = written_specs().map(lambda pair: pair[0]) if written else expanded_specs()
    data = json.loads(json.dumps(draw(valid)))
    path = draw(st.sampled_from(list(_paths(data))))
    kind = draw(st.sampled_from([_replace, _rename, _remove, _add_key, _misspell]))
    return Defect(data, kind(draw, data, path))


def _replace(draw: st.DrawFn, data: Any, path: Path) -> Path:
    holder = _at(data, path[:-1])
    holder[path[-1]] = copy.deepcopy(draw(st.sampled_from(WRONG_VALUES)))
    return path


def _rename(draw: st.DrawFn, data: Any, path: Path) -> Path:
    holder = _at(data, path[:-1])
    if isinstance(holder, dict):
        holder[f"{path[-1]}x"] = holder.pop(path[-1])
    return path[:-1]


def _remove(draw: st.DrawFn, data: Any, path: Path) -> Path:
    del _at(data, path[:-1])[path[-1]]
    return path[:-1]


def _add_key(draw: st.DrawFn, data: Any, path: Path) -> Path:
    holder = _at(data, path)
    if not isinstance(holder, dict):
        return _replace(draw, data, path)
    holder["zzz"] = 1
    return path


def _misspell(draw: st.DrawFn, data: Any, path: Path) -> Path:
    text = _at(data, path)
    if not isinstance(text, str):
        return _rename(draw, data, path)
    _at(data, path[:-1])[path[-1]] = text[1:] + text[:1]
    return path


def _paths(data: Any, path: Path = ()) -> Iterator[Path]:
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in items:
        yield (*path, key)
        yield from _paths(value, (*path, key))


def _at(data: Any, path: Path) -> Any:
    for part in path:
        data = data[part]
    return data
