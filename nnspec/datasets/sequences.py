"""Columns of sequences -> one array of one length, padded as `keras.utils.pad_sequences` does."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nnspec.datasets.features import Known, stack_columns
from nnspec.datasets.table import Array, Table
from nnspec.datasets.values import read_numbers
from nnspec.errors import SpecError, spec_error
from nnspec.spec.inputs import SequenceInput


def read_sequences(table: Table, item: SequenceInput, columns: Sequence[str], *, known: Known | None) -> Array:
    """Read sequences.

    Args:
        table: whose column holds lists or arrays of steps; or each of several columns one step.
        item: the input as the spec declares it.
        columns: that it is bound to.
        known: what the training rows fixed; None while these are read.

    Returns:
        (rows, length, ...) of the declared dtype.

    Raises:
        SpecError: NN651 for what is no sequence of numbers and for a step that looks like padding, NN658 for steps
            of another shape.
    """
    rows = _rows_of(table, item, columns)
    shape = _step_shape(rows, table, item, known)
    length = known.shape[0] if known else item.length or max(len(row) for row in rows)
    padded = np.full((len(rows), length, *shape), item.padding_value, np.dtype(item.dtype))
    for row, steps in enumerate(rows):
        place_steps(padded[row], _converted(steps, table, row, item).reshape(-1, *shape), item)
    if masks(item):
        _check_padding(padded, rows, table, item, ragged=_is_ragged(table, columns))
    return padded


def place_steps(padded: Array, steps: Array, item: SequenceInput) -> None:
    """Write the steps of one row into an array of padding, cut and placed as the input says."""
    length = len(padded)
    kept = steps[-length:] if item.truncating == "pre" else steps[:length]
    padded[slice(length - len(kept), None) if item.padding == "pre" else slice(len(kept))] = kept


def masks(item: SequenceInput) -> bool:
    """Tell whether padding is left out of what a network computes."""
    return item.mask and (item.dtype.startswith("float") or item.shape is None)


def steps_that_count(values: Array, item: SequenceInput) -> Array:
    """Tell the steps that are no padding: (rows, length) bool."""
    if not masks(item):
        return np.ones(values.shape[:2], bool)
    return ~_is_padding(values, item)


def _is_padding(values: Array, item: SequenceInput) -> Array:
    return np.asarray((values.reshape(*values.shape[:2], -1) == item.padding_value).all(axis=2))


def _is_ragged(table: Table, columns: Sequence[str]) -> bool:
    return len(columns) == 1 and table.columns[columns[0]].dtype.kind == "O"


def _rows_of(table: Table, item: SequenceInput, columns: Sequence[str]) -> Sequence[Array]:
    if len(columns) > 1:
        return list(stack_columns(table, columns, path=item.path))
    (column,) = columns
    values = table.columns[column]
    if values.dtype.kind == "O" and values.ndim == 1:
        return [_list_of(value, table, row, column, item) for row, value in enumerate(values)]
    if values.ndim == 1:
        message = f"column `{column}` holds single values, no sequences"
        hint = "name one column per step, or a column of lists (JSON lines, Parquet, npz)"
        raise spec_error("NN651", message, path=item.path, hint=hint)
    return list(read_numbers(table, column, path=item.path))


def _list_of(value: object, table: Table, row: int, column: str, item: SequenceInput) -> Array:
    try:
        steps = np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError, OverflowError) as error:
        raise _bad_row(table, row, column, item, "holds no list of numbers of one shape", value) from error
    if steps.ndim == 0 or isinstance(value, str):
        raise _bad_row(table, row, column, item, "holds no list", value)
    if steps.size == 0:
        raise _bad_row(table, row, column, item, "holds an empty sequence", value)
    if not np.isfinite(steps).all():
        raise _bad_row(table, row, column, item, "holds a sequence with a missing or infinite number", value)
    return steps


def _bad_row(
    table: Table, row: int, column: str, item: SequenceInput, problem: str, value: object, hint: str | None = None
) -> SpecError:
    message = f"column `{column}`, {table.place(row)}, {problem}"
    return spec_error("NN651", message, path=item.path, received=str(value)[:60], hint=hint)


def _step_shape(rows: Sequence[Array], table: Table, item: SequenceInput, known: Known | None) -> tuple[int, ...]:
    """Find the shape that every step has; a lone decimal number is a vector of one."""
    found = rows[0].shape[1:]
    other = next((row for row, steps in enumerate(rows) if steps.shape[1:] != found), None)
    if other is not None:
        message = f"the steps of `{item.name}` have the shape {found}, those of {table.place(other)} another"
        raise spec_error("NN658", message, path=item.path, received=str(rows[other].shape[1:]), expected=str(found))
    lone = (1,) if item.shape == (1,) or item.dtype.startswith("float") else ()
    shape = found or lone
    wanted = known.shape[1:] if known else item.shape
    if wanted is not None and tuple(wanted) != shape:
        path = item.path if item.shape is None else (*item.path, "shape")
        message = f"the steps of `{item.name}` have the shape {found} in the data"
        raise spec_error("NN658", message, path=path, received=str(found), expected=str(tuple(wanted)))
    return shape


def _converted(steps: Array, table: Table, row: int, item: SequenceInput) -> Array:
    converted = steps.astype(item.dtype, copy=False)
    if converted.dtype.kind == "i" and (converted != steps).any():
        message = f"`{item.name}`, {table.place(row)}, holds a number that `{item.dtype}` cannot hold"
        received = str(steps[converted != steps][0])
        raise spec_error("NN651", message, path=(*item.path, "dtype"), received=received)
    return converted


def _padded_end(alike: Array, item: SequenceInput, lengths: Array | None) -> Array:
    """Tell which steps may be padding: those behind the data, or without lengths the run at the padded end."""
    post = item.padding == "post"
    if lengths is not None:
        places = np.arange(alike.shape[1])[np.newaxis]
        behind = places if post else places[:, ::-1]
        return np.asarray(behind >= lengths[:, np.newaxis])
    run = np.logical_and.accumulate(alike[:, ::-1] if post else alike, axis=1)
    return np.asarray(run[:, ::-1] if post else run)


def _check_padding(padded: Array, rows: Sequence[Array], table: Table, item: SequenceInput, *, ragged: bool) -> None:
    """Refuse steps of the data that equal padding; arrays of one length may be padded where padding belongs."""
    alike = _is_padding(padded, item)
    lengths = np.array([min(len(row), padded.shape[1]) for row in rows]) if ragged else None
    wrong = alike & ~_padded_end(alike, item, lengths)
    wrong[:, 0] |= alike.all(axis=1)
    if wrong.any():
        row, step = (int(place) for place in np.argwhere(wrong)[0])
        message = f"`{item.name}`, {table.place(row)}: step {step + 1} holds the padding value and would not count"
        lone = "let the numbers start at 1" if padded.dtype.kind == "i" else "say another `padding_value`, such as -1"
        received = f"{item.padding_value:g} throughout"
        raise spec_error("NN651", message, path=item.path, received=received, hint=f"{lone}, or `mask: false`")
