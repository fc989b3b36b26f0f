"""NN131: more hidden layers or units than tables usually need.

What: a network of columns with more than five hidden Dense layers, or with one of more than 1024 units.

Why: a rule of thumb, and its own author calls such numbers pure magic; off by default.

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 4096, activation: relu}}]
    outputs: {y: number}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 64, activation: relu}}]
    outputs: {y: number}

Fix: one to five layers of up to 1024 units.

Source: Shukla, deep learning guidelines (1 to 5 layers).
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.rule import Fault, rule
from nnspec.linting.step import Step
from nnspec.linting.subject import Subject
from nnspec.spec.inputs import CategoryInput, DateInput, NumberInput

_MAX_LAYERS = 5
_MAX_UNITS = 1024


@rule("NN131", "info", enabled=False)
def hidden_count(subject: Subject) -> Iterator[Fault]:
    """Find hidden layers beyond the usual."""
    if not all(isinstance(item, NumberInput | CategoryInput | DateInput) for item in subject.spec.inputs):
        return
    hidden = [step for step in subject.flow if step.layer == "Dense" and step.name not in subject.flow.final]
    if len(hidden) > _MAX_LAYERS:
        yield _fault(hidden[_MAX_LAYERS], f"{len(hidden)} hidden layers for a table")
    for step in hidden:
        if isinstance(step.width, int) and step.width > _MAX_UNITS:
            yield _fault(step, f"{step.width} units for a table")


def _fault(step: Step, message: str) -> Fault:
    return Fault(path=step.path_of("units"), message=message, hint="one to five layers of up to 1024 units")
