"""Files of pictures -> one array of bytes, with Pillow."""

from __future__ import annotations

import pathlib
from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageOps

from nnspec.datasets.table import Array, Table
from nnspec.errors import SpecError, spec_error
from nnspec.records import record
from nnspec.spec.inputs import ImageInput

_MODES = {1: "L", 3: "RGB", 4: "RGBA"}
_CHANNELS = {"1": 1, "L": 1, "RGB": 3, "P": 3, "CMYK": 3, "YCbCr": 3, "RGBA": 4, "LA": 4, "PA": 4}
_FILTERS = {
    "bilinear": Image.Resampling.BILINEAR,
    "nearest": Image.Resampling.NEAREST,
    "bicubic": Image.Resampling.BICUBIC,
    "area": Image.Resampling.BOX,
    "lanczos3": Image.Resampling.LANCZOS,
    "lanczos5": Image.Resampling.LANCZOS,
}
# What Pillow raises for files that are damaged, empty, or far larger than a picture.
_DAMAGE = (OSError, ValueError, SyntaxError, Image.DecompressionBombError)
_ORIENTATION, _ON_ITS_SIDE = 0x0112, (5, 6, 7, 8)


@record
class _Look:
    """What a file's first bytes say: width and height as it will be seen, and channels."""

    size: tuple[int, int]
    channels: int


def decode_pictures(table: Table, item: ImageInput, column: str, *, shape: tuple[int, ...] | None) -> Array:
    """Decode files; pictures of several sizes are brought to the input's `size`.

    Args:
        table: whose column holds paths.
        item: the input as the spec declares it.
        column: that it is bound to.
        shape: of one raw picture in the training rows; None while these are read.

    Returns:
        (rows, height, width, channels) uint8.

    Raises:
        SpecError: NN651 for a file that is no picture, NN658 for sizes or channels that differ
            where the input declares none.
    """
    files = table.columns[column]
    _check_paths(files, table, item, column)
    looks = [_look(file, table, row, item) for row, file in enumerate(files)]
    channels = item.channels if shape is None else shape[2]
    if channels is None:
        channels = _common_channels(looks, table, item)
    size = _common_size(item, {look.size for look in looks}, known=None if shape is None else (shape[1], shape[0]))
    pictures = np.empty((len(files), size[1], size[0], channels), np.uint8)
    for row, file in enumerate(files):
        picture = _fit(_decode(file, channels, table, row, item), item, size)
        pictures[row] = np.asarray(picture).reshape(pictures.shape[1:])
    return pictures


def _check_paths(files: Array, table: Table, item: ImageInput, column: str) -> None:
    for row, file in enumerate(files):
        if not isinstance(file, pathlib.Path):
            message = f"column `{column}`, {table.place(row)}, holds no picture"
            expected = "a folder of pictures by class, an idx file, or an array of bytes"
            raise spec_error("NN651", message, path=item.path, received=str(file), expected=expected)


def _look(file: pathlib.Path, table: Table, row: int, item: ImageInput) -> _Look:
    try:
        with Image.open(file) as picture:
            turned = picture.getexif().get(_ORIENTATION, 1) in _ON_ITS_SIDE
            width, height = picture.size
            return _Look((height, width) if turned else (width, height), _CHANNELS.get(picture.mode, 0))
    except _DAMAGE as error:
        raise _unreadable(table.place(row), error, item) from error


def _common_channels(looks: Sequence[_Look], table: Table, item: ImageInput) -> int:
    other = next((row for row, look in enumerate(looks) if look.channels != looks[0].channels), None)
    if other is None:
        return looks[0].channels
    first, second = looks[0].channels, looks[other].channels
    message = f"{table.place(0)} has {first} channels and {table.place(other)} has {second}"
    hint = "declare `channels: 3` (colour) or `channels: 1` (grey)"
    raise spec_error("NN658", message, path=item.path, hint=hint)


def _common_size(item: ImageInput, sizes: set[tuple[int, int]], *, known: tuple[int, int] | None) -> tuple[int, int]:
    if len(sizes) == 1 and known in (None, *sizes):
        return next(iter(sizes))
    if item.size is not None:
        return known or (item.size[1], item.size[0])
    listing = ", ".join(f"{height} x {width}" for width, height in sorted(sizes)[:3])
    message = f"pictures of {listing}" + (f", in training {known[1]} x {known[0]}" if known else "")
    raise spec_error("NN658", message, path=item.path, hint="declare `size: [HEIGHT, WIDTH]`")


def _decode(file: pathlib.Path, channels: int, table: Table, row: int, item: ImageInput) -> Image.Image:
    try:
        with Image.open(file) as picture:
            if picture.mode not in _CHANNELS:
                raise ValueError(f"pictures of the mode `{picture.mode}` do not hold bytes")
            return ImageOps.exif_transpose(picture).convert(_MODES[channels])
    except _DAMAGE as error:
        raise _unreadable(table.place(row), error, item) from error


def _fit(picture: Image.Image, item: ImageInput, size: tuple[int, int]) -> Image.Image:
    method = _FILTERS[item.interpolation]
    if picture.size == size:
        return picture
    if item.crop_to_aspect_ratio:
        return ImageOps.fit(picture, size, method)
    if item.pad_to_aspect_ratio:
        return ImageOps.pad(picture, size, method)
    return picture.resize(size, method)


def _unreadable(place: str, error: Exception, item: ImageInput) -> SpecError:
    return spec_error("NN651", f"{place} is no picture that can be read: {error}", path=item.path)
