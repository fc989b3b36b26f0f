"""NN407: a normalisation behind the last layer decides the answers.

What: BatchNormalization, LayerNormalization or GroupNormalization between the last layer of weights and an output.

Why: what is normalised has mean 0 and deviation 1 over the batch or over the neurons, before scale and shift: the
network can hardly say that one row is larger than another, or that all are large.

Fires:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: {units: 16, activation: relu}}]
    outputs: {y: {type: number, head: none, layers: [{Dense: 1}, BatchNormalization]}}

Passes:
    nnspec: 1
    inputs: {x: {columns: [a, b]}}
    hidden: [{Dense: 16}, BatchNormalization, ReLU]
    outputs: {y: number}

Fix: before the last layer.

Source: the rule R08 of Neurarch.
"""

from __future__ import annotations

from collections.abc import Iterator

from nnspec.linting.closing import closing_steps, follows_weights
from nnspec.linting.rule import Fault, rule
from nnspec.linting.subject import Subject

_NORMS = ("BatchNormalization", "GroupNormalization", "LayerNormalization")


@rule("NN407", "warning")
def norm_on_output(subject: Subject) -> Iterator[Fault]:
    """Find normalisations between the last weights and an output."""
    for step in closing_steps(subject):
        if step.layer in _NORMS and follows_weights(subject, step):
            yield Fault(
                path=step.path,
                message=f"`{step.layer}` behind the last layer decides the answers",
                hint="put it before the last layer, or leave it out",
            )
