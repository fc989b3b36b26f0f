"""Rows of data in memory: named columns, each a numpy array, missing values marked."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate
from typing import Any

import numpy as np
import numpy.typing as npt

from nnspec.records import record, replace

Array = npt.NDArray[Any]


@record
class Table:
    """Columns of equal length.

    Args:
        columns: name -> array whose first axis are the rows; a missing value is NaN in an array of
            floats, NaT in one of times, and None in one of objects.
        numbers: (rows,) int64, for each row its place in the source, from 0.
        locate: place in the source -> words that tell a person where that row is.
    """

    columns: Mapping[str, Array]
    numbers: Array
    locate: Callable[[int], str]

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.numbers)

    def take(self, chosen: Array) -> Table:
        """Keep the chosen rows, given by their index in this table."""
        columns = {name: values[chosen] for name, values in self.columns.items()}
        return replace(self, columns=columns, numbers=self.numbers[chosen])

    def place(self, row: int) -> str:
        """Tell a person where a row of this table is in the source."""
        return self.locate(int(self.numbers[row]))


def make_table(columns: Mapping[str, Array], rows: int, locate: Callable[[int], str]) -> Table:
    """Make the table of a whole source."""
    return Table(columns, np.arange(rows, dtype=np.int64), locate)


def join_tables(tables: Sequence[Table]) -> Table:
    """Put the rows of several files under each other."""
    if len(tables) == 1:
        return tables[0]
    starts = [0, *accumulate(table.rows for table in tables)]

    def locate(number: int) -> str:
        part = bisect_right(starts, number) - 1
        return tables[part].locate(number - starts[part])

    columns = {name: np.concatenate([table.columns[name] for table in tables]) for name in tables[0].columns}
    return make_table(columns, starts[-1], locate)


def is_missing(values: Array) -> Array:
    """Tell for each row whether its value is missing; (rows,) bool."""
    if values.dtype.kind == "O":
        return np.fromiter((value is None for value in values), bool, len(values))
    if values.dtype.kind == "M":
        return np.isnat(values)
    if values.dtype.kind != "f":
        return np.zeros(len(values), bool)
    return np.asarray(np.isnan(values).reshape(len(values), -1).any(axis=1))
