"""An input -> the first layers with weights that take its numbers, and what scales these on the way."""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.catalog.augmentation import AUGMENTATIONS
from nnspec.linting.flow import Flow
from nnspec.linting.layer_kinds import GLOBAL_POOLS, LINEAR, NORMALIZATIONS, PASSING, POOLS, TRANSPARENT, words
from nnspec.linting.step import Step
from nnspec.linting.subject import Subject
from nnspec.records import record
from nnspec.spec.bases import Base
from nnspec.spec.inputs import Input

NORMALIZERS = NORMALIZATIONS | {"Normalization"}
_SCALERS = NORMALIZERS | {"Rescaling"}
# What leaves numbers as large as they are.
_KEEPING = PASSING | POOLS | GLOBAL_POOLS | LINEAR | {"Add", "Average", "Concatenate", *AUGMENTATIONS}
_KEEPING_FUNCTIONS = words("cast concatenate expand_dims flip moveaxis ravel reshape squeeze stack swapaxes transpose")


@record
class Arrival:
    """One way of an input's numbers.

    Args:
        taker: the first layer with weights that takes them.
        scalers: `Rescaling` and normalisations before it, from the input downwards.
    """

    taker: Step
    scalers: tuple[Step, ...]

    @property
    def is_normalized(self) -> bool:
        """Whether one of them brings any numbers to about 0 and 1."""
        return any(step.layer in NORMALIZERS and step.get("mean") is None for step in self.scalers)


def arrivals_of(name: str, flow: Flow) -> Iterator[Arrival]:
    """Follow an input down to layers with weights; ways through functions that change numbers otherwise are left out.

    Args:
        name: of the input.
        flow: of the network.
    """
    open: list[tuple[Step, tuple[Step, ...]]] = [(flow.steps[name], ())] if name in flow.steps else []
    seen = {name}
    while open:
        step, scalers = open.pop()
        for below in flow.below(step):
            if below.name in seen:
                continue
            seen.add(below.name)
            if below.has_weights:
                yield Arrival(below, scalers)
            elif below.layer in _SCALERS:
                open.append((below, (*scalers, below)))
            elif below.kind in TRANSPARENT or below.layer in _KEEPING or below.function in _KEEPING_FUNCTIONS:
                open.append((below, scalers))


def feeds_base(item: Input, subject: Subject) -> Base | None:
    """Give the transfer base below an input that settles how its numbers are scaled, whatever its `scale` says.

    An application of Keras takes pixels of 0 to 255, unless `include_preprocessing` is false; an earlier run takes
    what it was trained with.

    Args:
        item: of the spec.
        subject: that it is an input of.
    """
    settling = {base.name: base for base in subject.spec.bases if _settles(base)}
    for step in subject.flow if settling else ():
        base = settling.get(step.place.node.base or "")
        if base is not None and any(up.name == item.name for up in subject.flow.upwards(step, lambda up: True)):
            return base
    return None


def _settles(base: Base) -> bool:
    return (base.arguments or {}).get("include_preprocessing") is not False
