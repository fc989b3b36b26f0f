"""The files of a data set -> what tells whether they are still the same."""

from __future__ import annotations

import pathlib
from collections.abc import Sequence

from nnspec.references.hashing import files_below, sha256_of, sha256_of_all


def fingerprint(paths: Sequence[pathlib.Path]) -> dict[str, str | int]:
    """Hash the files of a data set.

    Args:
        paths: files and folders in the order in which they are read; they count by their own names,
            so that a data set may be moved.

    Returns:
        `sha256`, of the file's bytes where there is only one, and `bytes`, the size of all together.

    Raises:
        OSError: for a path that cannot be read.
    """
    one = paths[0] if len(paths) == 1 else None
    digest = sha256_of(one) if one is not None else sha256_of_all((path.name, path) for path in paths)
    return {"sha256": digest, "bytes": sum(_size_of(path) for path in paths)}


def _size_of(path: pathlib.Path) -> int:
    files = files_below(path) if path.is_dir() else (path,)
    return sum(file.stat().st_size for file in files)
