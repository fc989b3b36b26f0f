"""A step -> whether its entry can go, or be another, without anything else of the spec being touched."""

from __future__ import annotations

from typing import Any

from nnspec.linting.rule import REMOVE, Fix
from nnspec.linting.step import Step
from nnspec.linting.subject import Subject

_TIES = frozenset({"from", "name"})


def removal_of(subject: Subject, step: Step) -> Fix | None:
    """Give the fix that takes a step out; None where others may name it, or it says what it takes."""
    return Fix(step.path, REMOVE) if is_plain_entry(subject, step) else None


def is_plain_entry(subject: Subject, step: Step) -> bool:
    """Tell whether a step is an entry of a list, without `name` and `from`."""
    if not step.path or not isinstance(step.path[-1], int):
        return False
    found: Any = subject.spec.document.data
    for part in step.path:
        try:
            found = found[part]
        except (KeyError, IndexError, TypeError):
            return False
    content = next(iter(found.values()), None) if isinstance(found, dict) else None
    return not (isinstance(content, dict) and _TIES & content.keys())
