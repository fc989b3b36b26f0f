"""NN607: rows that belong together are split at random.

What: the split is random, and the data card has a column that tells groups apart by its name (`patient_id`, `user`)
with two rows or more in each; or the rows stand in the order of a column of dates, and the output is a number.

Why: rows of one patient are in training and in the test, and so are the days before and after each other: the test
measures memory.

Card:
    rows: 1000
    columns:
      patient_id: {dtype: int64, shape: [], missing: 0, unique: 120}
      visit: {dtype: datetime, shape: [], missing: 0, unique: 700}

Fires:
    nnspec: 1
    data: visits.csv
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, activation: relu}}]
    outputs: {y: binary}

Passes:
    nnspec: 1
    data: {source: visits.csv, split: {validation: 0.15, test: 0.15, group: patient_id}}
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, activation: relu}}]
    outputs: {y: binary}

Fix: `split: {validation: 0.15, test: 0.15, group: COLUMN}`, or `time: COLUMN`.

Source: deepchecks, date and index leakage. What a column means is guessed by its name.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.column_words import is_identity
from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject
from nnspec.spec.data import Data
from nnspec.tables.card import Card, ColumnCard


@rule("NN607", "warning")
def group_or_time_leak(subject: Subject) -> Iterator[Fault]:
    """Find random splits of rows in groups or in time."""
    data = subject.spec.data
    if data is None or not _is_random(data):
        return
    card, path = subject.card, _path_of(data)
    known = _known_kinds(subject)
    columns = [column for name, column in card.columns.items() if name not in known]
    group = next((column for column in columns if _is_group(column, card)), None)
    time = next((column for column in columns if column.dtype == "datetime" and column.sorted), None)
    if group is not None:
        yield Fault(
            path=path,
            message=f"rows of one `{group.name}` come into several parts",
            received=f"{group.unique} different values in {card.rows} rows",
            hint=f"`split: {{validation: 0.15, test: 0.15, group: {group.name}}}`",
        )
    elif time is not None and any(output.type == "number" for output in subject.spec.outputs):
        yield Fault(
            path=path,
            message=f"rows in the order of `{time.name}` are split at random",
            hint=f"`split: {{validation: 0.15, test: 0.15, time: {time.name}}}`",
        )


def _known_kinds(subject: Subject) -> set[str]:
    """Name the columns whose values are meant to be known again: targets, and inputs that are categories."""
    kinds = [item.name for item in subject.spec.inputs if item.type == "category"]
    names = [*kinds, *(output.name for output in subject.spec.outputs)]
    return {column.name for name in names for column in subject.facts.columns.get(name, ())}


def _is_random(data: Data) -> bool:
    split = data.split
    if data.source is None or split is None or not (split.validation or split.test):
        return False
    return split.group is None and split.time is None


def _path_of(data: Data) -> tuple[str | int, ...]:
    return data.path if data.split is None or data.default_split else (*data.path, "split")


def _is_group(column: ColumnCard, card: Card) -> bool:
    if column.unique is None or card.rows is None or column.dtype in ("float32", "float64", "datetime", "bool"):
        return False
    return is_identity(column.name) and 2 < column.unique <= card.rows / 2
