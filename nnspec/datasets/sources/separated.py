"""CSV and TSV files -> tables, read by pyarrow; what it refuses is explained row by row."""

from __future__ import annotations

import pathlib
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from pyarrow import csv

from nnspec.datasets.sources.bad_rows import explain_bad_rows, line_of_row
from nnspec.datasets.table import Table, make_table
from nnspec.diagnostics.diagnostic import Path
from nnspec.tables.text_header import read_csv_names
from nnspec.tables.text_values import MISSING_TEXTS


def read_names(location: str) -> tuple[str, ...]:
    """List the columns that the first line names."""
    return read_csv_names(pathlib.Path(location), delimiter=_delimiter(location))


def read_file(location: str, *, names: Sequence[str], numbers: frozenset[str], path: Path) -> Table:
    """Read some columns; numbers become float64, all else text.

    Raises:
        SpecError: NN651 for rows with too many or too few fields, or with text among numbers.
        ValueError: for a file that is no text in UTF-8.
    """
    delimiter = _delimiter(location)
    types = {name: pa.float64() if name in numbers else pa.string() for name in names}
    try:
        table = csv.read_csv(
            location,
            parse_options=csv.ParseOptions(delimiter=delimiter, newlines_in_values=True),
            convert_options=csv.ConvertOptions(
                column_types=types,
                include_columns=list(names),
                null_values=list(MISSING_TEXTS),
                strings_can_be_null=True,
            ),
        )
    except pa.ArrowInvalid as error:
        explain_bad_rows(pathlib.Path(location), delimiter=delimiter, numbers=numbers, missing=MISSING_TEXTS, path=path)
        raise ValueError(str(error)) from error
    columns = {name: np.asarray(table.column(name).to_numpy()) for name in names}
    return make_table(columns, table.num_rows, lambda row: line_of_row(location, delimiter=delimiter, row=row))


def _delimiter(location: str) -> str:
    return "\t" if location.lower().endswith(".tsv") else ","
