"""Outputs with a truth for each position -> what else in the spec cannot be with them."""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.catalog.augmentation import PIXELS_STAY
from nnspec.diagnostics.diagnostic import Diagnostic
from nnspec.spec.inputs import ImageInput, SequenceInput
from nnspec.spec.outputs import Output
from nnspec.spec.spec import Spec


def check_positions(spec: Spec) -> Iterator[Diagnostic]:
    """Check what needs inputs, data and outputs together.

    Reports: NN037 for pictures that move while the truth of their pixels stays, NN655 for a split by such a truth.
    """
    yield from _check_augmentations(spec)
    yield from _check_split(spec)


def _check_augmentations(spec: Spec) -> Iterator[Diagnostic]:
    has_sequences = any(isinstance(item, SequenceInput) for item in spec.inputs)
    for item in spec.inputs:
        if not isinstance(item, ImageInput):
            continue
        bound = [each for each in spec.outputs if _is_of_pixels(each, item, has_sequences=has_sequences)]
        for call in item.augment if bound else ():
            if call.name not in PIXELS_STAY:
                message = f"`{call.written}` moves the pixels, and the truth that `{bound[0].name}` has of them stays"
                hint = "augment with layers that change colours alone, such as `RandomBrightness`"
                yield Diagnostic(code="NN037", message=message, path=call.path, hint=hint)


def _is_of_pixels(output: Output, item: ImageInput, *, has_sequences: bool) -> bool:
    return output.target == item.name or (output.per_position and not has_sequences)


def _check_split(spec: Spec) -> Iterator[Diagnostic]:
    split = None if spec.data is None or spec.data.default_split else spec.data.split
    if split is None:
        return
    truths = {
        column: each.name for each in spec.outputs if each.per_position for column in each.columns or (each.name,)
    }
    for way in ("stratify", "group", "time"):
        column = getattr(split, way)
        if column in truths:
            message = f"column `{column}` has a value per position, and rows are split by one value each"
            hint = "leave it out: the split is random then"
            yield Diagnostic(code="NN655", message=message, path=(*split.path, way), received=column, hint=hint)
