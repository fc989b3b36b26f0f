"""NN612: values are missing, and nothing says what to do about it.

What: the data card counts rows without a value in a column of an input or output, the input has no `fill`, and `data`
does not say `missing: drop`.

Why: one NaN in a row makes the loss NaN, and with it every weight. So training refuses such rows (NN652): this rule
says so before any data are read.

Card:
    rows: 500
    columns:
      age: {dtype: float64, shape: [], missing: 37, unique: 80, minimum: 0.0, maximum: 90.0, mean: 30.0, std: 14.0}

Fires:
    nnspec: 1
    data: rows.csv
    inputs: {age: number}
    hidden: [{Dense: {units: 16, activation: relu}}]
    outputs: {y: binary}

Passes:
    nnspec: 1
    data: rows.csv
    inputs: {age: {type: number, fill: median}}
    hidden: [{Dense: {units: 16, activation: relu}}]
    outputs: {y: binary}
    ---
    nnspec: 1
    data: {source: rows.csv, missing: drop}
    inputs: {age: number}
    hidden: [{Dense: {units: 16, activation: relu}}]
    outputs: {y: binary}

Fix: `fill: median` for an input of numbers, or `missing: drop`.

Source: Schoop et al. 2021 (UMLAUT), NaN in inputs.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.column_paths import path_of_column
from nnspec.linting.rule import Fault, rule
from nnspec.linting.spread import card_columns
from nnspec.linting.subject import Subject
from nnspec.spec.inputs import Input
from nnspec.spec.outputs import Output


@rule("NN612", "error")
def missing_values(subject: Subject) -> Iterator[Fault]:
    """Find columns with missing values that nothing covers."""
    data = subject.spec.data
    if data is not None and data.missing == "drop":
        return
    subject.need_card()
    items: tuple[Input | Output, ...] = (*subject.spec.inputs, *subject.spec.outputs)
    seen: set[str] = set()
    for item in items:
        if getattr(item, "fill", None) is not None:
            continue
        for column in card_columns(item.name, subject.facts):
            if column.missing and column.name not in seen:
                seen.add(column.name)
                yield Fault(
                    path=path_of_column(item, column.name),
                    message=f"`{column.name}` has missing values",
                    received=f"{column.missing} rows without a value",
                    hint=_hint(item),
                )


def _hint(item: Input | Output) -> str:
    drop = "`missing: drop` under `data`"
    return f"`fill: median`, or {drop}" if isinstance(item, Input) and item.type == "number" else drop
