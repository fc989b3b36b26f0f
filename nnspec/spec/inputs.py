"""`inputs`: what goes in, from which columns, and how it becomes numbers."""

from __future__ import annotations

from typing import Any, Literal

from nnspec.diagnostics.diagnostic import Path
from nnspec.records import record
from nnspec.spec.keys import key

InputType = Literal["number", "category", "image", "array"]
LATER_INPUT_TYPES = ("text", "sequence", "date")


@record(kw_only=True, eq=False)
class Input:
    """What all inputs have in common."""

    name: str
    type: InputType
    path: Path = ()
    columns: tuple[str, ...] = key(
        "@columns",
        "Columns of the data, names or patterns such as `bill_*`; the input's own name by default.",
        default=(),
    )


@record(kw_only=True, eq=False)
class NumberInput(Input):
    """One or many columns of numbers, one input neuron per feature; gives (n,) float32."""

    type: Literal["number"] = "number"
    scale: str = key(
        '"standard" | "minmax" | "none"',
        "Zero mean and unit variance, the range 0 to 1, or as it is; statistics of the training split.",
        default="standard",
    )
    fill: Any = key('"mean" | "median" | float', "What stands in for a missing value.", default=None)
    mean: Any = key("float | list[float]", "Known means, in place of the data's.", default=None)
    variance: Any = key("float(0..) | list[float(0..)]", "Known variances, with `mean`.", default=None)


@record(kw_only=True, eq=False)
class CategoryInput(Input):
    """One column of categories; gives (classes + 1,) float32 one-hot, or () int64 with `encode: index`."""

    type: Literal["category"] = "category"
    encode: str = key(
        '"one_hot" | "index"',
        "One place per category, or a whole number for an Embedding.",
        default="one_hot",
    )
    vocabulary: tuple[Any, ...] | None = key(
        "list[str] | list[int]", "The known categories; by default those of the training split.", default=None
    )
    max_tokens: int | None = key(
        "int(2..)",
        "At most so many places, the unknown one included; the rarest categories share it.",
        default=None,
    )
    fill: Any = key("str | int", "The category that stands in for a missing value.", default=None)


@record(kw_only=True, eq=False)
class ImageInput(Input):
    """One column of pictures; gives (height, width, channels) float32."""

    type: Literal["image"] = "image"
    size: tuple[int, int] | None = key(
        "list[int(1..), 2]", "Height and width in pixels; the data's own by default.", default=None
    )
    channels: int | None = key(
        "int(1..4)", "1 (grey), 3 (colour) or 4 (with alpha); the data's own by default.", default=None
    )
    scale: str = key(
        '"unit" | "standard" | "none"',
        "Divide by 255, or zero mean and unit variance per channel, or as it is.",
        default="unit",
    )
    interpolation: str = key(
        '"bilinear" | "nearest" | "bicubic" | "area" | "lanczos3" | "lanczos5"',
        "How pictures of another size are resized.",
        default="bilinear",
    )
    crop_to_aspect_ratio: bool = key("bool", "Crop rather than distort.", default=False)
    pad_to_aspect_ratio: bool = key("bool", "Pad rather than distort.", default=False)


@record(kw_only=True, eq=False)
class ArrayInput(Input):
    """One array of numbers of any shape; gives it as it is."""

    type: Literal["array"] = "array"
    shape: tuple[int, ...] | None = key(
        "list[int(1..)]", "The shape of one example; the data's own by default.", default=None
    )
    dtype: str = key('"float32" | "float64" | "int32" | "int64"', "What its numbers become.", default="float32")
    scale: str = key(
        '"standard" | "minmax" | "none"',
        "Zero mean and unit variance over the last axis, the range 0 to 1, or as it is.",
        default="none",
    )


INPUT_TYPES: dict[str, type[Input]] = {
    "number": NumberInput,
    "category": CategoryInput,
    "image": ImageInput,
    "array": ArrayInput,
}
