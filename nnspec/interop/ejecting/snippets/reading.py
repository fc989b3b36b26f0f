"""Data files -> columns by name: numbers with NaN, texts with None where a value is missing."""

from __future__ import annotations

import gzip
import hashlib
import json
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from pyarrow import csv, parquet

MISSING = ("", "NA", "NaN")


def read_csv(
    file: Path, columns: list[str], numbers: list[str], delimiter: str = ","
) -> dict[str, np.ndarray]:
    """Read columns of a text file; those that are no numbers are texts."""
    kinds = {name: pa.float64() if name in numbers else pa.string() for name in columns}
    table = csv.read_csv(
        file,
        parse_options=csv.ParseOptions(delimiter=delimiter, newlines_in_values=True),
        convert_options=csv.ConvertOptions(
            column_types=kinds,
            include_columns=columns,
            null_values=list(MISSING),
            strings_can_be_null=True,
        ),
    )
    return {name: table.column(name).to_numpy() for name in columns}


def read_parquet(file: Path, columns: list[str]) -> dict[str, np.ndarray]:
    """Read columns of a Parquet file."""
    table = parquet.ParquetFile(file).read(columns=columns)
    return {name: to_column(table.column(name).to_pylist()) for name in columns}


def read_json_lines(file: Path, columns: list[str]) -> dict[str, np.ndarray]:
    """Read keys of a file with one JSON object a line."""
    lines = file.read_text("utf-8-sig").split("\n")
    rows = [json.loads(line) for line in lines if line.strip()]
    return {name: to_column([row.get(name) for row in rows]) for name in columns}


def read_npz(file: Path, columns: list[str]) -> dict[str, np.ndarray]:
    """Read arrays of an archive; the first axis are the rows."""
    with np.load(file) as archive:
        return {name: texts_as_objects(archive[name]) for name in columns}


def read_npy(file: Path, columns: list[str]) -> dict[str, np.ndarray]:
    """Read an array, or fields of its records; the first axis are the rows."""
    array = np.load(file)
    return {
        name: texts_as_objects(array if array.dtype.names is None else array[name])
        for name in columns
    }


def read_idx_pair(file: Path, columns: list[str]) -> dict[str, np.ndarray]:
    """Read pictures in MNIST's format, and their labels from the file beside them."""
    beside = file.with_name(file.name.replace("images", "labels").replace("idx3", "idx1"))
    table = {"image": read_idx(file), "label": read_idx(beside).astype("int64")}
    return {name: table[name] for name in columns}


def read_idx(file: Path) -> np.ndarray:
    """Read one file in MNIST's format: a magic number, the shape, the values."""
    raw = file.read_bytes()
    if raw.startswith(b"\x1f\x8b"):
        raw = gzip.decompress(raw)
    dtype = {8: ">u1", 9: ">i1", 11: ">i2", 12: ">i4", 13: ">f4", 14: ">f8"}[raw[2]]
    start = 4 + 4 * raw[3]
    array = np.frombuffer(raw, dtype, offset=start)
    return array.reshape(struct.unpack(f">{raw[3]}I", raw[4:start]))


def read_picture_folder(folder: Path, columns: list[str]) -> dict[str, np.ndarray]:
    """List the pictures of a folder with one folder a class."""
    suffixes = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".tif", ".tiff", ".ppm", ".pgm")
    classes = sorted(item for item in folder.iterdir() if item.is_dir() and item.name[0] != ".")
    files = [
        file
        for inside in classes
        for file in sorted(inside.iterdir())
        if file.suffix.lower() in suffixes and file.name[0] != "."
    ]
    table = {"image": np.array(files), "label": to_column([file.parent.name for file in files])}
    return {name: table[name] for name in columns}


def read_bundled(bunch: Any, columns: list[str]) -> dict[str, np.ndarray]:
    """Take columns of a data set that scikit-learn brings: features by name, target, image."""
    table = dict(zip(bunch.feature_names, np.asarray(bunch.data).T, strict=True))
    table["target"] = np.asarray(bunch.target)
    if "images" in bunch:
        table["image"] = np.asarray(bunch.images)
    return {name: table[name] for name in columns}


def check_sha256(file: Path, expected: str) -> None:
    """Refuse a file that is not the pinned one, before anything else reads it."""
    with file.open("rb") as stream:
        actual = hashlib.file_digest(stream, "sha256").hexdigest()
    if actual != expected:
        raise ValueError(f"{file} is not the file that was pinned: its sha256 is {actual}")


def join_tables(tables: list[dict[str, np.ndarray]]) -> dict[str, np.ndarray]:
    """Put the rows of several files under each other."""
    return {name: np.concatenate([table[name] for table in tables]) for name in tables[0]}


def texts_as_objects(array: np.ndarray) -> np.ndarray:
    """Make an array of text one of objects, with None where a text is missing."""
    if array.dtype.kind == "S":
        array = np.char.decode(array, "utf-8")
    return to_column(array.tolist()) if array.dtype.kind == "U" else array


def to_column(values: list[Any]) -> np.ndarray:
    """Make an array of values: of numbers where all are numbers, else of objects."""
    values = [None if value in MISSING or value != value else value for value in values]
    kinds = {type(value) for value in values if value is not None}
    if kinds == {list}:
        return lists_to_column(values)
    if kinds == {bool} and None not in values:
        return np.array(values)
    if kinds and kinds <= {int, float}:
        return np.array(values, "int64" if kinds == {int} and None not in values else "float64")
    column = np.empty(len(values), object)
    column[:] = values
    return column


def lists_to_column(values: list[Any]) -> np.ndarray:
    """Make an array of lists: of numbers where all have one shape, else of the lists."""
    try:
        return np.array(values, "float64")
    except (TypeError, ValueError):
        column = np.empty(len(values), object)
        column[:] = values
        return column
