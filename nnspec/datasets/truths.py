"""The columns of a table -> the truth of each output, as the data hold it."""

from __future__ import annotations

from collections.abc import Sequence

from nnspec.datasets.features import stack_columns
from nnspec.datasets.table import Array, Table
from nnspec.datasets.values import read_categories, read_numbers
from nnspec.errors import spec_error
from nnspec.records import replace
from nnspec.spec.outputs import Output


def read_truth(table: Table, output: Output, columns: Sequence[str]) -> Array:
    """Read the truth of one output.

    Args:
        table: that has the columns.
        output: as the spec declares it.
        columns: that it is bound to.

    Returns:
        (rows, ...) as `Rows` says.

    Raises:
        SpecError: NN651 for a value of another kind, NN657 for columns that the type cannot take.
    """
    if output.type in ("number", "multilabel"):
        return stack_columns(table, columns, path=output.path)
    if output.type == "array":
        return _read_array(table, output, columns)
    if output.type == "binary" and (len(columns) > 1 or _width(table, columns[0]) > 1):
        message = f"`{output.name}` is `binary` and is bound to several columns"
        hint = "several yes-or-no columns are `type: multilabel`, one-hot columns `type: category`"
        raise spec_error("NN657", message, path=output.path, hint=hint)
    return _read_classes(table, output, columns)


def _read_array(table: Table, output: Output, columns: Sequence[str]) -> Array:
    if len(columns) > 1:
        return stack_columns(table, columns, path=output.path)
    return read_numbers(table, columns[0], path=output.path)


def _read_classes(table: Table, output: Output, columns: Sequence[str]) -> Array:
    if len(columns) > 1 or _width(table, columns[0]) != 1:
        return stack_columns(table, columns, path=output.path)
    (name,) = columns
    if table.columns[name].ndim == 2:
        table = replace(table, columns={name: table.columns[name][:, 0]})
    return read_categories(table, name, path=output.path)


def _width(table: Table, name: str) -> int:
    values = table.columns[name]
    return values.shape[1] if values.ndim == 2 else 1
