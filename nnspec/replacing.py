"""Files and folders written aside and put in their place in one piece: whoever looks sees the old or the new."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from nnspec.errors import UsageError


@contextmanager
def replacing(path: Path, *, durable: bool = True) -> Iterator[Path]:
    """Give a place to write to, which takes the path's place once all is written; a failure leaves the old one.

    Args:
        path: a file, whose mode is kept where it is there, or a folder that is not; a link stays a link.
        durable: force all of it onto the disk first, so that not even a power failure leaves a part.

    Yields:
        A path in the same folder, with the same suffix, where nothing is.

    Raises:
        OSError: it cannot be written.
    """
    path = path.resolve()
    aside = path.with_name(f".part-{os.getpid()}.{path.name}")
    _remove(aside)
    try:
        yield aside
        if path.is_file():
            aside.chmod(path.stat().st_mode)
        if durable:
            _flush(aside)
        os.replace(aside, path)
        if durable:
            _flush_names(path.parent)
    finally:
        _remove(aside)


@contextmanager
def writing_output(path: Path) -> Iterator[Path]:
    """Give a place to write to what a person asked for, and make the folders that it is to stand in.

    Args:
        path: as for `replacing`.

    Raises:
        UsageError: it cannot be written; said before any work where that can be known.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            raise IsADirectoryError("it is a folder")
        with replacing(path) as aside:
            aside.touch()
            aside.unlink()
            yield aside
    except OSError as error:
        raise UsageError(f"cannot write `{path}`: {error.strerror or error}") from error


def replace_text(path: Path, text: str, *, durable: bool = True) -> None:
    """Write a text as a file in UTF-8, as `replacing` does.

    Raises:
        OSError: it cannot be written.
    """
    with replacing(path, durable=durable) as aside:
        aside.write_text(text, encoding="utf-8")


def _flush(path: Path) -> None:
    """Force a file, or a folder with all that is below it, onto the disk."""
    for top, _, names in os.walk(path):
        for name in names:
            _flush_names(Path(top, name))
        _flush_names(Path(top))
    if path.is_file():
        _flush_names(path)


def _flush_names(path: Path) -> None:
    """Force a file's bytes, or a folder's names, onto the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _remove(path: Path) -> None:
    if path.is_dir():
        # Loaded here: it is slow to load, and a lint that keeps a card needs none.
        import_module("shutil").rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
