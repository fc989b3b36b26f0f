"""A `.keras` file -> its config as data, and its weights in a file that has been checked; nothing is deserialized."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

from nnspec.errors import SpecError, spec_error
from nnspec.transfer.weights_files import find_hdf5_defect

CONFIG = "config.json"
WEIGHTS = "model.weights.h5"
_LARGEST_CONFIG_BYTES = 64 << 20
# zlib packs at most about 1032 to 1; weights and configs of honest models far less.
_LARGEST_EXPANSION = 200
_SLACK_BYTES = 1 << 20
_CHUNK_BYTES = 1 << 20


def read_archive(file: Path) -> Any:
    """Read the config out of a `.keras` file.

    Args:
        file: a zip file; nothing but its config is read.

    Raises:
        SpecError: NN560.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            _check_member(archive, CONFIG, file)
            return parse_config(archive.read(CONFIG))
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError) as error:
        raise _not_readable(file, str(error)) from error


def extract_weights(file: Path, folder: Path) -> Path | None:
    """Copy the weights out of a `.keras` file, and check them before anybody reads them.

    Args:
        file: a zip file.
        folder: to write into; the name inside the archive is never used as a path.

    Returns:
        The HDF5 file; None where the model has no weights in it.

    Raises:
        SpecError: NN560.
    """
    target = folder / WEIGHTS
    try:
        with zipfile.ZipFile(file) as archive:
            if WEIGHTS not in archive.namelist():
                return None
            _check_member(archive, WEIGHTS, file)
            with archive.open(WEIGHTS) as source, target.open("wb") as sink:
                while chunk := source.read(_CHUNK_BYTES):
                    sink.write(chunk)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError) as error:
        raise _not_readable(file, str(error)) from error
    defect = find_hdf5_defect(target)
    if defect is not None:
        raise _not_readable(file, f"its weights are refused: {defect}")
    return target


def parse_config(content: bytes) -> Any:
    """Read a config as JSON.

    Raises:
        SpecError: NN560.
    """
    if len(content) > _LARGEST_CONFIG_BYTES:
        raise spec_error("NN560", "the config is too large", received=f"{len(content)} bytes", expected="up to 64 MiB")
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        raise spec_error("NN560", f"the config is no JSON: {error}", hint="save the model again") from error


def _check_member(archive: zipfile.ZipFile, name: str, file: Path) -> None:
    if archive.namelist().count(name) != 1:
        raise _not_readable(file, f"it holds no single `{name}`")
    member = archive.getinfo(name)
    if member.file_size > _LARGEST_EXPANSION * member.compress_size + _SLACK_BYTES:
        raise _not_readable(file, f"`{name}` declares {member.file_size} bytes and has {member.compress_size}")
    if name == CONFIG and member.file_size > _LARGEST_CONFIG_BYTES:
        raise _not_readable(file, f"`{name}` has {member.file_size} bytes")


def _not_readable(file: Path, why: str) -> SpecError:
    hint = "save the model again with `model.save`"
    return spec_error("NN560", f"`{file.name}` cannot be read as a `.keras` file: {why}", hint=hint)
