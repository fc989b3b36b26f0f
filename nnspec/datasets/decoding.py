"""Files of pictures -> one array of bytes, with Pillow."""

from __future__ import annotations

import pathlib
from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from nnspec.datasets.findings import data_error
from nnspec.datasets.table import Array, Table
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
    channels = item.channels if shape is None else shape[2]
    pictures = [_open(file, channels, table, row, item) for row, file in enumerate(files)]
    _check_channels(pictures, table, item)
    sizes = {picture.size for picture in pictures}
    known = None if shape is None else (shape[1], shape[0])
    if len(sizes) > 1 or (known is not None and sizes != {known}):
        pictures = [_resize(picture, item, _target_size(item, sizes, known)) for picture in pictures]
    stacked = np.stack([np.asarray(picture) for picture in pictures])
    return stacked.reshape(*stacked.shape[:3], -1)


def _check_paths(files: Array, table: Table, item: ImageInput, column: str) -> None:
    for row, file in enumerate(files):
        if not isinstance(file, pathlib.Path):
            message = f"column `{column}`, {table.place(row)}, holds no picture"
            expected = "a folder of pictures by class, an idx file, or an array of bytes"
            raise data_error("NN651", message, path=item.path, received=str(file), expected=expected)


def _open(file: pathlib.Path, channels: int | None, table: Table, row: int, item: ImageInput) -> Image.Image:
    try:
        with Image.open(file) as picture:
            upright = ImageOps.exif_transpose(picture)
            own = _CHANNELS.get(upright.mode)
            if own is None:
                raise ValueError(f"pictures of the mode `{upright.mode}` do not hold bytes")
            return upright.convert(_MODES[channels or own])
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError, Image.DecompressionBombError) as error:
        message = f"{table.place(row)} is no picture that can be read: {error}"
        raise data_error("NN651", message, path=item.path) from error


def _check_channels(pictures: Sequence[Image.Image], table: Table, item: ImageInput) -> None:
    other = next((row for row, picture in enumerate(pictures) if picture.mode != pictures[0].mode), None)
    if other is not None:
        first, mode = pictures[0].mode, pictures[other].mode
        message = f"{table.place(0)} is `{first}` and {table.place(other)} is `{mode}`"
        hint = "declare `channels: 3` (colour) or `channels: 1` (grey)"
        raise data_error("NN658", message, path=item.path, hint=hint)


def _target_size(
    item: ImageInput, sizes: set[tuple[int, int]], known: tuple[int, int] | None
) -> tuple[int, int]:
    if item.size is not None:
        return known or (item.size[1], item.size[0])
    listing = ", ".join(f"{height} x {width}" for width, height in sorted(sizes)[:3])
    hint = "declare `size: [HEIGHT, WIDTH]`"
    raise data_error("NN658", f"pictures of several sizes: {listing}", path=item.path, hint=hint)


def _resize(picture: Image.Image, item: ImageInput, size: tuple[int, int]) -> Image.Image:
    method = _FILTERS[item.interpolation]
    if item.crop_to_aspect_ratio:
        return ImageOps.fit(picture, size, method)
    if item.pad_to_aspect_ratio:
        return ImageOps.pad(picture, size, method)
    return picture.resize(size, method)
