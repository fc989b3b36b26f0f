"""NN611: a column says nothing: it only numbers the rows, or is the same in all of them.

What: a column of an input has one value only; or as many values as there are rows, and is called an id, or counts the
rows from 0 or 1 in their order; or a category of its own nearly for every row.

Why: a network learns single rows by their number, and finds none of them again. A constant gives every neuron the same
input: it costs weights and says nothing.

Card:
    rows: 500
    columns:
      passenger_id: {dtype: int64, shape: [], missing: 0, unique: 500, minimum: 1, maximum: 500, sorted: true}
      age: {dtype: float64, shape: [], missing: 0, unique: 80, minimum: 0.0, maximum: 90.0, mean: 30.0, std: 14.0}
      ship: {dtype: string, shape: [], missing: 0, unique: 1}

Fires:
    nnspec: 1
    inputs: {x: {columns: [passenger_id, age]}}
    hidden: [{Dense: {units: 16, activation: relu}}]
    outputs: {y: binary}
    ---
    nnspec: 1
    inputs: {age: number, ship: category}
    hidden: [{Dense: {units: 16, activation: relu}}]
    outputs: {y: binary}

Passes:
    nnspec: 1
    inputs: {age: number}
    hidden: [{Dense: {units: 16, activation: relu}}]
    outputs: {y: binary}

Fix: leave the column out.

Source: deepchecks, identifier and single-value checks.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.column_paths import path_of_column
from nnspec.linting.column_words import is_row_number
from nnspec.linting.rule import Fault, rule
from nnspec.linting.spread import card_columns
from nnspec.linting.subject import Subject
from nnspec.spec.inputs import Input
from nnspec.tables.card import Card, ColumnCard

_TYPES = ("number", "category")
_FEW = 20
_NEARLY_ALL = 0.95


@rule("NN611", "warning")
def id_or_constant(subject: Subject) -> Iterator[Fault]:
    """Find columns that number the rows, or never change."""
    items = [item for item in subject.spec.inputs if item.type in _TYPES]
    if not items:
        return
    card = subject.card
    n_columns = sum(len(card_columns(item.name, subject.facts)) for item in subject.spec.inputs)
    for item in items:
        for column in card_columns(item.name, subject.facts):
            wrong = _wrong_with(column, item, card, is_alone=n_columns == 1)
            if wrong is not None:
                yield Fault(
                    path=path_of_column(item, column.name),
                    message=f"`{column.name}` {wrong}",
                    received=f"{column.unique or 1} values in {card.rows or '?'} rows",
                    hint="leave the column out",
                )


def _wrong_with(column: ColumnCard, item: Input, card: Card, *, is_alone: bool) -> str | None:
    if not column.missing and (column.unique == 1 or (column.minimum is not None and column.minimum == column.maximum)):
        return "is the same in all rows"
    if is_alone or card.rows is None or column.unique is None or card.rows < _FEW:
        return None
    if item.type == "category":
        return "has a category for nearly every row" if column.unique >= _NEARLY_ALL * card.rows else None
    is_whole = (column.dtype or "").startswith(("int", "uint"))
    is_id = is_row_number(column.name) or _counts_rows(column)
    return "only numbers the rows" if is_whole and is_id and column.unique == card.rows else None


def _counts_rows(column: ColumnCard) -> bool:
    if column.sorted is not True or column.minimum not in (0, 1) or column.maximum is None:
        return False
    return column.maximum - column.minimum + 1 == column.unique
