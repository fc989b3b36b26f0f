"""NN602: numbers are scaled twice.

What: a picture's pixels, or numbers that the card puts between -1 and 1 or that `scale` brings there, are divided
again, by `scale: unit` or a `Rescaling` of at most 1/64; or a `Normalization` subtracts the means of pixels from
numbers that no longer are any. Two `Rescaling`s of numbers of unknown size are a warning, and so are pixels that the
card puts far below 255.

Why: what arrives is nearly the same number for every example: the network sees nothing.

Card:
    rows: 500
    columns: {grey: {dtype: uint8, shape: [28, 28, 1], minimum: 0, maximum: 255}}

Fires:
    nnspec: 1
    inputs: {grey: image}
    hidden: [{Rescaling: {scale: 0.00392156862745098}}, Flatten, {Dense: {units: 16, activation: relu}}]
    outputs: {y: {type: category, classes: 10}}

Passes:
    nnspec: 1
    inputs: {grey: {type: image, scale: none}}
    hidden: [{Rescaling: {scale: 0.00392156862745098}}, Flatten, {Dense: {units: 16, activation: relu}}]
    outputs: {y: {type: category, classes: 10}}
    ---
    nnspec: 1
    inputs: {grey: image}
    hidden: [{Rescaling: {scale: 2.0, offset: -1.0}}, Flatten, {Dense: {units: 16, activation: relu}}]
    outputs: {y: {type: category, classes: 10}}

Fix: leave the `Rescaling` out.

Source: Ben Braiek and Khomh 2022 (TheDeepChecker), data loading and preprocessing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nnspec.linting.arrivals import arrivals_of, feeds_base
from nnspec.linting.plain_entry import removal_of
from nnspec.linting.rule import Fault, rule
from nnspec.linting.spread import Spread, card_columns, encoded_spreads, scaled_by
from nnspec.linting.step import Step
from nnspec.linting.subject import Subject
from nnspec.spec.inputs import ImageInput, Input

_SMALL = 1 / 64
# Larger numbers than these have not been scaled before.
_SCALED = 1.5
_DARK = 32
_OF_PIXELS = 10.0
_RESCALED = "give the means on the scale of what arrives"


@rule("NN602", "error")
def scaled_twice(subject: Subject) -> Iterator[Fault]:
    """Find what scales numbers that are scaled already."""
    seen: set[str] = set()
    for item in subject.spec.inputs:
        yield from _check_picture(item, subject)
        spreads = encoded_spreads(item, subject.facts)
        for arrival in arrivals_of(item.name, subject.flow):
            # A transfer base that scales by itself is NN502.
            if not spreads or arrival.taker.kind == "base":
                continue
            for i, step in enumerate(arrival.scalers):
                before = [scaled_by(spread, arrival.scalers[:i]) for spread in spreads]
                if step.name not in seen:
                    yield from _check_step(step, before, arrival.scalers[:i], subject)
                    seen.add(step.name)


def _check_picture(item: Input, subject: Subject) -> Iterator[Fault]:
    highest = max((card.maximum or 0.0 for card in card_columns(item.name, subject.facts)), default=0.0)
    if not isinstance(item, ImageInput) or item.scale != "unit" or not 0 < highest < _DARK or feeds_base(item, subject):
        return
    yield Fault(
        path=(*item.path, "scale"),
        message=f"`scale: unit` divides by 255, and the pixels go to {highest:g}",
        severity="error" if highest <= 1 else "warning",
        received=f"pixels up to {highest:g}",
        expected="pixels up to 255",
        hint="`scale: standard`",
    )


def _check_step(step: Step, before: list[Spread], above: tuple[Step, ...], subject: Subject) -> Iterator[Fault]:
    is_scaled = all(_is_small(spread) for spread in before)
    if step.layer == "Normalization" and is_scaled and _is_of_pixels(step.get("mean")):
        path = step.path_of("mean")
        yield Fault(path=path, message="these means are those of pixels, which are scaled already", hint=_RESCALED)
        return
    if not _divides(step):
        return
    is_likely = any(map(_divides, above)) and all(spread.largest is None for spread in before)
    if is_scaled or is_likely:
        yield Fault(
            path=step.path_of("scale"),
            message="numbers that are scaled already are divided again",
            severity=None if is_scaled else "warning",
            received=f"scale: {step.get('scale'):.6g}",
            hint="leave the `Rescaling` out",
            fix=removal_of(subject, step) if is_scaled else None,
        )


def _is_small(spread: Spread) -> bool:
    return spread.is_standardised or (spread.largest is not None and spread.largest <= _SCALED)


def _divides(step: Step) -> bool:
    factor = step.get("scale")
    return step.layer == "Rescaling" and isinstance(factor, int | float) and 0 < abs(factor) <= _SMALL


def _is_of_pixels(mean: Any) -> bool:
    numbers = mean if isinstance(mean, tuple | list) else (mean,)
    return any(isinstance(number, int | float) and abs(number) > _OF_PIXELS for number in numbers)
