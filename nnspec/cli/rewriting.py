"""A spec's file and its new content -> the file written safely, or the difference of the two."""

from __future__ import annotations

import difflib
import os
from pathlib import Path

from nnspec.errors import UsageError


def read_content(path: Path) -> bytes:
    """Read a file.

    Raises:
        UsageError: it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"cannot read `{path}`: {error.strerror}") from error


def write_content(path: Path, content: bytes) -> None:
    """Write a file aside, with the mode of the old one, and put it in its place; a link stays a link.

    Raises:
        UsageError: it cannot be written; the old one stands.
    """
    path = path.resolve()
    aside = path.with_name(f".{path.name}.part")
    try:
        with aside.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        aside.chmod(path.stat().st_mode)
        os.replace(aside, path)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise UsageError(f"cannot write `{path}`: {error.strerror}") from error


def write_difference(before: bytes, after: bytes, name: str, *, label: str) -> str:
    """Write the difference of two contents in UTF-8 as a patch; equal ones, of any kind, have none.

    Args:
        before: of the file.
        after: likewise.
        name: of the file.
        label: what was done to it.
    """
    if before == after:
        return ""
    old, new = (content.decode("utf-8-sig").splitlines(keepends=True) for content in (before, after))
    return "".join(difflib.unified_diff(old, new, name, f"{name} ({label})"))
