"""Bytes of an array in a file -> Python's numbers and texts, row by row."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Sequence
from typing import IO, Any

from nnspec.records import record

_CHUNK_BYTES = 1 << 20
_LONGEST_ROW = 1 << 30

_DESCR = re.compile(r"(?P<order>[<>|=])(?P<kind>[a-zA-Z])(?P<size>[0-9]{1,9})")
_CODES = {
    "f2": "e", "f4": "f", "f8": "d", "i1": "b", "i2": "h", "i4": "i", "i8": "q",
    "u1": "B", "u2": "H", "u4": "I", "u8": "Q", "b1": "?",
}  # fmt: skip
_BYTES_OF_CHARACTER = {"U": 4, "S": 1}


@record
class Packing:
    """How a number or a text is packed.

    Args:
        code: of `struct`, such as `d`; for texts `U` (UTF-32) or `S` (UTF-8).
        size: its bytes.
        order: of its bytes, `<` or `>`.
    """

    code: str
    size: int
    order: str = "<"

    @property
    def is_text(self) -> bool:
        """Whether texts are packed, and no numbers."""
        return self.code in _BYTES_OF_CHARACTER

    def unpack(self, raw: bytes) -> Sequence[Any]:
        """Read all cells of some bytes; bytes are numbers themselves."""
        if self.code == "B":
            return raw
        if self.is_text:
            return [self._text(raw[start : start + self.size]) for start in range(0, len(raw), self.size)]
        return struct.unpack(f"{self.order}{len(raw) // self.size}{self.code}", raw)

    def _text(self, raw: bytes) -> str:
        if self.code == "S":
            return raw.rstrip(b"\0").decode("utf-8")
        return raw.decode("utf-32-le" if self.order == "<" else "utf-32-be").rstrip("\0")


def packing_of(descr: object) -> Packing | None:
    """Tell how the cells of an array are packed; None where they are no numbers, truth values or texts.

    Args:
        descr: of the array's header, such as `<f8`.
    """
    found = _DESCR.fullmatch(descr) if isinstance(descr, str) else None
    if found is None:
        return None
    kind, size, order = found["kind"], int(found["size"]), ">" if found["order"] == ">" else "<"
    if kind in _BYTES_OF_CHARACTER:
        return Packing(kind, size * _BYTES_OF_CHARACTER[kind], order) if size else None
    code = _CODES.get(f"{kind}{size}")
    return None if code is None else Packing(code, size, order)


def read_rows(stream: IO[bytes], *, rows: int, size: int) -> Iterator[bytes]:
    """Read rows, as many at once as make a chunk.

    Args:
        stream: at the first row.
        rows: how many there are.
        size: bytes of one row.

    Raises:
        ValueError: the stream ends before all rows were read, or a row is too long to be held.
    """
    if size > _LONGEST_ROW:
        raise ValueError(f"one row has {size} bytes")
    step = max(1, _CHUNK_BYTES // max(1, size))
    for start in range(0, rows if size else 0, step):
        wanted = min(step, rows - start) * size
        raw = stream.read(wanted)
        if len(raw) < wanted:
            raise ValueError("the file ends before all of its values")
        yield raw
