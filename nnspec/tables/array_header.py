"""npy and npz files -> names, shapes and dtypes of their arrays, read without numpy.

Source: NEP 1, a simple file format for NumPy arrays; versions 1.0, 2.0 and 3.0.
"""

from __future__ import annotations

import ast
import pathlib
import struct
import zipfile
from typing import IO, Any

from nnspec.tables.column import Column

ARRAY_COLUMN = "array"

_MAGIC = b"\x93NUMPY"
# NumPy refuses longer headers as well: their evaluation is not bounded otherwise.
_LONGEST_HEADER = 10_000
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
    try:
        with zipfile.ZipFile(path) as archive:
            names = [name for name in archive.namelist() if name.endswith(".npy")]
            return tuple(column for name in names for column in _read_member(archive, name))
    except zipfile.BadZipFile as error:
        raise ValueError(str(error)) from error


def _read_member(archive: zipfile.ZipFile, name: str) -> tuple[tuple[int, Column], ...]:
    with archive.open(name) as stream:
        return columns_of(read_array_header(stream), name.removesuffix(".npy"))


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
    except (SyntaxError, ValueError) as error:
        raise ValueError("the npy header is damaged") from error
    if not isinstance(header, dict) or not {"descr", "shape"} <= header.keys() or not _is_shape(header["shape"]):
        raise ValueError("the npy header is damaged")
    return header


def _is_shape(shape: object) -> bool:
    return isinstance(shape, tuple) and all(type(size) is int and size >= 0 for size in shape)


def columns_of(header: dict[str, Any], name: str) -> tuple[tuple[int, Column], ...]:
    """Tell the columns of one array: itself, or the fields of its records; each with the number of rows.

    Raises:
        ValueError: for an array without rows.
    """
    shape, descr = tuple(header["shape"]), header["descr"]
    if not shape:
        raise ValueError(f"the array `{name}` has no rows: its shape is ()")
    if isinstance(descr, str):
        return ((shape[0], Column(name, shape[1:], _dtype_of(descr))),)
    # A field is its name and its kind, and its own shape where it is an array itself.
    return tuple((shape[0], Column(field[0], tuple(*field[2:]), _dtype_of(field[1]))) for field in descr)


def _dtype_of(descr: object) -> str | None:
    if not isinstance(descr, str) or len(descr) < 3:
        return None
    kind = descr[1]
    if kind in _NAMES:
        return _NAMES[kind]
    return f"{_KINDS[kind]}{int(descr[2:]) * 8}" if kind in _KINDS else None
