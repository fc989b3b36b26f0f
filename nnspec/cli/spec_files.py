"""The names that a command is given -> the files of specs; of a folder, those in it that are meant."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from nnspec.cli.reading import REPORT
from nnspec.document.limits import MAX_BYTES
from nnspec.errors import UsageError

SUFFIXES = (".yaml", ".yml", ".json")
STATE = "state.json"


def find_files(names: tuple[str, ...]) -> Iterator[str]:
    """Give the specs that a command names: files, those in folders, and `-` for standard input.

    A run's folder gives its report; inside another folder, runs and what is hidden are passed over.

    Raises:
        UsageError: a folder holds none, or standard input is named twice.
    """
    if names.count("-") > 1:
        raise UsageError("standard input holds one spec, and `-` is given more than once")
    for name in names:
        path = Path(name)
        if name == "-" or not path.is_dir():
            yield name
        elif is_run_folder(path):
            yield str(path / REPORT)
        else:
            yield from _files_in(path)


def is_run_folder(folder: Path) -> bool:
    """Tell whether a folder is what `nnspec train` writes."""
    return (folder / REPORT).is_file() and (folder / STATE).is_file()


def _files_in(folder: Path) -> list[str]:
    files = sorted(_walk(folder))
    if not files:
        raise UsageError(f"the folder `{folder}` holds no spec ({', '.join(SUFFIXES)})")
    return files


def _walk(folder: Path) -> Iterator[str]:
    for inside, folders, names in os.walk(folder):
        if REPORT in names and STATE in names:
            folders.clear()
            continue
        folders[:] = (name for name in folders if not name.startswith("."))
        files = (Path(inside, name) for name in names if not name.startswith("."))
        yield from (str(file) for file in files if _may_be_spec(file))


def _may_be_spec(file: Path) -> bool:
    suffix = file.suffix.lower()
    return suffix in SUFFIXES and file.is_file() and (suffix != ".json" or _says_version(file))


def _says_version(file: Path) -> bool:
    """Tell whether a JSON file has the key that every spec has; one that cannot be read may be meant as a spec."""
    try:
        if file.stat().st_size > MAX_BYTES or b'"nnspec"' not in (content := file.read_bytes()):
            return False
    except OSError:
        return True
    import json

    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        return True
    return isinstance(data, dict) and "nnspec" in data
