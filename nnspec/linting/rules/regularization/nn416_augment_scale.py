"""NN416: an augmentation expects other pixels than it gets.

What: a layer with a `value_range` (`RandomBrightness`, `RandomContrast` and their kin) in `hidden`, which expects 0
to 255, Keras' default, where `scale: unit` or a Rescaling has made 0 to 1; or the other way round. `augment` of an
input is always given 0 to 255, and so is what stands above a transfer base that scales pixels itself.

Why: the layer adds and clips by its range: pixels of 0 to 1 become one grey or another, and pictures are lost.

Fires:
    nnspec: 1
    inputs: {x: {type: image, size: [16, 16], channels: 3}}
    hidden: [{RandomBrightness: {factor: 0.2}}, Flatten]
    outputs: {y: number}

Passes:
    nnspec: 1
    inputs: {x: {type: image, size: [16, 16], channels: 3}}
    hidden: [{RandomBrightness: {factor: 0.2, value_range: [0.0, 1.0]}}, Flatten]
    outputs: {y: number}

Fix: `value_range: [0.0, 1.0]`.

Source: Ben Braiek and Khomh 2023 (TheDeepChecker); Stack Overflow 55786384.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.catalog.augmentation import AUGMENTATIONS
from nnspec.linting.argument_fix import argument_fix
from nnspec.linting.arrivals import feeds_base
from nnspec.linting.flow import Flow
from nnspec.linting.rule import Fault, rule
from nnspec.linting.step import Step
from nnspec.linting.subject import Subject
from nnspec.spec.inputs import ImageInput

_BYTES = 255.0
# The range does not matter to `RandomContrast`.
_RANGED = frozenset(AUGMENTATIONS) - {"RandomContrast"}
_HIGHEST = {"none": _BYTES, "unit": 1.0}


@rule("NN416", "error")
def augment_scale(subject: Subject) -> Iterator[Fault]:
    """Find layers whose `value_range` is not that of the pictures."""
    highest = _input_ranges(subject) if subject.flow.has(_RANGED) else {}
    for step in subject.flow.of(_RANGED):
        declared = step.get("value_range")
        if not isinstance(declared, tuple | list) or len(declared) != 2:
            continue
        actual = _highest_above(subject.flow, step, highest)
        if actual is None or {actual, float(declared[1])} != {1.0, _BYTES} or declared[0] != 0:
            continue
        yield Fault(
            path=step.path_of("value_range"),
            message=f"`{step.layer}` expects pixels of 0 to {declared[1]:g}, and gets 0 to {actual:g}",
            received=f"0 to {actual:g}",
            expected=f"0 to {declared[1]:g}",
            hint=f"`value_range: [0.0, {actual:.1f}]`",
            fix=argument_fix(subject, step.call, "value_range", [0.0, actual]),
        )


def _input_ranges(subject: Subject) -> dict[str, float]:
    images = (item for item in subject.spec.inputs if isinstance(item, ImageInput))
    scales = {item.name: _scale_of(item, subject) for item in images}
    return {name: _HIGHEST[scale] for name, scale in scales.items() if scale in _HIGHEST}


def _scale_of(item: ImageInput, subject: Subject) -> str | None:
    """Give the `scale` that holds; None where an earlier run settles it."""
    base = feeds_base(item, subject)
    if base is None:
        return item.scale
    return "none" if base.source.startswith("keras:") else None


def _highest_above(flow: Flow, step: Step, highest: dict[str, float]) -> float | None:
    """Follow a picture up to its input, through augmentations and at most rescalings between the two ranges."""
    factor = 1.0
    above = flow.above(step)
    while len(above) == 1:
        (up,) = above
        if up.name in highest:
            value = highest[up.name] * factor
            return next((known for known in (1.0, _BYTES) if abs(value - known) < 1e-3 * known), None)
        if up.layer == "Rescaling" and isinstance(up.get("scale"), int | float) and not up.get("offset"):
            factor *= up.get("scale")
        elif up.layer not in AUGMENTATIONS:
            return None
        above = flow.above(up)
    return None
