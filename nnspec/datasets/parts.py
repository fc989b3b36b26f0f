"""Rows and the spec's `split` -> the rows of each part."""

from __future__ import annotations

import numpy as np

from nnspec.datasets.rows import Rows
from nnspec.datasets.splitting import (
    Fractions,
    Parts,
    SplitImpossibleError,
    split_by_class,
    split_by_group,
    split_by_time,
    split_randomly,
)
from nnspec.datasets.table import Array, Table
from nnspec.datasets.times import read_times
from nnspec.datasets.values import read_categories
from nnspec.diagnostics.diagnostic import Path
from nnspec.errors import spec_error
from nnspec.spec.data import Data, Split
from nnspec.spec.outputs import Output
from nnspec.spec.spec import Spec


def split_rows(rows: Rows, *, table: Table, spec: Spec, data: Data) -> tuple[Rows, Rows | None, Rows | None]:
    """Split the rows of one source as the spec says.

    Where the spec says nothing, the first output with classes stratifies, as far as these are large enough.

    Args:
        rows: of the whole source.
        table: they were made from; has the columns that the split names.
        spec: whose seed orders the rows.
        data: says how to split.

    Returns:
        Training, validation and test rows; None for a part that has no share.

    Raises:
        SpecError: NN655 where the rows cannot be split as asked.
    """
    if data.split is None:
        return rows, None, None
    try:
        parts = _default_parts(rows, spec, data.split) if data.default_split else _parts(table, spec, data.split)
    except SplitImpossibleError as error:
        hint = "say `split: none` to train on all rows"
        raise spec_error("NN655", str(error), path=data.split.path, hint=hint) from error
    chosen = (parts.validation, parts.test)
    validation, test = (rows.take(part) if len(part) else None for part in chosen)
    return rows.take(parts.train), validation, test


def _default_parts(rows: Rows, spec: Spec, split: Split) -> Parts:
    fractions = Fractions(validation=split.validation, test=split.test)
    with_classes = (o.name for o in spec.outputs if _has_classes(o) and o.name in rows.targets)
    name = next(with_classes, None)
    if name is not None:
        try:
            return split_by_class(_class_of_each(rows.targets[name]), fractions=fractions, seed=spec.seed)
        except SplitImpossibleError:
            pass  # classes of one row each: what is left is a random split
    return split_randomly(len(rows), fractions=fractions, seed=spec.seed)


def _parts(table: Table, spec: Spec, split: Split) -> Parts:
    fractions = Fractions(validation=split.validation, test=split.test)
    if split.group is not None:
        groups = _keys(table, split.group, (*split.path, "group"))
        return split_by_group(groups, fractions=fractions, seed=spec.seed)
    if split.time is not None:
        times = read_times(table, split.time, path=(*split.path, "time"))
        return split_by_time(times, fractions=fractions)
    if split.stratify is not None:
        classes = _keys(table, split.stratify, (*split.path, "stratify"))
        return split_by_class(classes, fractions=fractions, seed=spec.seed)
    return split_randomly(table.rows, fractions=fractions, seed=spec.seed)


def _has_classes(output: Output) -> bool:
    return output.type in ("category", "binary") and not output.per_position


def _class_of_each(truth: Array) -> Array:
    return truth if truth.ndim == 1 else np.argmax(truth, axis=1)


def _keys(table: Table, name: str, path: Path) -> Array:
    values = table.columns[name]
    if values.ndim > 1:
        return np.argmax(values, axis=1) if values.ndim == 2 else read_categories(table, name, path=path)
    return values
