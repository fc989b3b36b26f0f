"""`hidden[2].units` -> a path; and the path that a person meant -> the one that the spec has."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from nnspec.catalog.catalog import Entry, load_catalog
from nnspec.diagnostics.diagnostic import Path
from nnspec.errors import UsageError
from nnspec.spec.entries import CONSTRUCTS, OPS_PREFIX

_STEP = re.compile(r"\[(\d+)\]|(?:^|\.)([^.\[\]]+)")
# What a section holds where it is written as a single value.
_SHORT_FORMS = {"data": (1, "source"), "inputs": (2, "type"), "outputs": (2, "type"), "bases": (2, "source")}


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

    Args:
        data: the spec's plain data.
        path: as it was written.
    """
    found: list[str | int] = []
    blocks, steps = blocks_of(data), list(path)
    while steps:
        step = _next_key(data, steps)
        word = _call_word(data, blocks, is_item=bool(found) and isinstance(found[-1], int))
        if isinstance(step, str) and word is not None and step != word:
            found.append(word)
            data = child_at(data, word)
        found.append(step)
        data = child_at(data, step)
    return tuple(found)


def holding_path(data: Any, path: Path) -> Path | None:
    """Give the path at which a value stands: that of `Dense` for `units`, where the spec says `Dense: 64`.

    Args:
        data: the spec's plain data.
        path: with all names filled in.

    Returns:
        None where nothing is written.
    """
    blocks = blocks_of(data)
    for end, step in enumerate(path):
        if not isinstance(data, dict | list):
            is_short = data is not None and end == len(path) - 1
            return path[:end] if is_short and step == _first_argument(path[:end], blocks) else None
        if not has_child(data, step):
            return None
        data = child_at(data, step)
    return path


def blocks_of(data: Any) -> Mapping[str, Any]:
    """Give the blocks of a spec's plain data."""
    blocks = child_at(data, "blocks")
    return blocks if isinstance(blocks, dict) else {}


def arguments_of(block: Any) -> Mapping[str, Any]:
    """Give the arguments of a block with their defaults, as they are written."""
    arguments = child_at(block, "args")
    return arguments if isinstance(arguments, dict) else {}


def has_child(data: Any, step: str | int) -> bool:
    """Tell whether anything, if only `null`, stands at a key or index."""
    if isinstance(data, list):
        return isinstance(step, int) and step < len(data)
    return isinstance(data, dict) and step in data


def child_at(data: Any, step: str | int) -> Any:
    """Give what stands at a key or index; None where nothing does."""
    return data[step] if has_child(data, step) else None


def _next_key(data: Any, steps: list[str | int]) -> str | int:
    """Take the next step; several of them where they are one key with dots, such as `ops.mean`."""
    if not has_child(data, steps[0]):
        names = [".".join(map(str, steps[:end])) for end in range(2, len(steps) + 1)]
        keys = [name for name in names if has_child(data, name) or name == data or _is_function(name)]
        if keys:
            steps[: keys[0].count(".") + 1] = keys[:1]
    return steps.pop(0)


def _is_function(name: str) -> bool:
    return name.startswith(OPS_PREFIX) and load_catalog().find("ops", name.removeprefix(OPS_PREFIX)) is not None


def _call_word(data: Any, blocks: Mapping[str, Any], *, is_item: bool) -> str | None:
    """Give the word of `{Dense: 64}`, or of an item `Flatten`; None for one of the language's sections."""
    word = next(iter(data)) if isinstance(data, dict) and len(data) == 1 else data if is_item else None
    if not isinstance(word, str):
        return None
    known = word in blocks or word in CONSTRUCTS or word.startswith(OPS_PREFIX) or _find_entry(word) is not None
    return word if known else None


def _first_argument(path: Path, blocks: Mapping[str, Any]) -> str | None:
    """Name what a single value at a path stands for."""
    if not path or not isinstance(path[-1], str):
        return None
    depth, short = _SHORT_FORMS.get(str(path[0]), (0, None))
    if len(path) == depth:
        return short
    if path[-1] in blocks:
        return next(iter(arguments_of(blocks[path[-1]])), None)
    entry = _find_entry(path[-1])
    return None if entry is None else load_catalog().first_argument(entry)


def _find_entry(word: str) -> Entry | None:
    catalog = load_catalog()
    found = (catalog.find(family, word) for family in catalog.families)
    return next((entry for entry in found if entry is not None), None)
