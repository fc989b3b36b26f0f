"""Columns with a truth per step or pixel -> one array, and which of its positions count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from nnspec.datasets.sequences import place_steps, steps_that_count
from nnspec.datasets.table import Array, Table
from nnspec.datasets.values import read_categories, read_numbers
from nnspec.errors import SpecError, spec_error
from nnspec.records import record, replace
from nnspec.spec.inputs import SequenceInput
from nnspec.spec.outputs import Output
from nnspec.spec.spec import Spec


@record
class Steps:
    """The sequence that a truth per step belongs to.

    Args:
        item: the spec's first input of type `sequence`.
        lengths: (rows,) steps in the data, before padding and cutting.
        counted: (rows, length) bool: the steps that are no padding.
    """

    item: SequenceInput
    lengths: Array
    counted: Array


@record
class Positions:
    """The truth of one output.

    Args:
        truth: (rows, positions...) values, or (rows, positions..., units) numbers.
        counted: (rows, positions...) bool; None where all count.
    """

    truth: Array
    counted: Array | None


def steps_of(
    spec: Spec, table: Table, *, columns: Mapping[str, Sequence[str]], inputs: Mapping[str, Array]
) -> Steps | None:
    """Find the sequence whose steps a truth may belong to; None where the spec has none.

    Args:
        spec: that declares the inputs.
        table: that they were read from.
        columns: behind each input.
        inputs: as they were read, by name.
    """
    item = next((item for item in spec.inputs if isinstance(item, SequenceInput)), None)
    if item is None:
        return None
    bound, values = columns[item.name], inputs[item.name]
    raw = table.columns[bound[0]]
    if raw.dtype.kind == "O" and raw.ndim == 1:
        lengths = np.fromiter((len(row) for row in raw), np.int64, len(raw))
    else:
        lengths = np.full(len(values), raw.shape[1] if len(bound) == 1 else len(bound))
    return Steps(item, lengths, steps_that_count(values, item))


def read_positions(table: Table, output: Output, columns: Sequence[str], *, steps: Steps | None) -> Positions:
    """Read the truth of an output that says `per_position`.

    Args:
        table: whose columns hold lists or arrays.
        output: as the spec declares it.
        columns: that it is bound to.
        steps: the sequence that a truth of one axis belongs to; it is padded and cut likewise.

    Raises:
        SpecError: NN651 for values of another kind, NN657 for a truth without positions or of other lengths.
    """
    if output.type == "number" or output.labels == "onehot":
        parts = [_read_numbers(table, output, column, steps) for column in columns]
        truth = parts[0].truth if len(parts) == 1 else np.concatenate([part.truth for part in parts], axis=-1)
        return replace(parts[0], truth=truth)
    if len(columns) > 1:
        message = f"`{output.name}` has a class per position and is bound to {len(columns)} columns"
        raise spec_error("NN657", message, path=output.path, expected="one column of lists or arrays")
    return _read_classes(table, output, columns[0], steps)


def _read_classes(table: Table, output: Output, column: str, steps: Steps | None) -> Positions:
    values, counted = _aligned(table, output, column, steps)
    mask = np.ones(values.shape, bool) if counted is None else counted
    owners = np.nonzero(mask)[0]
    flat_table = Table({column: values[mask]}, table.numbers[owners], table.locate)
    flat = read_categories(flat_table, column, path=output.path)
    truth = np.zeros(values.shape, flat.dtype)
    truth[mask] = flat
    return Positions(truth, counted)


def _read_numbers(table: Table, output: Output, column: str, steps: Steps | None) -> Positions:
    values, counted = _aligned(table, output, column, steps)
    if values.dtype.kind == "O":
        values = np.where([[value is None for value in row] for row in values], 0, values)
    flat_table = Table({column: values}, table.numbers, table.locate)
    truth = np.asarray(read_numbers(flat_table, column, path=output.path), np.float64)
    vectors = output.labels == "onehot" or (output.units or 1) > 1
    return Positions(truth if vectors else truth[..., np.newaxis], counted)


def _aligned(table: Table, output: Output, column: str, steps: Steps | None) -> tuple[Array, Array | None]:
    """Bring lists and arrays of one axis to the length of the sequence; pictures stay as they are."""
    values = table.columns[column]
    if values.ndim > 2 or (values.ndim == 2 and steps is None):
        return values, None
    if values.ndim == 1 and not (values.dtype.kind == "O" and all(isinstance(row, list) for row in values)):
        message = f"`{output.name}` has a truth per position, and column `{column}` holds single values"
        hint = "give lists (JSON lines, Parquet) or arrays (npz), or leave `per_position` out"
        raise spec_error("NN657", message, path=output.path, hint=hint)
    item = SequenceInput(name=output.name) if steps is None else steps.item
    length = max(len(row) for row in values) if steps is None else steps.counted.shape[1]
    aligned = np.empty((len(values), length), dtype=object)
    placed = np.zeros(aligned.shape, bool)
    for row, truth in enumerate(values):
        if steps is not None and len(truth) != steps.lengths[row]:
            raise _other_length(table, output, row, len(truth), steps)
        cells = np.empty(len(truth), dtype=object)
        cells[:] = list(truth)
        place_steps(aligned[row], cells, item)
        place_steps(placed[row], np.ones(len(truth), bool), item)
    plain = aligned if values.dtype.kind == "O" else np.where(placed, aligned, 0).astype(values.dtype)
    return plain, placed if steps is None else placed & steps.counted


def _other_length(table: Table, output: Output, row: int, given: int, steps: Steps) -> SpecError:
    message = f"`{output.name}`, {table.place(row)}, has {given} positions, `{steps.item.name}` {steps.lengths[row]}"
    expected = f"one for each step of `{steps.item.name}`"
    return spec_error("NN657", message, path=output.path, received=str(given), expected=expected)
