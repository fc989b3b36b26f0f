"""NN408: a maximum over what dropout has left.

What: Dropout right before a maximum pooling.

Why: the maximum of a window hides most of what was dropped, and is the larger for the values that dropout scaled up;
the rate does not mean what it says. Behind the pooling it does.

Fires:
    nnspec: 1
    inputs: {x: {type: image, size: [16, 16], channels: 1}}
    hidden: [{Conv2D: {filters: 8, kernel_size: 3, activation: relu}}, {Dropout: 0.2}, MaxPooling2D, Flatten]
    outputs: {y: number}

Passes:
    nnspec: 1
    inputs: {x: {type: image, size: [16, 16], channels: 1}}
    hidden: [{Conv2D: {filters: 8, kernel_size: 3, activation: relu}}, MaxPooling2D, {Dropout: 0.2}, Flatten]
    outputs: {y: number}

Fix: the other order.

Source: Nikanjam et al. 2021 (NeuraLint); Wu and Gu 2015.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.layer_kinds import DROPOUTS
from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject


@rule("NN408", "info")
def dropout_before_pool(subject: Subject) -> Iterator[Fault]:
    """Find dropout right before a maximum pooling."""
    flow = subject.flow
    for step in flow:
        if step.layer not in DROPOUTS or step.layer.startswith("Spatial") or not step.get("rate"):
            continue
        below = flow.next(step)
        if below is not None and "MaxPooling" in below.layer:
            yield Fault(
                path=step.path,
                message=f"`{step.layer}` right before `{below.layer}`",
                hint="put it behind the pooling",
            )
