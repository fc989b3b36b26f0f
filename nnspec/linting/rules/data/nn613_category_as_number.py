"""NN613: names of kinds go in as numbers.

What: an input of numbers has a column whose name says that its values are kinds (`country`, `job`, `zip_code`), or an
id that several rows share, and the data card counts three whole numbers or more in it.

Why: as a number, country 7 lies between 6 and 8, and weighs seven times country 1. Kinds have no order: each needs a
neuron or a vector of its own. Two kinds are one number as well; numbers that are called by other names are left alone.

Card:
    rows: 5000
    columns:
      age: {dtype: int64, shape: [], missing: 0, unique: 73, minimum: 17, maximum: 90, mean: 38.0, std: 13.0}
      occupation: {dtype: int64, shape: [], missing: 0, unique: 15, minimum: 0, maximum: 14, mean: 6.0, std: 4.0}

Fires:
    nnspec: 1
    inputs: {x: {columns: [age, occupation]}}
    hidden: [{Dense: {units: 16, activation: relu}}]
    outputs: {y: binary}

Passes:
    nnspec: 1
    inputs: {age: number, occupation: category}
    hidden: [{Dense: {units: 16, activation: relu}}]
    outputs: {y: binary}

Fix: an input of `type: category`; with many kinds `encode: index` and an Embedding.

Source: TensorFlow Data Validation, categorical integers. What a column means is guessed by its name.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.arrivals import arrivals_of
from nnspec.linting.column_paths import path_of_column
from nnspec.linting.column_words import is_identity, is_kind
from nnspec.linting.rule import Fault, rule
from nnspec.linting.spread import card_columns
from nnspec.linting.subject import Subject
from nnspec.spec.inputs import NumberInput
from nnspec.tables.card import Card, ColumnCard

_MANY = 50


@rule("NN613", "warning")
def category_as_number(subject: Subject) -> Iterator[Fault]:
    """Find columns of kinds among those of numbers."""
    items = [item for item in subject.spec.inputs if isinstance(item, NumberInput)]
    if not items:
        return
    card = subject.need_card()
    for item in items:
        columns = [column for column in card_columns(item.name, subject.facts) if _is_nominal(column, card)]
        if columns and _is_looked_up(item, subject):
            continue
        for column in columns:
            encoded = "`type: category`" if (column.unique or 0) < _MANY else "`type: category`, `encode: index`"
            yield Fault(
                path=path_of_column(item, column.name),
                message=f"the kinds of `{column.name}` go in as numbers",
                received=f"{column.unique} different whole numbers",
                hint=f"an input of {encoded}",
            )


def _is_nominal(column: ColumnCard, card: Card) -> bool:
    if column.unique is None or column.unique < 3 or not (column.dtype or "").startswith(("int", "uint")):
        return False
    # Where each row has its own it is no kind: NN611.
    is_shared = card.rows is not None and column.unique <= card.rows / 2
    return is_shared and (is_kind(column.name) or is_identity(column.name))


def _is_looked_up(item: NumberInput, subject: Subject) -> bool:
    return any("Embedding" in arrival.taker.layer for arrival in arrivals_of(item.name, subject.flow))
