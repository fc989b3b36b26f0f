"""A column of pictures, decoded or as files -> one array of bytes."""

from __future__ import annotations

from importlib import import_module
from typing import Protocol, cast

import numpy as np

from nnspec.datasets.table import Array, Table
from nnspec.errors import spec_error
from nnspec.spec.inputs import ImageInput


class Decoder(Protocol):
    """What `nnspec.datasets.decoding` offers; it is imported where pictures are files."""

    def decode_pictures(self, table: Table, item: ImageInput, column: str, *, shape: tuple[int, ...] | None) -> Array:
        """Decode files into (rows, height, width, channels) uint8."""


def read_images(table: Table, item: ImageInput, column: str, *, shape: tuple[int, ...] | None) -> Array:
    """Read pictures.

    Args:
        table: whose column holds arrays of bytes, or paths of pictures.
        item: the input as the spec declares it.
        column: that it is bound to.
        shape: of one raw picture in the training rows; None while these are read.

    Returns:
        (rows, height, width, channels) uint8.

    Raises:
        SpecError: NN651 for values that are no bytes and for files that are no pictures, NN658 for
            sizes that differ or channels that are not as declared.
    """
    values = table.columns[column]
    if values.dtype.kind == "O":
        decoder = cast(Decoder, import_module("nnspec.datasets.decoding"))
        return decoder.decode_pictures(table, item, column, shape=shape)
    if values.ndim not in (3, 4) or (values.ndim == 4 and values.shape[3] not in (1, 3, 4)):
        message = f"column `{column}` holds arrays of shape {values.shape[1:]}, no pictures"
        expected = "(height, width) or (height, width, channels) with 1, 3 or 4 channels"
        raise spec_error("NN658", message, path=item.path, expected=expected)
    images = _as_bytes(values.reshape(*values.shape[:3], -1), table, item, column)
    if item.channels is not None and images.shape[3] != item.channels:
        message = f"the pictures in column `{column}` have {images.shape[3]} channels"
        raise spec_error("NN658", message, path=(*item.path, "channels"), expected=str(item.channels))
    return images


def _as_bytes(images: Array, table: Table, item: ImageInput, column: str) -> Array:
    if images.dtype == np.uint8:
        return images
    wrong = (images < 0) | (images > 255) | (images != np.round(images))
    if wrong.any():
        row = int(np.argwhere(wrong)[0][0])
        message = f"`{images[wrong][0]}` in column `{column}`, {table.place(row)}, is no byte of a picture"
        hint = "other numbers are `type: array`"
        raise spec_error("NN651", message, path=item.path, expected="a whole number from 0 to 255", hint=hint)
    return images.astype(np.uint8)
