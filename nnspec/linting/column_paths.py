"""An input and one of its columns -> where the spec names it."""

from __future__ import annotations

from fnmatch import fnmatchcase

from nnspec.diagnostics.diagnostic import Path
from nnspec.spec.inputs import Input


def path_of_column(item: Input, column: str) -> Path:
    """Point at the name of a column, or the pattern that takes it; at the input where that has no columns of its own.

    Args:
        item: the input.
        column: that it is bound to.
    """
    if not item.columns:
        return item.path
    if len(item.columns) == 1:
        return item.path
    index = next((i for i, name in enumerate(item.columns) if name == column), None)
    if index is None:
        index = next((i for i, pattern in enumerate(item.columns) if fnmatchcase(column, pattern)), None)
    return item.path if index is None else (*item.path, "columns", index)
