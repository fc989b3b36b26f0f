"""An input or output and one of its columns -> where the spec names it."""

from __future__ import annotations

from fnmatch import fnmatchcase

from nnspec.diagnostics.diagnostic import Path
from nnspec.spec.inputs import Input
from nnspec.spec.outputs import Output


def path_of_column(item: Input | Output, column: str) -> Path:
    """Point at the name of a column, or the pattern that takes it; at the whole where it names one or none.

    Args:
        item: the input or output.
        column: that it is bound to.
    """
    if len(item.columns) < 2:
        return item.path
    index = next((i for i, name in enumerate(item.columns) if name == column), None)
    if index is None:
        index = next((i for i, pattern in enumerate(item.columns) if fnmatchcase(column, pattern)), None)
    return item.path if index is None else (*item.path, "columns", index)
