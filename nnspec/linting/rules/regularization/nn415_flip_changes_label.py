"""NN415: an augmentation that turns one class into another.

What: `RandomFlip`, or `RandomRotation` by more than an eighth of a turn, on pictures of digits or letters: data whose
source is named for them (MNIST and its kin other than Fashion-MNIST, `digits`, SVHN).

Why: a 6 upside down is a 9, and a mirrored 2 is none; the label stays.

Fires:
    nnspec: 1
    data: {source: sklearn:digits}
    inputs: {image: {type: image, size: [8, 8], channels: 1, augment: [{RandomFlip: horizontal}]}}
    hidden: [Flatten]
    outputs: {label: {type: category, classes: 10}}

Passes:
    nnspec: 1
    data: {source: sklearn:digits}
    inputs: {image: {type: image, size: [8, 8], channels: 1, augment: [{RandomRotation: 0.03}]}}
    hidden: [Flatten]
    outputs: {label: {type: category, classes: 10}}

Fix: small rotations and translations.

Source: Karpathy 2019, A recipe for training neural networks (forgot to flip the labels).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from nnspec.diagnostics.diagnostic import Path
from nnspec.linting.argument_path import argument_path
from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject
from nnspec.spec.calls import Call
from nnspec.spec.inputs import ImageInput

_OF_LETTERS = re.compile(r"mnist|digits|svhn|letters|alphabet", re.IGNORECASE)
_OF_CLOTHES = re.compile(r"fashion", re.IGNORECASE)
_TURNING = frozenset({"RandomFlip", "RandomRotation"})
_EIGHTH = 0.125


@rule("NN415", "warning")
def flip_changes_label(subject: Subject) -> Iterator[Fault]:
    """Find flips and large turns of pictures of digits and letters."""
    name = _name_of_data(subject)
    if not _OF_LETTERS.search(name) or _OF_CLOTHES.search(name):
        return
    for call, path in _augmentations(subject):
        if call.name == "RandomFlip" or (call.name == "RandomRotation" and _turn(call.get("factor")) > _EIGHTH):
            yield Fault(
                path=path,
                message=f"`{call.name}` makes other digits or letters of them, and keeps their labels",
                hint="small rotations and translations",
            )


def _name_of_data(subject: Subject) -> str:
    """Give the name of a data set or file, without the folders around it."""
    data = subject.spec.data
    source = "" if data is None else data.source or data.train or ""
    return PurePosixPath(source.rpartition(":")[2]).stem


def _augmentations(subject: Subject) -> Iterator[tuple[Call, Path]]:
    for item in subject.spec.inputs:
        if isinstance(item, ImageInput):
            yield from ((call, argument_path(call, "factor")) for call in item.augment)
    for step in subject.flow.of(_TURNING):
        if step.call is not None and not step.is_called_again:
            yield step.call, step.path_of("factor")


def _turn(factor: object) -> float:
    """Give the largest turn, as a share of a whole one."""
    sides = factor if isinstance(factor, tuple | list) else (factor,)
    return max((abs(side) for side in sides if isinstance(side, int | float)), default=0.0)
