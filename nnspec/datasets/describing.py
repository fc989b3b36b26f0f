"""Data that the standard library cannot read (Parquet, bundled sets) -> their card."""

from __future__ import annotations

from collections.abc import Mapping

from nnspec.datasets.digests import digest_of
from nnspec.datasets.opening import Source, open_source, read_source
from nnspec.datasets.table import Array, is_missing
from nnspec.diagnostics.diagnostic import Path
from nnspec.errors import SpecError, spec_error
from nnspec.references.project import ProjectPaths
from nnspec.tables.card import Card, ColumnCard
from nnspec.tables.describing.array_column import ArrayColumn
from nnspec.tables.describing.cell_column import CellColumn
from nnspec.tables.describing.number_column import NumberColumn

_ROWS = 8_192


def describe_source(text: str, *, paths: ProjectPaths, path: Path = ()) -> Card:
    """Make the card of data as training reads them.

    Args:
        text: a reference to Parquet files, or to a bundled set.
        paths: which paths may be named.
        path: where the text stands in a document.

    Raises:
        SpecError: NN654 for files that are absent, damaged or without rows, NN039 and NN040 for the reference.
        UsageError: where an extra has to be installed.
    """
    source = open_source(text, paths=paths, path=path)
    if source.kind == "sklearn":
        table = read_source(source, names=source.columns, numbers=frozenset())
        cards = {name: _describe(name, values) for name, values in table.columns.items()}
        return Card(table.rows, cards, text, digest_of((), tables=[table])[0])
    rows, columns = _describe_one_by_one(source)
    return Card(rows, columns, text, digest_of(source.files, tables=())[0])


def _describe_one_by_one(source: Source) -> tuple[int, Mapping[str, ColumnCard]]:
    """Read one column at a time: all together may not fit into memory. Of some kinds only the name is known."""
    rows: set[int] = set()
    cards: dict[str, ColumnCard] = {}
    for name in source.columns:
        try:
            table = read_source(source, names=(name,), numbers=frozenset())
        except SpecError as error:
            cards[name], refusal = ColumnCard(name), error
            continue
        rows.add(table.rows)
        cards[name] = _describe(name, table.columns[name])
    if not rows:
        raise refusal if cards else spec_error("NN654", f"`{source.text}` has no columns", path=source.path)
    return rows.pop(), cards


def _describe(name: str, values: Array) -> ColumnCard:
    if values.dtype.kind == "M":
        return ColumnCard(name, "datetime", (), int(is_missing(values).sum()))
    if values.dtype.kind not in "Ofiub":
        return ColumnCard(name, None, values.shape[1:])
    column = _column_of(values)
    for start in range(0, len(values), _ROWS):
        column.add(values[start : start + _ROWS].ravel().tolist())
    return column.card(name)


def _column_of(values: Array) -> NumberColumn | ArrayColumn | CellColumn:
    if values.ndim > 1:
        return ArrayColumn(str(values.dtype), values.shape[1:])
    if values.dtype.kind == "O":
        return CellColumn()
    return NumberColumn(str(values.dtype))
