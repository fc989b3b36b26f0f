"""NN414: Dropout of single pixels behind a convolution.

What: Dropout right behind a convolution or its activation, on a map.

Why: neighbouring positions of a map say nearly the same, so that a dropped one is known from those beside it;
dropping whole channels is what regularises. Many good networks do without: this is advice.

Fires:
    nnspec: 1
    inputs: {x: {type: image, size: [16, 16], channels: 1}}
    hidden: [{Conv2D: {filters: 8, kernel_size: 3, activation: relu}}, {Dropout: 0.2}, Flatten]
    outputs: {y: number}

Passes:
    nnspec: 1
    inputs: {x: {type: image, size: [16, 16], channels: 1}}
    hidden: [{Conv2D: {filters: 8, kernel_size: 3, activation: relu}}, {SpatialDropout2D: 0.2}, Flatten]
    outputs: {y: number}

Fix: `SpatialDropout2D`, of the convolution's rank.

Source: Tompson et al. 2015, section 3.2.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject
from nnspec.linting.windows import n_axes


@rule("NN414", "info")
def spatial_dropout(subject: Subject) -> Iterator[Fault]:
    """Find Dropout that takes a map right from a convolution."""
    flow = subject.flow
    for step in flow:
        if not step.is_convolution:
            continue
        end = flow.end(step, lambda below: below.is_activation)
        if end is None or end.layer != "Dropout" or end.is_distributed != step.is_distributed:
            continue
        if end.get("rate") and end.arguments.get("noise_shape") is None:
            layer = f"SpatialDropout{n_axes(step)}D"
            yield Fault(
                path=end.path,
                message=f"`Dropout` right behind `{step.layer}` drops single positions",
                hint=f"`{layer}` drops whole channels",
            )
