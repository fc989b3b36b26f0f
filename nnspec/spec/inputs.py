"""`inputs`: what goes in, from which columns, and how it becomes numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from nnspec.diagnostics.diagnostic import Path
from nnspec.records import field, record
from nnspec.spec.calls import Call
from nnspec.spec.keys import key

InputType = Literal["number", "category", "text", "image", "sequence", "date", "array"]
DATE_PARTS = ("year", "month", "day", "weekday", "hour")


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
    # Lengths that are written as names, by the key that holds them, such as {"shape": ("H", "W", 3)}; to whoever builds
    # from data, such a key is absent.
    symbols: Mapping[str, tuple[int | str, ...]] = field(default_factory=dict)


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
class TextInput(Input):
    """One column of texts; gives (output_sequence_length,) int64, or (tokens,) float32 by `output_mode`."""

    type: Literal["text"] = "text"
    max_tokens: int | None = key(
        "int(3..)",
        "At most so many tokens, padding and the unknown one included; the rarest are unknown.",
        default=None,
    )
    standardize: str = key(
        '"lower_and_strip_punctuation" | "lower" | "strip_punctuation" | "none"',
        "What happens to a text before it is split; letters of ASCII are lowered.",
        default="lower_and_strip_punctuation",
    )
    split: str = key(
        '"whitespace" | "character" | "none"',
        "What a text is split into; `none`: the text is one token.",
        default="whitespace",
    )
    ngrams: int | tuple[int, ...] | None = key(
        "int(1..) | list[int(1..), 1..]",
        "Tokens are n-grams up to this length, or of these lengths.",
        default=None,
    )
    output_mode: str = key(
        '"int" | "multi_hot" | "count" | "tf_idf"',
        "A whole number per token, or one vector per text.",
        default="int",
    )
    output_sequence_length: int | None = key(
        "int(1..)",
        "Tokens of a text; shorter ones are padded with 0. By default 95 % of the training texts fit, at most 512.",
        default=None,
    )
    vocabulary: tuple[str, ...] | None = key(
        "list[str, 1..]",
        "The known tokens, without padding and the unknown one; by default those of the training split.",
        default=None,
    )
    idf_weights: tuple[float, ...] | None = key(
        "list[float(0..), 1..]", "The inverse document frequency of each token of `vocabulary`.", default=None
    )
    fill: str | None = key("str", "The text that stands in for a missing one, or one without tokens.", default=None)


@record(kw_only=True, eq=False)
class ImageInput(Input):
    """One column of pictures; gives (height, width, channels) float32."""

    type: Literal["image"] = "image"
    size: tuple[int, int] | None = key(
        "@size", "Height and width in pixels, or names for the data's own; the data's own by default.", default=None
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
    augment: tuple[Call, ...] = key(
        "@augment",
        "Random changes of the pictures, in pixels of 0 to 255, while training and at no other time.",
        default=(),
    )


@record(kw_only=True, eq=False)
class SequenceInput(Input):
    """One column of sequences, or one column per step; gives (length, ...) and a mask of the steps that count."""

    type: Literal["sequence"] = "sequence"
    shape: tuple[int, ...] | None = key(
        "list[int(1..), 1..]", "The shape of one step; the data's own by default.", default=None
    )
    length: int | None = key(
        "@length",
        "Steps of a sequence, or a name for the data's own; the longest of the data by default.",
        default=None,
    )
    dtype: str = key(
        '"float32" | "float64" | "int32" | "int64"',
        "What its numbers become; a lone decimal number per step becomes a vector of one.",
        default="float32",
    )
    padding: str = key('"pre" | "post"', "Where a shorter sequence is padded.", default="post")
    truncating: str = key('"pre" | "post"', "Where a longer sequence is cut.", default="post")
    padding_value: float = key("float", "What a step of padding holds; no other step may hold it.", default=0.0)
    mask: bool = key(
        "bool",
        "Padding does not count: a Masking at the top, or `mask_zero` of the Embedding below whole numbers.",
        default=True,
    )


@record(kw_only=True, eq=False)
class DateInput(Input):
    """One column of dates or times, read as UTC; gives (n,) float32, numbers and cycles of the chosen parts."""

    type: Literal["date"] = "date"
    parts: tuple[str, ...] = key(
        'list["year" | "month" | "day" | "weekday" | "hour", 1..]',
        "The year is standardised; each other part gives a fraction of its cycle, its sine and its cosine.",
        default=DATE_PARTS,
    )
    fill: str | None = key("str", "The date that stands in for a missing one, such as `2024-05-31`.", default=None)


@record(kw_only=True, eq=False)
class ArrayInput(Input):
    """One array of numbers of any shape; gives it as it is."""

    type: Literal["array"] = "array"
    shape: tuple[int, ...] | None = key(
        "@lengths",
        "The shape of one example, with names for what the data say; the data's own by default.",
        default=None,
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
    "text": TextInput,
    "image": ImageInput,
    "sequence": SequenceInput,
    "date": DateInput,
    "array": ArrayInput,
}

# What stands in one column each.
ONE_COLUMN = ("category", "text", "image", "date")
