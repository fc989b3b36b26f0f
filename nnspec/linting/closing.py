"""A subject -> what stands behind the last layer of weights of each output that is trained."""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.step import Step
from nnspec.linting.subject import Subject


def closing_steps(subject: Subject) -> Iterator[Step]:
    """Go through the steps between the last layers with weights and the trained outputs, each once."""
    flow = subject.flow
    seen: set[str] = set()
    for ending in subject.endings:
        if ending.is_untrained:
            continue
        above = () if ending.last.has_weights else flow.upwards(ending.last, lambda step: not step.has_weights)
        for step in (ending.last, *above):
            if not step.has_weights and step.name not in seen and not step.is_called_again:
                seen.add(step.name)
                yield step


def follows_weights(subject: Subject, step: Step) -> bool:
    """Tell whether any layer with weights stands above a step."""
    return step.name not in subject.flow.raw
