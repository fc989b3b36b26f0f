"""Missing values: an error that tells where they are, or rows that are left out."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from nnspec.datasets.table import Array, Table, is_missing
from nnspec.diagnostics.diagnostic import Path
from nnspec.errors import spec_error

_ROWS_SHOWN = 3


def settle_missing(table: Table, *, needed: Iterable[str], policy: str, path: Path) -> Table:
    """Leave out the rows with missing values, or refuse them.

    Args:
        table: as it was read.
        needed: the columns that no `fill` covers.
        policy: `error` or `drop`.
        path: of `data` in the document.

    Raises:
        SpecError: NN652 with columns, counts and first rows where the policy is `error`, and where
            no row would be left.
    """
    masks = {name: is_missing(table.columns[name]) for name in dict.fromkeys(needed)}
    masks = {name: mask for name, mask in masks.items() if mask.any()}
    if not masks:
        return table
    complete = ~np.logical_or.reduce(list(masks.values()))
    if policy == "drop" and complete.any():
        return table.take(np.flatnonzero(complete))
    counts = ", ".join(f"`{name}` {int(mask.sum())} ({_first(mask, table)})" for name, mask in masks.items())
    cures = f"`missing: drop` keeps {int(complete.sum())} of {table.rows} rows, `fill: median` in an input fills"
    raise spec_error("NN652", f"missing values: {counts}", path=path, hint=cures if complete.any() else None)


def _first(mask: Array, table: Table) -> str:
    rows = np.flatnonzero(mask)
    shown = ", ".join(table.place(int(row)) for row in rows[:_ROWS_SHOWN])
    return f"{shown}, ..." if len(rows) > _ROWS_SHOWN else shown
