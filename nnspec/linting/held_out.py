"""A spec and its data -> how many rows each part has."""

from __future__ import annotations

from math import floor

from nnspec.inference.facts import Facts
from nnspec.linting.lacking import ROWS, Lacking
from nnspec.spec.calls import Call
from nnspec.spec.data import Data
from nnspec.spec.spec import Spec

# Callbacks that choose by what they watch.
_CHOOSING = ("EarlyStopping", "ModelCheckpoint", "ReduceLROnPlateau")


def has_part(data: Data, part: str) -> bool:
    """Tell whether `validation` or `test` has any rows."""
    if data.source is None:
        return getattr(data, part) is not None
    return data.split is not None and getattr(data.split, part) > 0


def rows_of(part: str, spec: Spec, facts: Facts) -> int:
    """Count the rows of a part.

    Raises:
        Lacking: it is not known how many there are.
    """
    rows = known_rows(part, spec, facts)
    if rows is None:
        raise Lacking(ROWS)
    return rows


def known_rows(part: str, spec: Spec, facts: Facts) -> int | None:
    """Count the rows of `train`, `validation` or `test`, rows with missing values among them.

    Args:
        part: which.
        spec: that splits them, as `nnspec.datasets.splitting` does.
        facts: of the one `source`, or of the rows that train.

    Returns:
        None where that is not known, as of other files than those that train.
    """
    data, rows = spec.data, facts.n_rows
    if data is None or data.source is None:
        if part == "train":
            return rows
        return 0 if data is not None and getattr(data, part) is None else None
    if rows is None:
        return None
    split = data.split
    if part != "train":
        return 0 if split is None else _size(rows, getattr(split, part))
    held_out = 0 if split is None else _size(rows, split.validation) + _size(rows, split.test)
    return max(min(rows, 1), rows - held_out)


def _size(rows: int, fraction: float) -> int:
    """Round a share as a split does; a part with a share has one row at least."""
    return 0 if fraction == 0 else max(1, floor(rows * fraction + 0.5))


def choosing_callbacks(spec: Spec) -> tuple[Call, ...]:
    """Give the callbacks that stop, keep or slow down by a watched metric, early stopping first."""
    return tuple(call for call in spec.train.all_callbacks if call.name in _CHOOSING)
