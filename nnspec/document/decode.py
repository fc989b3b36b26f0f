"""Bytes of a file -> its text, or the finding that says why it is none."""

from __future__ import annotations

import codecs
import re

from nnspec.diagnostics.diagnostic import Diagnostic
from nnspec.document.limits import MAX_BYTES
from nnspec.document.source import Refused, Source

_BOMS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_LINE_END = re.compile(rb"\r\n|\r|\n")
_ZERO_PATTERNS: dict[tuple[bool, ...], str] = {
    (False, True, True, True): "UTF-32",
    (True, True, True, False): "UTF-32",
    (False, True, False, True): "UTF-16",
    (True, False, True, False): "UTF-16",
}


def decode(content: bytes | str, *, file: str) -> Source:
    """Give the text of a file with `\\n` as its only line end and without a byte order mark.

    Raises:
        Refused: larger than 1 MiB (NN008), or not UTF-8 (NN002).
    """
    if isinstance(content, str):
        content = content.encode("utf-8", "surrogatepass")
    if len(content) > MAX_BYTES:
        raise Refused(_too_large(file))
    _refuse_other_encodings(content, file=file)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(_not_utf8(content, error.start, file=file)) from error
    return Source(_unify_line_ends(text), file=file)


def encode_like(text: str, *, like: bytes) -> bytes:
    """Write a text as another file is written: its byte order mark, and the end of its first line.

    Args:
        text: with `\\n` as its only line end.
        like: the other file's content.
    """
    mark = codecs.BOM_UTF8 if like.startswith(codecs.BOM_UTF8) else b""
    return mark + text.replace("\n", line_end_of(like)).encode("utf-8")


def line_end_of(content: bytes) -> str:
    """Give the end of a content's first line: `\\n` for one that has none."""
    found = _LINE_END.search(content)
    return found[0].decode() if found else "\n"


def _unify_line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _too_large(file: str) -> Diagnostic:
    message = f"the file is larger than {MAX_BYTES // 1024**2} MiB"
    return Diagnostic(code="NN008", message=message, file=file, hint="keep data out of the spec, name a file")


def _refuse_other_encodings(content: bytes, *, file: str) -> None:
    zeros = tuple(byte == 0 for byte in content[:4])
    named = next((name for bom, name in _BOMS if content.startswith(bom)), _ZERO_PATTERNS.get(zeros))
    if named is not None:
        source = Source("", file=file)
        raise Refused(source.finding("NN002", f"the file is {named}", start=0, hint="save it as UTF-8"))


def _not_utf8(content: bytes, offset: int, *, file: str) -> Diagnostic:
    before = _unify_line_ends(content[:offset].decode("utf-8-sig"))
    return Source(before + "?", file=file).finding(
        "NN002",
        f"the byte `0x{content[offset]:02X}` is not UTF-8",
        start=len(before),
        hint="save the file as UTF-8",
    )
