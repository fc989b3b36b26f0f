"""A spec's file and its new content -> the file written safely, or the difference of the two."""

from __future__ import annotations

import difflib
from pathlib import Path

from nnspec.errors import UsageError
from nnspec.replacing import writing_output


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
    """Replace a file.

    Raises:
        UsageError: it cannot be written; the old one stands.
    """
    with writing_output(path) as aside:
        aside.write_bytes(content)


def refuse_existing(path: Path | None) -> None:
    """Refuse to write over what a person may have edited since.

    Raises:
        UsageError: the file exists.
    """
    if path is not None and path.exists():
        raise UsageError(f"`{path}` exists; name a new file")


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
