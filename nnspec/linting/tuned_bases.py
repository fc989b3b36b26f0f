"""A subject -> its transfer bases, where they stand in the network, and in which stages they train."""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.catalog.pretrained import APPLICATIONS, Application
from nnspec.linting.regime import Phase
from nnspec.linting.step import Step
from nnspec.linting.subject import Subject
from nnspec.records import record
from nnspec.spec.bases import Base

_ALL = "all"


@record
class Tuned:
    """A transfer base in a network.

    Args:
        base: as the spec declares it.
        step: its first use.
        application: what is known of it; None for an earlier run.
        training: for each stage, whether any of its layers trains.
    """

    base: Base
    step: Step
    application: Application | None
    training: tuple[bool, ...]

    @property
    def is_pretrained(self) -> bool:
        """Whether it brings weights that were learned."""
        return self.base.weights != "none"

    @property
    def ever_trains(self) -> bool:
        """Whether any stage trains it."""
        return any(self.training)

    @property
    def size(self) -> int | None:
        """The shorter side of the pictures that it takes, in pixels; None where that is not known."""
        sides = [length for length in (self.step.taken.example or ())[:2] if isinstance(length, int)]
        return min(sides) if len(sides) == 2 else None

    @property
    def smallest_size(self) -> int:
        """Below this size its weights are of little use: half of what it was trained on, or less where others exist."""
        if self.application is None:
            return 0
        half = (self.application.trained + 1) // 2
        published = min(self.application.weight_sizes, default=half)
        return max(self.application.smallest, min(half, published) if self.is_pretrained else 0)

    @property
    def word(self) -> str:
        """What people call it."""
        return self.base.source.partition(":")[2]


def tuned_bases(subject: Subject) -> Iterator[Tuned]:
    """Go through the bases that the network uses."""
    steps = subject.flow.bases
    for base in subject.spec.bases:
        if base.name in steps:
            scheme, _, name = base.source.partition(":")
            application = APPLICATIONS.get(name) if scheme == "keras" else None
            yield Tuned(base, steps[base.name], application, tuple(_training(base, subject)))


def training_phases(tuned: Tuned, subject: Subject) -> Iterator[Phase]:
    """Go through the stages in which a base trains."""
    return (phase for phase, trains in zip(subject.phases, tuned.training, strict=True) if trains)


def _training(base: Base, subject: Subject) -> Iterator[bool]:
    trains = _ALL not in base.freeze
    stages = subject.spec.train.stages
    if not stages:
        yield trains
    for stage in stages:
        if any(name == base.name and _ALL in patterns for name, patterns in stage.freeze):
            trains = False
        trains |= any(name == base.name for name, _ in stage.unfreeze)
        yield trains
