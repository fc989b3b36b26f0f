"""A document -> its numbers that are not finite, which JSON cannot write and no schema judges."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from nnspec.diagnostics.diagnostic import Diagnostic, Path
from nnspec.document.document import Document
from nnspec.validation.places import at_value


def find_not_finite(document: Document) -> Iterator[Diagnostic]:
    """Report NN024 for `.nan` and `.inf`; what a run measured, under `report`, may be either.

    Args:
        document: what was read.
    """
    for key, value in document.data.items():
        if key != "report" and not _is_finite(value):
            yield from (_finding(document, path) for path in _walk(value, (key,)))


def _is_finite(value: Any) -> bool:
    """Tell whether all numbers are finite; faster than to say where they are not."""
    waiting = [value]
    for item in waiting:
        if type(item) is dict:
            waiting += item.values()
        elif type(item) is list:
            waiting += item
        elif type(item) is float and not math.isfinite(item):
            return False
    return True


def _walk(value: Any, path: Path) -> Iterator[Path]:
    if isinstance(value, float) and not math.isfinite(value):
        yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from _walk(item, (*path, key))


def _finding(document: Document, path: Path) -> Diagnostic:
    return at_value(document, "NN024", "a number must be finite", path, expected="a finite number")
