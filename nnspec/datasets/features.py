"""The columns of a table -> the raw array of each input."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from nnspec.datasets.dates import read_dates
from nnspec.datasets.images import read_images
from nnspec.datasets.table import Array, Table
from nnspec.datasets.texts import read_texts
from nnspec.datasets.values import CategoryKind, is_whole, read_categories, read_numbers
from nnspec.diagnostics.diagnostic import Path
from nnspec.errors import spec_error
from nnspec.records import record
from nnspec.spec.inputs import ArrayInput, CategoryInput, DateInput, ImageInput, Input, TextInput


@record
class Known:
    """What the training rows fixed for the rows of other parts.

    Args:
        shape: of one raw example.
        dtype: `float32`, `string`, `int64`, `uint8` and the like.
    """

    shape: tuple[int, ...]
    dtype: str


def read_input(table: Table, item: Input, columns: Sequence[str], *, known: Known | None = None) -> Array:
    """Read one input.

    Args:
        table: that has the columns.
        item: the input as the spec declares it.
        columns: that it is bound to.
        known: what the training rows fixed; None while these are read.

    Returns:
        (rows, ...) as `Rows` says.

    Raises:
        SpecError: NN651 for a value that is not of the input's kind, NN658 for arrays of another shape.
    """
    if isinstance(item, CategoryInput):
        values = _read_category(table, item, columns[0], known)
    elif isinstance(item, ImageInput):
        values = read_images(table, item, columns[0], shape=None if known is None else known.shape)
    elif isinstance(item, ArrayInput):
        values = _read_array(table, item, columns)
    elif isinstance(item, TextInput):
        values = read_texts(table, item, columns[0])
    elif isinstance(item, DateInput):
        values = read_dates(table, item, columns[0])
    else:
        values = stack_columns(table, columns, path=item.path, dtype=np.float32)
    _check_shape(values, item, known)
    return values


def stack_columns(table: Table, columns: Sequence[str], *, path: Path, dtype: npt.DTypeLike = np.float64) -> Array:
    """Put columns of numbers beside each other.

    Returns:
        (rows, k): one place for each column, or for each value of a column of vectors.

    Raises:
        SpecError: NN651 for what is no number, NN658 for arrays that are no vectors.
    """
    parts = []
    for name in columns:
        values = read_numbers(table, name, path=path)
        if values.ndim > 2:
            message = f"column `{name}` holds arrays of shape {values.shape[1:]}"
            hint = "declare `type: array` or `type: image`"
            raise spec_error("NN658", message, path=path, expected="numbers or vectors", hint=hint)
        parts.append(values.reshape(len(values), -1).astype(dtype))
    return parts[0] if len(parts) == 1 else np.concatenate(parts, axis=1)


def dtype_name(values: Array) -> str:
    """Name a raw dtype as `state.json` does."""
    return "string" if values.dtype.kind == "O" else str(values.dtype)


def _read_category(table: Table, item: CategoryInput, column: str, known: Known | None) -> Array:
    values = table.columns[column]
    if item.fill is not None and values.dtype.kind in "Of":
        filled = values.astype(object)
        filled[[value is None or value != value for value in values]] = item.fill
        table = Table({**table.columns, column: filled}, table.numbers, table.locate)
    kind = _declared_kind(item) if known is None else _kind_named(known.dtype)
    categories = read_categories(table, column, path=item.path, kind=kind)
    return categories.astype(np.int64) if categories.dtype.kind == "b" else categories


def _declared_kind(item: CategoryInput) -> CategoryKind | None:
    if item.vocabulary is None:
        return "string" if isinstance(item.fill, str) and not is_whole(item.fill) else None
    return "string" if any(isinstance(value, str) for value in item.vocabulary) else "int64"


def _kind_named(dtype: str) -> CategoryKind:
    return "string" if dtype == "string" else "int64"


def _read_array(table: Table, item: ArrayInput, columns: Sequence[str]) -> Array:
    one = len(columns) == 1
    values = read_numbers(table, columns[0], path=item.path) if one else stack_columns(table, columns, path=item.path)
    wanted = np.dtype(item.dtype)
    converted = values.astype(wanted, copy=False)
    if wanted.kind == "i" and values.dtype != wanted and (converted != values).any():
        message = f"`{item.name}` holds numbers that `{item.dtype}` cannot hold"
        received = str(values[converted != values][0])
        raise spec_error("NN651", message, path=(*item.path, "dtype"), received=received)
    return converted


def _check_shape(values: Array, item: Input, known: Known | None) -> None:
    if 0 in values.shape[1:]:
        message = f"`{item.name}` has the shape {values.shape[1:]} in the data, without any number"
        raise spec_error("NN658", message, path=item.path)
    wanted: Sequence[int | None] | None = None if known is None else known.shape
    if wanted is None and isinstance(item, ArrayInput):
        wanted = item.shape
    if wanted is None or _fits(values.shape[1:], wanted):
        return
    message = f"`{item.name}` has the shape {values.shape[1:]} in the data"
    path = (*item.path, "shape") if isinstance(item, ArrayInput) and item.shape is not None else item.path
    raise spec_error("NN658", message, path=path, received=str(values.shape[1:]), expected=str(tuple(wanted)))


def _fits(shape: tuple[int, ...], wanted: Sequence[int | None]) -> bool:
    return len(shape) == len(wanted) and all(w in (None, s) for s, w in zip(shape, wanted, strict=True))
