"""An idx file, packed by gzip or not -> its values' kind and shape, and a stream at the first of them.

Source: LeCun, Cortes, Burges, THE MNIST DATABASE, file formats.
"""

from __future__ import annotations

import gzip
import pathlib
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, cast

from nnspec.records import record

# The third byte of the magic number -> the kind as NumPy writes it.
_KINDS = {8: ">u1", 9: ">i1", 11: ">i2", 12: ">i4", 13: ">f4", 14: ">f8"}
_GZIP = b"\x1f\x8b"


@record
class IdxValues:
    """What an idx file holds.

    Args:
        descr: of its values, such as `>i4`.
        shape: of all of them; the first size is the number of rows.
        stream: at the first value.
    """

    descr: str
    shape: tuple[int, ...]
    stream: IO[bytes]


@contextmanager
def open_idx(file: pathlib.Path) -> Iterator[IdxValues]:
    """Open an idx file and read what stands before its values.

    Raises:
        ValueError: for a file whose magic number, sizes or compression is damaged.
    """
    try:
        with _open(file) as stream:
            yield _read_head(stream)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise ValueError(f"its compression is damaged: {error}") from error


def _open(file: pathlib.Path) -> IO[bytes]:
    with file.open("rb") as stream:
        is_packed = stream.read(2) == _GZIP
    return cast(IO[bytes], gzip.open(file)) if is_packed else file.open("rb")


def _read_head(stream: IO[bytes]) -> IdxValues:
    magic = stream.read(4)
    if len(magic) < 4 or magic[:2] != b"\0\0" or magic[2] not in _KINDS:
        raise ValueError("the magic number of an idx file is missing")
    sizes = stream.read(4 * magic[3])
    if not magic[3] or len(sizes) < 4 * magic[3]:
        raise ValueError("the file ends before its sizes")
    return IdxValues(_KINDS[magic[2]], struct.unpack(f">{magic[3]}I", sizes), stream)
