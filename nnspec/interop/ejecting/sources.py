"""A reference to data -> how a script names it, and the expression that reads it."""

from __future__ import annotations

import glob
import os
import pathlib
from typing import Any

from nnspec.diagnostics.diagnostic import Path
from nnspec.errors import spec_error
from nnspec.interop.ejecting.python import Code, Invocation, write_expression
from nnspec.records import record
from nnspec.references.hashing import files_below
from nnspec.references.project import ProjectPaths
from nnspec.tables.discovery import parse_data_reference
from nnspec.tables.formats import format_of

_READERS = {
    "csv": "read_csv",
    "tsv": "read_csv",
    "jsonl": "read_json_lines",
    "parquet": "read_parquet",
    "npz": "read_npz",
    "npy": "read_npy",
    "idx": "read_idx_pair",
    "images": "read_picture_folder",
}


@record(kw_only=True)
class ScriptSource:
    """Where rows come from, as a script says it.

    Args:
        text: the reference as the spec says it.
        path: where the spec says it.
        kind: of the data, such as `csv` or `sklearn`.
        files: absolute paths; the name of a bundled set.
        constant: the Python expression that names the data.
        is_list: whether that is a list of files.
    """

    text: str
    path: Path
    kind: str
    files: tuple[str, ...]
    constant: Any
    is_list: bool = False

    @property
    def is_bundled(self) -> bool:
        """Whether scikit-learn brings the data."""
        return self.kind == "sklearn"


def find_source(text: str, *, paths: ProjectPaths, folder: pathlib.Path, path: Path) -> ScriptSource:
    """Find data for a script.

    Args:
        text: a reference, such as `penguins.csv` or `sklearn:iris`.
        paths: which paths the spec may name.
        folder: where the script will stand; its paths are relative to it.
        path: where the spec names the data.

    Raises:
        SpecError: NN039, NN040 and NN654 for the reference.
    """
    reference = parse_data_reference(text, path=path)
    if reference.scheme == "sklearn":
        loaded = Code(f"datasets.load_{reference.name}()")
        return ScriptSource(text=text, path=path, kind="sklearn", files=(reference.name,), constant=loaded)
    files = paths.resolve_all(reference.name, path=path)
    kind = format_of(files[0]) if files else None
    if kind is None:
        raise spec_error("NN654", f"`{text}` names no data that can be read", path=path, received=text)
    if kind == "parquet" and files[0].is_dir():
        inside = [str(file) for part in files for file in files_below(part) if file.suffix == ".parquet"]
        listed = Code(f'sorted(({_here(files[0], folder)}).rglob("*.parquet"))')
        return ScriptSource(text=text, path=path, kind=kind, files=tuple(inside), constant=listed, is_list=True)
    names = tuple(str(file) for file in files)
    if glob.has_magic(reference.name) and not (paths.spec_folder / reference.name).exists():
        pattern = write_expression(relative_name(paths.spec_folder, folder, reference.name))
        listed = Code(f"[HERE / name for name in sorted(glob.glob({pattern}, root_dir=HERE, recursive=True))]")
        return ScriptSource(text=text, path=path, kind=kind, files=names, constant=listed, is_list=True)
    return ScriptSource(text=text, path=path, kind=kind, files=names, constant=Code(_here(files[0], folder)))


def write_reading(kind: str, file: Code, *, names: tuple[str, ...], numbers: tuple[str, ...]) -> Any:
    """Write the call that reads one file, or a bundled set.

    Args:
        kind: of the data.
        file: the expression that names it.
        names: the columns to read.
        numbers: those of them that hold nothing but numbers.
    """
    if kind == "sklearn":
        return Invocation("read_bundled", ((None, file), ("columns", list(names))))
    arguments: list[tuple[str | None, Any]] = [(None, file), ("columns", list(names))]
    if kind in ("csv", "tsv"):
        arguments.append(("numbers", list(numbers)))
    if kind == "tsv":
        arguments.append(("delimiter", Code('"\\t"')))
    return Invocation(_READERS[kind], tuple(arguments))


def relative_name(file: pathlib.Path, folder: pathlib.Path, inside: str = "") -> str:
    """Name a file from a script's folder, with slashes."""
    relative = pathlib.Path(os.path.relpath(file.resolve(), folder.resolve()))
    return (relative / inside).as_posix()


def _here(file: pathlib.Path, folder: pathlib.Path) -> str:
    return f"HERE / {write_expression(relative_name(file, folder))}"
