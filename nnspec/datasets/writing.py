"""Columns -> a CSV, Parquet or JSON-lines file, whole or not there."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from nnspec.datasets.table import Array
from nnspec.errors import UsageError
from nnspec.replacing import writing_output


def write_columns(columns: Mapping[str, Array], path: Path) -> None:
    """Write columns as a table; the name's suffix says the format.

    Args:
        columns: by name, each of shape (n,), or (n, ...) where the format can nest.
        path: ends in `.csv`, `.parquet` or `.jsonl`.

    Raises:
        UsageError: another suffix, or arrays that CSV cannot hold.
    """
    writer = _WRITERS.get(path.suffix.lower())
    if writer is None:
        raise UsageError(f"cannot write `{path}`: the name must end in {', '.join(_WRITERS)}")
    with writing_output(path) as aside:
        writer(columns, aside)


def _write_csv(columns: Mapping[str, Array], path: Path) -> None:
    nested = [name for name, values in columns.items() if values.ndim > 1]
    if nested:
        raise UsageError(f"CSV cannot hold the array `{nested[0]}`; write `.jsonl` or `.parquet`")
    pyarrow.csv.write_csv(_table(columns), path)


def _write_parquet(columns: Mapping[str, Array], path: Path) -> None:
    pyarrow.parquet.write_table(_table(columns), path)


def _write_jsonl(columns: Mapping[str, Array], path: Path) -> None:
    lists = {name: values.tolist() for name, values in columns.items()}
    with path.open("w", encoding="utf-8") as stream:
        for row in zip(*lists.values(), strict=True):
            stream.write(json.dumps(dict(zip(lists, row, strict=True)), ensure_ascii=False) + "\n")


def _table(columns: Mapping[str, Array]) -> pa.Table:
    return pa.table({name: pa.array(values.tolist()) for name, values in columns.items()})


_WRITERS: dict[str, Callable[[Mapping[str, Array], Path], None]] = {
    ".csv": _write_csv,
    ".parquet": _write_parquet,
    ".jsonl": _write_jsonl,
}
