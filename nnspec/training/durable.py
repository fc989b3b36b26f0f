"""Files and folders in, the same on disk for good out: flushed, renamed in one piece, never torn."""

from __future__ import annotations

import os
from pathlib import Path


def flush_folder(folder: Path) -> None:
    """Force the files of a folder, and their names, onto the disk."""
    for path in sorted(folder.iterdir()):
        flush(path)
    flush(folder)


def flush(path: Path) -> None:
    """Force a file's bytes, or a folder's names, onto the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def rename_folder(source: Path, target: Path) -> None:
    """Give a finished folder its name; whoever looks sees all of it or nothing."""
    os.replace(source, target)
    flush(target.parent)


def replace_text(path: Path, text: str) -> None:
    """Replace a small file; whoever looks sees the old text or the new one."""
    aside = path.with_name(f".{path.name}.new")
    aside.write_text(text, encoding="utf-8")
    flush(aside)
    os.replace(aside, path)
    flush(path.parent)
