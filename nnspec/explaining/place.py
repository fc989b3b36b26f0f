"""`hidden[2].units` -> a path; and the path that a person meant -> the one that the spec has."""

from __future__ import annotations

import re
from typing import Any

from nnspec.catalog.catalog import Entry, load_catalog
from nnspec.diagnostics.diagnostic import Path
from nnspec.errors import UsageError
from nnspec.spec.entries import CONSTRUCTS, OPS_PREFIX

_STEP = re.compile(r"\[(\d+)\]|(?:^|\.)([^.\[\]]+)")


def parse_place(text: str) -> Path:
    """Read a path as people write it; the inverse of `render_path`.

    Args:
        text: such as `hidden[2].Dense.units` or `train.epochs`.

    Raises:
        UsageError: it is no path.
    """
    steps: list[str | int] = []
    end = 0
    while end < len(text):
        match = _STEP.match(text, end)
        if match is None:
            raise UsageError(f"`{text}` is no path; write one like `hidden[2].units`")
        steps.append(match[2] if match[1] is None else int(match[1]))
        end = match.end()
    return tuple(steps)


def meant_path(data: Any, path: Path) -> Path:
    """Fill in the names that a person leaves out: `hidden[2].units` means `hidden[2].Dense.units`.

    A short form counts as its first argument: under `Dense: 64`, `units` means the 64.

    Args:
        data: the spec's plain data.
        path: as it was written.
    """
    found: list[str | int] = []
    for step in path:
        word = _call_word(data)
        if isinstance(step, str) and word is not None and step != word:
            found.append(word)
            data = data[word]
        if not isinstance(data, dict | list) and found and step == _first_argument(found[-1]):
            return tuple(found)
        found.append(step)
        data = _child(data, step)
    return tuple(found)


def _call_word(data: Any) -> str | None:
    """Give the word of a mapping such as `{Dense: 64}`; None for one of the language's sections."""
    word = next(iter(data)) if isinstance(data, dict) and len(data) == 1 else None
    known = word is not None and (word in CONSTRUCTS or word.startswith(OPS_PREFIX) or _find_entry(word) is not None)
    return word if known else None


def _first_argument(word: str | int) -> str | None:
    entry = _find_entry(word) if isinstance(word, str) else None
    return None if entry is None else load_catalog().first_argument(entry)


def _find_entry(word: str) -> Entry | None:
    catalog = load_catalog()
    found = (catalog.find(family, word) for family in catalog.families)
    return next((entry for entry in found if entry is not None), None)


def _child(data: Any, step: str | int) -> Any:
    try:
        return data[step]
    except (KeyError, IndexError, TypeError):
        return None
