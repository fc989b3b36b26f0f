"""What is known of data without the data: a card, as a value and as plain data for JSON.

Made by `nnspec card DATA`, or written by hand; whatever a card does not say is not known.
"""

from __future__ import annotations

import json
import math
import pathlib
import re
from collections.abc import Iterator, Mapping
from typing import Any

from nnspec.diagnostics.diagnostic import Diagnostic
from nnspec.errors import SpecError
from nnspec.records import record, values
from nnspec.tables.plain_values import Reader, read_fields, read_mapping, word

VERSION = 1
# So many different values are listed at most.
MOST_VALUES = 1_000

DTYPES = (
    "string", "bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64",
    "float16", "float32", "float64", "complex64", "complex128", "datetime",
)  # fmt: skip

Value = str | bool | int | float


@record
class ColumnCard:
    """What is known of one column; None is not known.

    Args:
        name: as the data spell it.
        dtype: of the values that are there: whole numbers stay `int64` where others are missing. Text whose
            digits would be lost in a number, such as `007`, is a `string`, and has a mean all the same.
        shape: of one row's value, such as () or (28, 28).
        missing: rows without a value, or with a NaN in it.
        unique: different values that are there.
        minimum: over all numbers of all rows; also None where it is infinite. So are those that follow.
        maximum: likewise.
        mean: likewise.
        std: standard deviation of the population, with n and not n - 1 below the sum of squares.
        values: each with its count, most frequent first, where there are at most 1,000 different ones.
        sorted: the rows stand in the order of the values, upwards or downwards, and these are not all equal.
    """

    name: str
    dtype: str | None = None
    shape: tuple[int, ...] | None = None
    missing: int | None = None
    unique: int | None = None
    minimum: float | None = None
    maximum: float | None = None
    mean: float | None = None
    std: float | None = None
    values: tuple[tuple[Value, int], ...] | None = None
    sorted: bool | None = None


@record
class Card:
    """What is known of data.

    Args:
        rows: how many there are; None is not known.
        columns: by name, in the data's order.
        source: the reference that the data were found by.
        sha256: of the files' bytes together; of the values where there are no files.
    """

    rows: int | None
    columns: Mapping[str, ColumnCard]
    source: str | None = None
    sha256: str | None = None


def card_to_data(card: Card) -> dict[str, Any]:
    """Turn a card into plain data for JSON; what is not known is null."""
    return {
        "nnspec_card": VERSION,
        "source": card.source,
        "sha256": card.sha256,
        "rows": card.rows,
        "columns": {name: _column_to_data(column) for name, column in card.columns.items()},
    }


def card_to_json(card: Card, *, indent: int | None = None) -> str:
    """Write a card as JSON that UTF-8 can hold: half of a surrogate pair, which JSON lines may have, is escaped."""
    text = json.dumps(card_to_data(card), indent=indent, ensure_ascii=False)
    return _HALF.sub(lambda half: f"\\u{ord(half[0]):04x}", text)


def card_from_data(data: Any) -> Card:
    """Rebuild a card from what `card_to_data` gave.

    Args:
        data: of any kind; nothing of it is trusted.

    Raises:
        ValueError: for data of another version, with a value that no card has, or with two that contradict each other.
    """
    version = data.get("nnspec_card") if isinstance(data, Mapping) else None
    if version != VERSION or isinstance(version, bool):
        raise ValueError(f"`nnspec_card` must be {VERSION}, received {json.dumps(version)[:40]}")
    given = read_fields(data, "card", _CARD, required=("columns",))
    for name, column in given["columns"].items():
        for key, message in _contradictions(column, given.get("rows")):
            raise ValueError(f"`{name}.{key}`: {message}")
    return Card(given.get("rows"), given["columns"], given.get("source"), given.get("sha256"))


def read_card(file: pathlib.Path) -> Card:
    """Read a card from a file that somebody named.

    Raises:
        SpecError: NN654 for a file that cannot be read or is no card.
    """
    try:
        return load_card(file)
    except OSError as error:
        raise _refusal(file, f"`{file.name}` cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise _refusal(file, f"`{file.name}` is no data card: it is not text in UTF-8") from error
    except json.JSONDecodeError as error:
        raise _refusal(file, f"`{file.name}` is no data card: it is not JSON: {error}") from error
    except (ValueError, RecursionError) as error:
        raise _refusal(file, f"`{file.name}` is no data card: {error}") from error


def load_card(file: pathlib.Path) -> Card:
    """Read a card from its file.

    Raises:
        ValueError: it is no card.
        OSError: it cannot be read.
        RecursionError: it is nested too deeply for JSON.
    """
    if file.stat().st_size > _LARGEST_FILE:
        raise ValueError(f"a card has at most {_LARGEST_FILE >> 20} MiB")
    return card_from_data(json.loads(file.read_bytes().decode("utf-8-sig")))


def _refusal(file: pathlib.Path, message: str) -> SpecError:
    hint = "`nnspec card DATA -o FILE` writes one"
    return SpecError([Diagnostic(code="NN654", message=message, file=str(file), hint=hint)])


def _contradictions(column: ColumnCard, rows: int | None) -> Iterator[tuple[str, str]]:
    """Find what cannot be true together, each with the key where it is said."""
    low, high, mean = column.minimum, column.maximum, column.mean
    if low is not None and high is not None:
        # A mean is rounded.
        margin = _ROUNDING * max(abs(low), abs(high))
        if low > high:
            yield "minimum", f"{low} is above the maximum {high}"
        elif mean is not None and not low - margin <= mean <= high + margin:
            yield "mean", f"{mean} lies outside {low} to {high}"
    if rows is not None and (column.missing or 0) > rows:
        yield "missing", f"{column.missing} of {rows} rows"
    if column.shape not in (None, ()):
        return
    listed = column.values or ()
    if column.unique is not None and len(listed) > column.unique:
        yield "values", f"{len(listed)} values, of which {column.unique} are different"
    there = None if rows is None else rows - (column.missing or 0)
    if there is not None and (column.unique or 0) > there:
        yield "unique", f"{column.unique} different values in {there} rows"
    if there is not None and sum(count for _, count in listed) > there:
        yield "values", f"they count more than {there} rows"


def _column_to_data(column: ColumnCard) -> dict[str, Any]:
    return {name: value for name, value in values(column).items() if name != "name"}


def _columns(data: Any) -> dict[str, ColumnCard]:
    columns = read_mapping(data, "columns")
    return {name: ColumnCard(name, **read_fields(item, name, _COLUMN, required=())) for name, item in columns.items()}


def _shape(value: Any) -> tuple[int, ...]:
    if not isinstance(value, list):
        raise ValueError("must be a list of sizes")
    return tuple(_count(size) for size in value)


def _count(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**63:
        raise ValueError("must be a whole number from 0")
    return value


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError("must be a finite number")
    return value


def _not_negative(value: Any) -> float:
    if _number(value) < 0:
        raise ValueError("must not be negative")
    return _number(value)


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("must be true or false")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("must be text")
    return value


def _counted(value: Any) -> tuple[tuple[Value, int], ...]:
    if not isinstance(value, list) or len(value) > MOST_VALUES:
        raise ValueError(f"must be a list of at most {MOST_VALUES} values")
    if not all(isinstance(pair, list) and len(pair) == 2 for pair in value):
        raise ValueError("must be a list of values, each with its count")
    return tuple((item if isinstance(item, str | bool) else _number(item), _count(count)) for item, count in value)


def _known(read: Reader) -> Reader:
    """Let null stand for what is not known."""
    return lambda value: None if value is None else read(value)


_LARGEST_FILE = 64 << 20
_ROUNDING = 1e-6
_HALF = re.compile("[\ud800-\udfff]")
_CARD: Mapping[str, Reader] = {
    "nnspec_card": _count,
    "source": _known(_text),
    "sha256": _known(_text),
    "rows": _known(_count),
    "columns": _columns,
}
_COLUMN: Mapping[str, Reader] = {
    "dtype": _known(word(*DTYPES)),
    "shape": _known(_shape),
    "missing": _known(_count),
    "unique": _known(_count),
    "minimum": _known(_number),
    "maximum": _known(_number),
    "mean": _known(_number),
    "std": _known(_not_negative),
    "values": _known(_counted),
    "sorted": _known(_truth),
}
