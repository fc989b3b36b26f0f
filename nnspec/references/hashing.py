"""A file or a folder -> its sha256."""

from __future__ import annotations

import hashlib
import os
import pathlib
from collections.abc import Iterable, Iterator


def sha256_of(path: pathlib.Path) -> str:
    """Hash a file's bytes, or a folder's file names and bytes, without loading them.

    Args:
        path: a file, or a folder with all that is below it; links inside a folder are not followed.

    Returns:
        64 hexadecimal digits.

    Raises:
        OSError: for a path that cannot be read.
    """
    if path.is_dir():
        return sha256_of_all((file.relative_to(path).as_posix(), file) for file in files_below(path))
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def sha256_of_all(files: Iterable[tuple[str, pathlib.Path]]) -> str:
    """Hash several files in the given order.

    Args:
        files: the name under which each file counts, and where it is.
    """
    total = hashlib.sha256()
    for name, file in files:
        total.update(f"{sha256_of(file)}  {name}\n".encode())
    return total.hexdigest()


def files_below(folder: pathlib.Path) -> Iterator[pathlib.Path]:
    """List the regular files below a folder, sorted by their path."""
    found = [pathlib.Path(top, name) for top, _, names in os.walk(folder) for name in names]
    yield from sorted(file for file in found if file.is_file() and not file.is_symlink())
