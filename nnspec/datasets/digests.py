"""What was read -> the hash by which a report recognises it."""

from __future__ import annotations

import hashlib
import pathlib
from collections.abc import Sequence

from nnspec.datasets.table import Array, Table
from nnspec.tables.fingerprint import fingerprint


def digest_of(files: Sequence[pathlib.Path], *, tables: Sequence[Table]) -> tuple[str, int]:
    """Hash the files, or the values themselves where there are no files (a bundled set).

    Returns:
        sha256 in hexadecimal, and the number of bytes.
    """
    if files:
        found = fingerprint(files)
        return str(found["sha256"]), int(found["bytes"])
    total, n_bytes = hashlib.sha256(), 0
    for table in tables:
        for name, values in table.columns.items():
            raw = _bytes_of(values)
            total.update(f"{name} {values.dtype} {values.shape}\n".encode() + raw)
            n_bytes += len(raw)
    return total.hexdigest(), n_bytes


def _bytes_of(values: Array) -> bytes:
    return repr(values.tolist()).encode() if values.dtype.kind == "O" else values.tobytes()
