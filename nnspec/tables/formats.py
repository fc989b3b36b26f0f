"""A path -> the kind of data that it holds, told from names alone."""

from __future__ import annotations

import pathlib
import re
from collections.abc import Sequence

SUFFIXES = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".parquet": "parquet",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".npz": "npz",
    ".npy": "npy",
}
PICTURE_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".tif", ".tiff", ".ppm", ".pgm"})

# The names of LeCun's MNIST files, which its successors keep: train-images-idx3-ubyte.gz.
_IDX_IMAGES = re.compile(r".*images[-.]idx3-ubyte(\.gz)?")


def format_of(path: pathlib.Path) -> str | None:
    """Tell the kind of a source.

    Args:
        path: a file, or a folder of Parquet files or of pictures by class.

    Returns:
        `csv`, `tsv`, `parquet`, `jsonl`, `npz`, `npy`, `idx` or `images`; None for what nothing reads.
    """
    if path.is_dir():
        return _format_of_folder(path)
    if _IDX_IMAGES.fullmatch(path.name):
        return "idx"
    return SUFFIXES.get(path.suffix.lower())


def idx_labels_beside(images: pathlib.Path) -> pathlib.Path | None:
    """Find the labels that belong to an idx file of pictures, packed or not; None where there are none."""
    name = images.name.replace("images", "labels").replace("idx3", "idx1")
    plain = name.removesuffix(".gz")
    beside = (images.with_name(name), images.with_name(plain), images.with_name(f"{plain}.gz"))
    return next((file for file in beside if file.is_file()), None)


def with_labels(files: Sequence[pathlib.Path]) -> tuple[pathlib.Path, ...]:
    """Add to some files those that are read along with them: the labels of idx files."""
    found = (idx_labels_beside(file) for file in files if _IDX_IMAGES.fullmatch(file.name))
    return (*files, *(file for file in found if file is not None))


def class_folders(folder: pathlib.Path) -> tuple[pathlib.Path, ...]:
    """List the folders of pictures, one a class, sorted by name; hidden ones do not count."""
    inside = sorted(item for item in folder.iterdir() if item.is_dir() and not item.name.startswith("."))
    return tuple(item for item in inside if any(is_picture(file) for file in item.iterdir()))


def is_picture(path: pathlib.Path) -> bool:
    """Tell whether a name is that of a picture."""
    return path.suffix.lower() in PICTURE_SUFFIXES and not path.name.startswith(".")


def _format_of_folder(folder: pathlib.Path) -> str | None:
    if class_folders(folder):
        return "images"
    return "parquet" if any(folder.rglob("*.parquet")) else None
