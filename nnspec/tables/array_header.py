"""npy and npz files -> names, shapes and dtypes of their arrays, read without numpy.

Source: NEP 1, a simple file format for NumPy arrays; versions 1.0, 2.0 and 3.0.
"""

from __future__ import annotations

import ast
import pathlib
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from nnspec.tables.column import Column

ARRAY_COLUMN = "array"

_MAGIC = b"\x93NUMPY"
# NumPy refuses longer headers as well: their evaluation is not bounded otherwise.
_LONGEST_HEADER = 10_000
# The name of the bytes between the fields of a record that is aligned.
_PADDING = ""
# The bit of a member's flags, section 4.4.4 of the ZIP specification.
_ENCRYPTED = 0x1
_KINDS = {"f": "float", "i": "int", "u": "uint", "c": "complex"}
_NAMES = {"b": "bool", "U": "string", "S": "string", "M": "datetime"}


def read_npy_header(path: pathlib.Path) -> tuple[tuple[int, Column], ...]:
    """Read the header of one array; its column is called `array`, fields of a record keep their names.

    Returns:
        For each column the number of rows and what is known of it.

    Raises:
        ValueError: for a file that is no npy file.
    """
    with path.open("rb") as stream:
        return columns_of(read_array_header(stream), ARRAY_COLUMN)


def read_npz_header(path: pathlib.Path) -> tuple[tuple[int, Column], ...]:
    """Read the headers of all arrays of an archive.

    Raises:
        ValueError: for a file that is no npz file.
    """
    with open_archive(path) as arrays:
        return tuple(column for name, stream in arrays for column in columns_of(read_array_header(stream), name))


@contextmanager
def open_archive(path: pathlib.Path) -> Iterator[Iterator[tuple[str, IO[bytes]]]]:
    """Open the arrays of an npz file, one after the other, each by its name.

    Raises:
        ValueError: for a file that is damaged, encrypted, or packed in a way that nothing here reads.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            yield _open_members(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise ValueError(str(error) or "the file ends too early") from error


def _open_members(archive: zipfile.ZipFile) -> Iterator[tuple[str, IO[bytes]]]:
    for member in archive.infolist():
        if member.flag_bits & _ENCRYPTED:
            raise ValueError(f"`{member.filename}` is encrypted")
        if member.filename.endswith(".npy"):
            with archive.open(member) as stream:
                yield member.filename.removesuffix(".npy"), stream


def read_array_header(stream: IO[bytes]) -> dict[str, Any]:
    """Read what stands before the numbers of an array; the stream is left where they begin.

    Returns:
        `descr`, `shape` and, where the file says it, `fortran_order`.

    Raises:
        ValueError: for what is no npy file.
    """
    start = stream.read(8)
    if len(start) < 8 or not start.startswith(_MAGIC):
        raise ValueError("the npy magic string is missing")
    length_format = "<H" if start[6] == 1 else "<I"
    raw_length = stream.read(struct.calcsize(length_format))
    if len(raw_length) < struct.calcsize(length_format):
        raise ValueError("the npy header ends too early")
    (length,) = struct.unpack(length_format, raw_length)
    if length > _LONGEST_HEADER:
        raise ValueError(f"the npy header has {length} bytes")
    return _evaluate(stream.read(length).decode("utf-8" if start[6] == 3 else "latin-1"))


def _evaluate(text: str) -> dict[str, Any]:
    try:
        header = ast.literal_eval(text.strip())
    except (SyntaxError, ValueError, TypeError, RecursionError, MemoryError) as error:  # all that its documentation has
        raise ValueError("the npy header is damaged") from error
    if not isinstance(header, dict) or not _is_descr(header.get("descr")) or not _is_shape(header.get("shape")):
        raise ValueError("the npy header is damaged")
    return header


def _is_shape(shape: object) -> bool:
    return isinstance(shape, tuple) and all(type(size) is int and size >= 0 for size in shape)


def _is_descr(descr: object) -> bool:
    """Tell whether it is a kind of values, or the fields of a record, each with a name, a kind and perhaps a shape."""
    return isinstance(descr, str) or (isinstance(descr, list) and all(map(_is_field, descr)))


def _is_field(field: object) -> bool:
    if not isinstance(field, tuple) or len(field) not in (2, 3) or not all(map(_is_shape, field[2:])):
        return False
    return isinstance(_name_of(field[0]), str)


def _name_of(name: Any) -> Any:
    """Give the name of a field, which a title may stand before."""
    return name[1] if isinstance(name, tuple) and len(name) == 2 else name


def columns_of(header: dict[str, Any], name: str) -> tuple[tuple[int, Column], ...]:
    """Tell the columns of one array: itself, or the fields of its records; each with the number of rows.

    Raises:
        ValueError: for an array without rows.
    """
    shape, descr = tuple(header["shape"]), header["descr"]
    if not shape:
        raise ValueError(f"the array `{name}` has no rows: its shape is ()")
    if isinstance(descr, str):
        return ((shape[0], Column(name, shape[1:], dtype_of(descr))),)
    return tuple((shape[0], _column_of(field, shape[1:])) for field in descr if field[0] != _PADDING)


def _column_of(field: tuple[Any, ...], rows_shape: tuple[int, ...]) -> Column:
    """Tell the column of a field; what is a record itself has no shape that columns know."""
    own_shape: tuple[int, ...] = field[2] if len(field) == 3 else ()
    return Column(_name_of(field[0]), (*rows_shape, *own_shape), dtype_of(field[1]))


def dtype_of(descr: object) -> str | None:
    """Tell the dtype of values; None for one that columns do not have.

    Args:
        descr: as NumPy writes it, such as `<f8`.
    """
    if not isinstance(descr, str) or len(descr) < 3:
        return None
    kind = descr[1]
    if kind in _NAMES:
        return _NAMES[kind]
    return f"{_KINDS[kind]}{int(descr[2:]) * 8}" if kind in _KINDS else None
