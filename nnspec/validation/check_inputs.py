"""What an input of one type says about itself: keys that need, exclude or repeat each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from nnspec.catalog.augmentation import AUGMENTATIONS, NOT_AUGMENTATIONS
from nnspec.catalog.catalog import load_catalog
from nnspec.diagnostics.diagnostic import Diagnostic
from nnspec.diagnostics.spelling import suggest
from nnspec.spec.calls import Call
from nnspec.spec.inputs import DateInput, ImageInput, Input, SequenceInput, TextInput
from nnspec.tables.moments import seconds_of


def check_input(item: Input, written: Mapping[str, Any]) -> Iterator[Diagnostic]:
    """Check one input that is written as a mapping.

    Reports: NN021, NN022, NN024, NN034, NN037.
    """
    match item:
        case TextInput():
            yield from _check_text(item, written)
        case SequenceInput():
            yield from _check_sequence(item)
        case DateInput():
            yield from _check_date(item)
        case ImageInput():
            for i, call in enumerate(item.augment):
                yield from _check_augmentation(item, call, written["augment"][i])


def _check_text(item: TextInput, written: Mapping[str, Any]) -> Iterator[Diagnostic]:
    if item.output_mode != "int" and item.output_sequence_length is not None:
        message = f"with `output_mode: {item.output_mode}` a text is one vector and has no length"
        yield _finding(item, "NN037", "output_sequence_length", message, hint="keep one of them")
    if item.split == "none" and item.ngrams is not None:
        message = "n-grams are made of what `split` gives, and it gives one token"
        yield _finding(item, "NN037", "ngrams", message, hint="keep one of them")
    yield from _check_tokens(item)
    if "idf_weights" in written:
        yield from _check_idf_weights(item)


def _check_tokens(item: TextInput) -> Iterator[Diagnostic]:
    tokens = item.vocabulary or ()
    twice = _repeated(tokens)
    if twice is not None:
        yield _twice(item, "vocabulary", twice, tokens)
    if "" in tokens:
        path = (*item.path, "vocabulary", tokens.index(""))
        message, hint = "the empty text is padding and no token", "leave it out, and the mark for the unknown too"
        yield Diagnostic(code="NN022", message=message, path=path, received='`""`', hint=hint)


def _check_idf_weights(item: TextInput) -> Iterator[Diagnostic]:
    weights, tokens = item.idf_weights or (), item.vocabulary
    if item.output_mode != "tf_idf":
        message = f"`idf_weights` belong to `output_mode: tf_idf`, not to `{item.output_mode}`"
        yield _finding(item, "NN037", "idf_weights", message, hint="keep one of them")
    elif tokens is None:
        message, hint = "`idf_weights` needs `vocabulary` beside it", "leave both out, and the training texts give them"
        yield _finding(item, "NN021", "idf_weights", message, hint=hint)
    elif len(weights) != len(tokens):
        message = f"{len(weights)} weights for {len(tokens)} tokens"
        yield _finding(item, "NN022", "idf_weights", message, expected=f"{len(tokens)} numbers")


def _check_sequence(item: SequenceInput) -> Iterator[Diagnostic]:
    if item.dtype.startswith("float"):
        return
    if item.padding_value != int(item.padding_value):
        message = f"`{item.dtype}` cannot hold the padding value"
        yield _finding(item, "NN022", "padding_value", message, expected="a whole number")
    elif item.mask and item.shape is None and item.padding_value != 0:
        message = "whole numbers are masked by an Embedding, to which padding is 0"
        hint = "leave `padding_value` out, or say `mask: false`"
        yield _finding(item, "NN024", "padding_value", message, expected="`0`", hint=hint)


def _check_date(item: DateInput) -> Iterator[Diagnostic]:
    twice = _repeated(item.parts)
    if twice is not None:
        yield _twice(item, "parts", twice, item.parts)
    if item.fill is not None and not _is_date(item.fill):
        expected = "a date in ISO 8601, such as `2024-05-31`"
        yield _finding(item, "NN022", "fill", f"`{item.fill}` is no date", expected=expected)


def _is_date(text: str) -> bool:
    try:
        seconds_of(text)
    except (ValueError, OverflowError):
        return False
    return True


def _check_augmentation(item: ImageInput, call: Call, written: Any) -> Iterator[Diagnostic]:
    if load_catalog().find("layers", call.name) is None or call.name in NOT_AUGMENTATIONS:
        hint = NOT_AUGMENTATIONS.get(call.name) or suggest(call.name, AUGMENTATIONS)
        yield _no_augmentation(call, hint)
    elif call.name not in AUGMENTATIONS:
        yield _no_augmentation(call, "layers of the network stand in `hidden`")
    arguments = next(iter(written.values())) if isinstance(written, Mapping) else None
    if not isinstance(arguments, Mapping):
        return
    for key in ("name", "from"):
        if key in arguments:
            path = (*call.path, str(call.written), key)
            message, hint = f"an augmentation takes no `{key}`", f"it takes the picture of `{item.name}`"
            yield Diagnostic(code="NN037", message=message, path=path, hint=hint)


def _no_augmentation(call: Call, hint: str | None) -> Diagnostic:
    return Diagnostic(
        code="NN034",
        message=f"`{call.written}` is no augmentation",
        path=call.path,
        received=str(call.written),
        expected="a layer that changes pictures at random, such as `RandomFlip` or `RandomRotation`",
        hint=hint,
    )


def _repeated(values: Sequence[str]) -> str | None:
    return next((value for place, value in enumerate(values) if value in values[:place]), None)


def _twice(item: Input, key: str, value: str, values: Sequence[str]) -> Diagnostic:
    last = max(place for place, each in enumerate(values) if each == value)
    path = (*item.path, key, last)
    return Diagnostic(code="NN022", message=f"`{key}` names `{value}` twice", path=path, expected="each once")


def _finding(
    item: Input, code: str, key: str, message: str, *, expected: str | None = None, hint: str | None = None
) -> Diagnostic:
    return Diagnostic(code=code, message=message, path=(*item.path, key), expected=expected, hint=hint)
