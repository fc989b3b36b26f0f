"""A weights file -> checked before Keras reads it: its hash, and that it holds nothing but its own arrays."""

from __future__ import annotations

import pathlib
from collections.abc import Iterator

import h5py

from nnspec.diagnostics.diagnostic import Path
from nnspec.errors import spec_error
from nnspec.references.hashing import sha256_of
from nnspec.spec.bases import Base

# zlib packs at most about 1032 to 1; honest weights hardly shrink at all.
_LARGEST_EXPANSION = 64
_SLACK_BYTES = 1 << 20


def check_weights_file(file: pathlib.Path, base: Base) -> None:
    """Refuse a weights file that is absent, not the pinned one, or could reach beyond itself.

    Args:
        file: HDF5.
        base: its `sha256` is held against the bytes before anything reads them.

    Raises:
        SpecError: NN550 or NN551.
    """
    path = (*base.path, "weights")
    if not file.is_file():
        raise spec_error("NN550", f"weights file `{file.name}` does not exist", path=path, received=str(file))
    if not file.name.endswith((".h5", ".hdf5")):
        expected = "a `.weights.h5` or `.h5` file"
        raise spec_error("NN550", f"`{file.name}` is no weights file", path=path, received=file.name, expected=expected)
    _check_hash(file, base)
    check_container(file, path=path)


def check_container(file: pathlib.Path, *, path: Path = ()) -> None:
    """Refuse an HDF5 file that a reader could be harmed by.

    Args:
        file: not read beyond its structure.
        path: where the spec names it.

    Raises:
        SpecError: NN550.
    """
    defect = find_hdf5_defect(file)
    if defect is not None:
        raise spec_error("NN550", f"weights file `{file.name}` is refused: {defect}", path=path)


def find_hdf5_defect(file: pathlib.Path) -> str | None:
    """Say what in an HDF5 file a reader could be harmed by; None for a file of plain arrays.

    Args:
        file: opened for reading; no array is read.
    """
    try:
        with h5py.File(file, "r") as opened:
            return next(_defects(opened, file.stat().st_size), None)
    except (OSError, RuntimeError, KeyError, ValueError) as error:
        return f"not readable as HDF5 ({str(error).splitlines()[0]})"


def _check_hash(file: pathlib.Path, base: Base) -> None:
    if base.sha256 is None:
        return
    actual = sha256_of(file)
    if actual != base.sha256.lower():
        raise spec_error(
            "NN551",
            f"`{file.name}` is not the file that the spec pins",
            path=(*base.path, "sha256"),
            received=actual,
            expected=base.sha256,
        )


def _defects(opened: h5py.File, file_bytes: int) -> Iterator[str]:
    declared_bytes = 0
    for name, dataset in _datasets(opened, seen=set()):
        if isinstance(dataset, str):
            yield f"`{name}` is {dataset}"
            return
        if dataset.external:
            yield f"`{name}` keeps its data in another file"
        if dataset.is_virtual:
            yield f"`{name}` is put together from other files"
        declared_bytes += dataset.nbytes
    if declared_bytes > _LARGEST_EXPANSION * file_bytes + _SLACK_BYTES:
        yield f"it declares {declared_bytes} bytes of arrays and has {file_bytes}"


def _datasets(group: h5py.Group, *, seen: set[int]) -> Iterator[tuple[str, h5py.Dataset | str]]:
    """Walk all arrays without following a link out of the file; a link in place of an array is told as text."""
    for key in group:
        name = f"{group.name.rstrip('/')}/{key}"
        link = group.get(key, getlink=True)
        if not isinstance(link, h5py.HardLink):
            yield name, "a link out of the file" if isinstance(link, h5py.ExternalLink) else "a soft link"
            return
        member = group[key]
        place = h5py.h5o.get_info(member.id).addr
        if place in seen:
            continue
        seen.add(place)
        if isinstance(member, h5py.Group):
            yield from _datasets(member, seen=seen)
        elif isinstance(member, h5py.Dataset):
            yield name, member
