"""NN402: a bias that the normalisation behind it takes away again.

What: a Dense layer or a convolution with a bias and without an activation, right before a BatchNormalization that has
a `beta` of its own.

Why: the normalisation subtracts the mean of each channel, and the bias with it: weights and memory for nothing.

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: 16}, BatchNormalization, ReLU]
    outputs: {y: number}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, use_bias: false}}, BatchNormalization, ReLU]
    outputs: {y: number}

Fix: `use_bias: false`.

Source: Ioffe and Szegedy 2015, section 3.2; Nikanjam et al. 2021 (NeuraLint).
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.argument_fix import argument_fix
from nnspec.linting.layer_kinds import AFFINE
from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject


@rule("NN402", "info")
def bias_before_bn(subject: Subject) -> Iterator[Fault]:
    """Find biases under normalisations."""
    flow = subject.flow
    for step in flow.of(AFFINE) if flow.has({"BatchNormalization"}) else ():
        below = None if step.is_called_again else flow.next(step)
        if below is None or below.layer != "BatchNormalization" or not below.get("center"):
            continue
        if step.get("use_bias") and step.activation is None and len(flow.above(below)) == 1:
            yield Fault(
                path=step.path_of("use_bias"),
                message=f"`BatchNormalization` takes the bias of this `{step.word}` away again",
                hint="`use_bias: false`",
                fix=argument_fix(subject, step.call, "use_bias", False),
            )
