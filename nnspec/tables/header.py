"""The first bytes of a data file -> its columns, without numpy."""

from __future__ import annotations

import pathlib
from collections.abc import Callable
from importlib import import_module
from types import ModuleType

from nnspec.records import record
from nnspec.tables.column import Column
from nnspec.tables.formats import format_of, idx_labels_beside


@record
class Header:
    """What a file says of its columns.

    Args:
        columns: in the file's order.
        rows: how many there are; None where only reading all of it would tell.
    """

    columns: tuple[Column, ...]
    rows: int | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)


def read_header(path: pathlib.Path) -> Header | None:
    """Read a file's header.

    Args:
        path: a file or a folder.

    Returns:
        None where the standard library cannot tell the columns (Parquet, unknown kinds).

    Raises:
        ValueError: for a file that is damaged.
        OSError: for a file that cannot be opened.
    """
    reader = _READERS.get(format_of(path) or "")
    return None if reader is None else reader(path)


def _read_csv(path: pathlib.Path) -> Header:
    return _named(_module("text_header").read_csv_names(path, delimiter=","), shape=())


def _read_tsv(path: pathlib.Path) -> Header:
    return _named(_module("text_header").read_csv_names(path, delimiter="\t"), shape=())


def _read_jsonl(path: pathlib.Path) -> Header:
    return _named(_module("text_header").read_jsonl_names(path))


def _read_npz(path: pathlib.Path) -> Header:
    return _stacked(_module("array_header").read_npz_header(path))


def _read_npy(path: pathlib.Path) -> Header:
    return _stacked(_module("array_header").read_npy_header(path))


def _read_idx(path: pathlib.Path) -> Header:
    image = Column("image", dtype="uint8")
    return Header((image,) if idx_labels_beside(path) is None else (image, Column("label", (), "int64")))


def _read_images(path: pathlib.Path) -> Header:
    return Header((Column("image", dtype="uint8"), Column("label", (), "string")))


def _module(name: str) -> ModuleType:
    # Only the kind of file at hand is paid for: `zipfile` alone takes longer to import than a spec to check.
    return import_module(f"nnspec.tables.{name}")


def _named(names: tuple[str, ...], *, shape: tuple[int, ...] | None = None) -> Header:
    return Header(tuple(Column(name, shape) for name in names))


def _stacked(columns: tuple[tuple[int, Column], ...]) -> Header:
    rows = {rows for rows, _ in columns}
    return Header(tuple(column for _, column in columns), rows.pop() if len(rows) == 1 else None)


_READERS: dict[str, Callable[[pathlib.Path], Header]] = {
    "csv": _read_csv,
    "tsv": _read_tsv,
    "jsonl": _read_jsonl,
    "npz": _read_npz,
    "npy": _read_npy,
    "idx": _read_idx,
    "images": _read_images,
}
